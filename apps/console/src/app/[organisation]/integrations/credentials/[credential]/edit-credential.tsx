'use client'

import { CredentialField, NameField } from '../form/credential-field.tsx'
import { changedConfig, emptyDraft } from '../form/draft.ts'
import type {
  CheckedStepsFragment,
  CredentialFormPartsFragment,
  NewCredentialQuery,
  ShownCredentialFragment,
} from '../form/operations.generated.ts'
import { UpdateDialog } from './update-dialog.tsx'
import { useUpdate } from './use-update.ts'

export interface ChangeProps {
  credential: ShownCredentialFragment
  form: CredentialFormPartsFragment
  regions: NewCredentialQuery['awsRegions']
  onChecked: (check: CheckedStepsFragment) => void
  onClose: () => void
}

/** What can be changed without entering a secret. */
export function EditCredential({ credential, form, regions, onChecked, onClose }: ChangeProps) {
  const { name, region, roleArn } = credential
  const initial = {
    ...emptyDraft,
    name,
    values: { region, roleArn: roleArn ?? '' },
  }
  const { state, check, problem, busy, save } = useUpdate({ credential, form, initial, onChecked, onDone: onClose })
  const shown = form.fields.filter((field) => field.name in initial.values && (form.secretLabel === null || field.name === 'region'))
  const send = () => {
    const { draft } = state
    if (!state.isComplete({ ...form, fields: shown }, draft, true)) return
    const isSame = shown.every((field) => draft.values[field.name] === initial.values[field.name as keyof typeof initial.values])
    // Only a name: nothing has to be tried anew.
    void save({ name: draft.name.trim(), ...(!isSame && { config: changedConfig[form.id](draft) }) })
  }
  return (
    <UpdateDialog
      title={`Edit ${name}`}
      description="It is tested before it is saved. Syncs go on with what it is then."
      region={state.draft.values.region ?? region}
      check={check}
      problem={problem}
      busy={busy}
      saveLabel="Save"
      onSave={send}
      onClose={onClose}
    >
      <NameField state={state} />
      {shown.map((field) => (
        <CredentialField key={field.name} field={field} state={state} regions={regions} />
      ))}
    </UpdateDialog>
  )
}

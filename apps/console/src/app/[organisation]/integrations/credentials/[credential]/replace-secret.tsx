'use client'

import { CredentialField, SecretField } from '../form/credential-field.tsx'
import { configInput, emptyDraft } from '../form/draft.ts'
import type { ChangeProps } from './edit-credential.tsx'
import { UpdateDialog } from './update-dialog.tsx'
import { useUpdate } from './use-update.ts'

/** New keys instead of the old ones, which nobody is ever shown. */
export function ReplaceSecret({ credential, form, regions, onChecked, onClose }: ChangeProps) {
  const initial = { ...emptyDraft, name: credential.name, values: { region: credential.region } }
  const { state, check, problem, busy, save } = useUpdate({ credential, form, initial, onChecked, onDone: onClose })
  const send = () => {
    if (state.isComplete(form, state.draft)) void save({ config: configInput[form.id](state.draft) })
  }
  return (
    <UpdateDialog
      title={`Replace the secret of ${credential.name}`}
      description={`The key that ends in ${credential.accessKeyIdLastFour ?? '…'} is forgotten. Deactivate it in AWS afterwards.`}
      region={state.draft.values.region ?? credential.region}
      check={check}
      problem={problem}
      busy={busy}
      saveLabel="Replace secret"
      onSave={send}
      onClose={onClose}
    >
      {form.fields
        .filter(({ name }) => name !== 'region')
        .map((field) => (
          <CredentialField key={field.name} field={field} state={state} regions={regions} />
        ))}
      {form.secretLabel && <SecretField label={form.secretLabel} help="Sealed when it is saved, and never shown again." state={state} />}
    </UpdateDialog>
  )
}

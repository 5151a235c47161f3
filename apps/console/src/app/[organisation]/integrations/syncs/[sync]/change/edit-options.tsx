'use client'

import { useState } from 'react'
import { Field } from '../../../../../../components/field.tsx'
import { TextInput } from '../../../../../../components/inputs.tsx'
import { AdvancedFields } from '../../form/advanced-fields.tsx'
import { type OptionsDraft, optionsOf, problemsOf } from '../../form/draft.ts'
import { fieldProblemsOf } from '../../form/field-problems.ts'
import type { SyncDetailFragment } from '../operations.generated.ts'
import { useSync } from '../sync-context.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { type SyncChange, usePlannedChange } from './use-planned-change.ts'

/** Everything about source and destination but the environment, which is what the sync is. */
export function EditOptions({ onClose }: { onClose: () => void }) {
  const sync = useSync()
  const [before] = useState(() => draftOf(sync))
  const [draft, setDraft] = useState(before)
  const [path, setPath] = useState(sync.path)
  const [shown, setShown] = useState(false)
  const planned = usePlannedChange()
  const refusal = planned.planning.planned
  const told = refusal?.kind === 'refused' ? fieldProblemsOf(refusal.userErrors) : {}
  const own = problemsOf(draft, path)
  const problems = { ...told, ...(shown ? own : {}) }
  const set = (change: Partial<OptionsDraft>) => setDraft((now) => ({ ...now, ...change }))
  return (
    <ChangeDialog
      title="Edit the sync"
      onClose={onClose}
      change={changeOf(before, draft, sync.path, path)}
      planned={planned}
      check={() => {
        setShown(true)
        return !Object.values(own).some(Boolean)
      }}
    >
      <Field
        label="Path"
        problem={problems.path}
        help={`The folder of ${sync.environment?.name ?? 'the environment'}. What lies below it is not synced.`}
      >
        {(control) => (
          <TextInput
            {...control}
            value={path}
            maxLength={1024}
            autoComplete="off"
            className="font-mono"
            onChange={(event) => setPath(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="AWS Secret"
        problem={problems.secretName}
        help="With another name the sync writes to another secret; the one of before stays as it is."
      >
        {(control) => (
          <TextInput
            {...control}
            value={draft.secretName}
            maxLength={512}
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
            onChange={(event) => set({ secretName: event.target.value })}
          />
        )}
      </Field>
      <AdvancedFields draft={draft} set={set} region={sync.region} problems={problems} />
    </ChangeDialog>
  )
}

const draftOf = ({ awsSecretsManager: aws, keyPrefix, neverDeletes, onDrift, summary }: SyncDetailFragment): OptionsDraft => ({
  secretName: aws?.secretName ?? summary,
  kmsKeyArn: aws?.kmsKeyArn ?? '',
  tags: aws?.tags.map((tag, index) => ({ id: index + 1, ...tag })) ?? [],
  keyPrefix,
  neverDeletes,
  onDrift,
})

/** What differs, and nothing else. */
function changeOf(before: OptionsDraft, now: OptionsDraft, pathBefore: string, path: string): SyncChange {
  const options = optionsOf(now)
  return {
    ...(path !== pathBefore && { path }),
    ...(JSON.stringify(options) !== JSON.stringify(optionsOf(before)) && { options }),
    ...(now.keyPrefix !== before.keyPrefix && { keyPrefix: now.keyPrefix }),
    ...(now.neverDeletes !== before.neverDeletes && { neverDeletes: now.neverDeletes }),
    ...(now.onDrift !== before.onDrift && { onDrift: now.onDrift }),
  }
}

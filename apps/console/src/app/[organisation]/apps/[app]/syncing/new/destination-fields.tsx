'use client'

import dynamic from 'next/dynamic'
import { useId } from 'react'
import { Field } from '../../../../../../components/field.tsx'
import { TextInput } from '../../../../../../components/inputs.tsx'
import { Skeleton } from '../../../../../../components/skeleton.tsx'
import type { SyncDraft } from './sync-draft.ts'

const SecretCombobox = dynamic(
  () => import('../../../../integrations/syncs/form/secret-combobox.tsx').then((file) => file.SecretCombobox),
  {
    ssr: false,
    loading: () => <Skeleton className="h-9 w-full" />,
  },
)

interface DestinationFieldsProps {
  draft: SyncDraft
  /** The name that the draft stands for. */
  named: string
  set: (change: Partial<SyncDraft>) => void
  credentialId: string
  problem: string | undefined
  /** Region and account. */
  where: string
}

const kinds = [
  ['new', 'Create new AWS Secret'],
  ['existing', 'Use existing AWS Secret'],
] as const

export function DestinationFields({ draft, named, set, credentialId, problem, where }: DestinationFieldsProps) {
  const name = useId()
  return (
    <div className="flex flex-col gap-4">
      <fieldset>
        <legend className="mb-1.5 font-medium">Destination</legend>
        <div className="flex flex-wrap gap-2">
          {kinds.map(([kind, label]) => (
            <label
              key={kind}
              htmlFor={`${name}-${kind}`}
              className="flex min-h-9 cursor-pointer items-center gap-2 rounded-md border border-control px-3 py-1.5 has-checked:border-accent has-checked:bg-accent-soft"
            >
              <input
                type="radio"
                id={`${name}-${kind}`}
                name={name}
                checked={draft.kind === kind}
                onChange={() => set({ kind })}
                className="size-4 shrink-0 accent-accent"
              />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      {draft.kind === 'new' ? (
        <Field label="New AWS Secret name" problem={problem} help={where}>
          {(control) => (
            <TextInput
              {...control}
              value={named}
              maxLength={512}
              autoComplete="off"
              spellCheck={false}
              className="font-mono"
              onChange={(event) => set({ newName: event.target.value })}
            />
          )}
        </Field>
      ) : (
        <Field
          label="AWS Secret"
          problem={problem}
          help={`${where}${where && '. '}Type the beginning of its name, or choose it from the list.`}
        >
          {(control) => (
            <SecretCombobox
              control={control}
              credentialId={credentialId}
              destination="AWS_SECRETS_MANAGER"
              value={draft.existingName}
              onChange={(existingName) => set({ existingName })}
            />
          )}
        </Field>
      )}
    </div>
  )
}

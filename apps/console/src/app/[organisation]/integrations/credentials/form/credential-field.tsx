'use client'

import dynamic from 'next/dynamic'
import { Field } from '../../../../../components/field.tsx'
import { TextInput } from '../../../../../components/inputs.tsx'
import type { CredentialFormPartsFragment, NewCredentialQuery } from './operations.generated.ts'
import type { DraftState } from './use-credential-draft.ts'

const RegionPicker = dynamic(async () => (await import('./region-picker.tsx')).RegionPicker, {
  ssr: false,
  loading: () => <TextInput disabled aria-label="Regions are on their way" />,
})

interface CredentialFieldProps {
  field: CredentialFormPartsFragment['fields'][number]
  state: DraftState
  regions: NewCredentialQuery['awsRegions']
}

/** One field of a kind of credential, drawn from what the API says of it. */
export function CredentialField({ field: { name, label, help, placeholder }, state, regions }: CredentialFieldProps) {
  const value = state.draft.values[name] ?? ''
  const change = (next: string) => state.changeValue(name, next)
  return (
    <Field label={label} help={help} problem={state.problems[name]}>
      {(control) =>
        name === 'region' ? (
          <RegionPicker control={control} regions={regions} value={value} onChange={change} />
        ) : (
          <TextInput
            {...control}
            required
            value={value}
            placeholder={placeholder ?? undefined}
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
            onChange={(event) => change(event.target.value)}
          />
        )
      }
    </Field>
  )
}

/** Written, and never read again: it is not filled in, neither by the browser nor by us. */
export const SecretField = ({ label, help, state }: { label: string; help: string; state: DraftState }) => (
  <Field label={label} help={help} problem={state.problems.secretAccessKey}>
    {(control) => (
      <TextInput
        {...control}
        type="password"
        required
        value={state.draft.secret}
        autoComplete="new-password"
        spellCheck={false}
        className="font-mono"
        onChange={(event) => state.change({ secret: event.target.value })}
      />
    )}
  </Field>
)

export const NameField = ({ state, placeholder }: { state: DraftState; placeholder?: string }) => (
  <Field label="Name" help="As syncs and people will know it." problem={state.problems.name}>
    {(control) => (
      <TextInput
        {...control}
        required
        value={state.draft.name}
        placeholder={placeholder}
        maxLength={100}
        autoComplete="off"
        onChange={(event) => state.change({ name: event.target.value })}
      />
    )}
  </Field>
)

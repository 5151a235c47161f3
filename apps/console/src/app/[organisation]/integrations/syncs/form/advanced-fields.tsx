'use client'

import { Check, TriangleAlert } from 'lucide-react'
import { CheckField } from '../../../../../components/check-field.tsx'
import { Field } from '../../../../../components/field.tsx'
import { TextInput } from '../../../../../components/inputs.tsx'
import { RadioCards } from '../../../../../components/radio-cards.tsx'
import type { DriftRule } from '../plan/operations.generated.ts'
import { type OptionsDraft, regionOfKey } from './draft.ts'
import { TagFields } from './tag-fields.tsx'

const rules: { value: DriftRule; label: string; children: string }[] = [
  { value: 'STOP', label: 'Stop', children: 'Write nothing until somebody decides. The sync needs attention then.' },
  { value: 'ADOPT', label: 'Adopt', children: 'Take the edit over into the environment, unless the same key was changed there too.' },
  { value: 'OVERWRITE', label: 'Overwrite', children: 'Write over the edit. What is here always wins.' },
]

interface AdvancedFieldsProps {
  draft: OptionsDraft
  set: (change: Partial<OptionsDraft>) => void
  /** Where the secret is. */
  region: string | undefined
  problems?: { kmsKeyArn?: string; tags?: string; keyPrefix?: string }
}

/** What most syncs leave as it is. */
export const AdvancedFields = ({ draft, set, region, problems = {} }: AdvancedFieldsProps) => (
  <div className="flex flex-col gap-5">
    <Field
      label="KMS Key ARN (Optional)"
      problem={problems.kmsKeyArn}
      help={
        <>
          Customer managed key that encrypts the secret. Without one AWS uses its own, alias/aws/secretsmanager.
          <KeyRegion arn={draft.kmsKeyArn} region={region} />
        </>
      }
    >
      {(control) => (
        <TextInput
          {...control}
          value={draft.kmsKeyArn}
          autoComplete="off"
          spellCheck={false}
          maxLength={2048}
          placeholder={`arn:aws:kms:${region ?? 'eu-central-1'}:123456789012:key/…`}
          className="font-mono"
          onChange={(event) => set({ kmsKeyArn: event.target.value })}
        />
      )}
    </Field>
    <TagFields tags={draft.tags} onChange={(tags) => set({ tags })} problem={problems.tags} />
    <Field
      label="Key prefix"
      optional
      problem={problems.keyPrefix}
      help="Stands before every key in AWS. Keys there that do not begin with it are left alone, so that several syncs or people can share a secret."
    >
      {(control) => (
        <TextInput
          {...control}
          value={draft.keyPrefix}
          autoComplete="off"
          spellCheck={false}
          maxLength={64}
          className="font-mono"
          onChange={(event) => set({ keyPrefix: event.target.value })}
        />
      )}
    </Field>
    <CheckField
      label="Never delete at the destination"
      checked={draft.neverDeletes}
      onChange={(neverDeletes) => set({ neverDeletes })}
      help="Keys that are deleted here stay in AWS."
    />
    <RadioCards
      legend="When somebody edits the secret in AWS"
      value={draft.onDrift}
      onChange={(onDrift) => set({ onDrift })}
      cards={rules}
    />
  </div>
)

function KeyRegion({ arn, region }: { arn: string; region: string | undefined }) {
  const keyRegion = regionOfKey(arn)
  if (keyRegion === undefined || region === undefined) return null
  const isSame = keyRegion === region
  return (
    <span className={`mt-1 flex items-center gap-1 ${isSame ? 'text-success' : 'text-warning'}`}>
      {isSame ? <Check size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />}
      {isSame ? 'Same region as the secret' : `The key is in ${keyRegion}, the secret in ${region}: AWS will refuse it`}
    </span>
  )
}

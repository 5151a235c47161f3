'use client'

import { type RadioCard, RadioCards } from '../../../../../components/radio-cards.tsx'
import type { ExistingSecretChoice } from './operations.generated.ts'
import { overwriteSentence } from './sentences.ts'
import type { ShownPlan } from './use-plan.ts'

interface ExistingChoiceProps {
  plan: ShownPlan
  value: ExistingSecretChoice | null
  onChange: (choice: ExistingSecretChoice) => void
  /** Somebody edited the secret of a sync that is there; otherwise a sync begins to write to a secret that has a value. */
  ofDrift?: boolean
  /** It was not chosen yet, and has to be. */
  missing: boolean
}

/** Asked where a secret is not empty: nothing is overwritten unseen. */
export function ExistingChoice({ plan, value, onChange, ofDrift = false, missing }: ExistingChoiceProps) {
  const adoption = ofDrift
    ? 'Takes the edits over into the environment, also where the same key was changed here. Keys that were taken away in AWS are put back.'
    : 'First takes over into the environment the keys that it does not have yet. Where both sides have a key, the value here wins.'
  const cards: RadioCard<ExistingSecretChoice>[] = [
    { value: 'OVERWRITE', label: 'Overwrite', children: overwriteSentence(plan) },
    {
      value: 'ADOPT',
      label: 'Adopt',
      disabled: !plan.remoteIsDocument,
      children: plan.remoteIsDocument ? adoption : 'Only possible where the remote value is a set of keys and values.',
    },
    ...(ofDrift ? [] : [{ value: 'STOP', label: 'Stop', children: 'Nothing is written and nothing is saved.' } as const]),
  ]
  return (
    <div className="flex flex-col gap-2">
      <RadioCards
        legend={ofDrift ? 'What shall become of the edits in AWS?' : 'This secret is not empty. What shall become of what is in it?'}
        value={value ?? ('' as ExistingSecretChoice)}
        onChange={onChange}
        cards={cards}
      />
      <div role="alert">{missing && value === null && <p className="text-sm text-danger">Choose what shall become of it.</p>}</div>
    </div>
  )
}

'use client'

import { type RadioCard, RadioCards } from '../../../../../components/radio-cards.tsx'
import type { ExistingSecretChoice } from './operations.generated.ts'
import { overwriteSentence } from './sentences.ts'
import type { ShownPlan } from './use-plan.ts'

interface ExistingChoiceProps {
  plan: ShownPlan
  value: ExistingSecretChoice | null
  onChange: (choice: ExistingSecretChoice) => void
  /** Whether doing nothing for now can be chosen. */
  withStop: boolean
}

/** Asked where a secret is not empty: nothing is overwritten unseen. */
export function ExistingChoice({ plan, value, onChange, withStop }: ExistingChoiceProps) {
  const cards: RadioCard<ExistingSecretChoice>[] = [
    { value: 'OVERWRITE', label: 'Overwrite', children: overwriteSentence(plan) },
    {
      value: 'ADOPT',
      label: 'Adopt',
      disabled: !plan.remoteIsDocument,
      children: plan.remoteIsDocument
        ? 'First takes over into the environment the keys that it does not have yet. Where both sides have a key, the value here wins.'
        : 'Only possible where the remote value is a set of keys and values.',
    },
    {
      value: 'STOP',
      label: 'Stop',
      children: 'Writes nothing. The sync is there and waits until somebody decides, on its page.',
    },
  ]
  return (
    <RadioCards
      legend="This secret is not empty. What shall become of what is in it?"
      value={value ?? ('' as ExistingSecretChoice)}
      onChange={onChange}
      cards={withStop ? cards : cards.filter((card) => card.value !== 'STOP')}
    />
  )
}

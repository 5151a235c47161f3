/** Who says what to whom, in order. */
export interface Sequence {
  title: string
  participants: readonly string[]
  steps: readonly SequenceStep[]
}

export interface SequenceStep {
  from: string
  /** Undefined where somebody does something alone. */
  to?: string
  label: string
}

/** The steps as a sentence each, for those who do not see the picture. */
export const inSentences = ({ steps }: Sequence): string =>
  steps.map(({ from, to, label }, place) => `${place + 1}. ${from}${to === undefined ? '' : ` to ${to}`}: ${label}.`).join(' ')

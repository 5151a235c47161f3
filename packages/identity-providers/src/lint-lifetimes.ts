import type { LintFinding } from '@bonafide/core'

/** The lifetimes of an identity's tokens, in seconds. */
export interface Lifetimes {
  defaultTtlSeconds: number
  maxTtlSeconds: number
}

const DAY_SECONDS = 86_400

/** Tokens that live long are the stored secrets we want to be rid of. */
export function lintLifetimes({ maxTtlSeconds }: Lifetimes): LintFinding[] {
  if (maxTtlSeconds <= DAY_SECONDS) return []
  const days = Math.floor(maxTtlSeconds / DAY_SECONDS)
  return [
    {
      code: 'long_lived_tokens',
      severity: maxTtlSeconds > 7 * DAY_SECONDS ? 'danger' : 'warning',
      pointer: '/maxTtlSeconds',
      message: `Tokens may live for more than ${days} ${days === 1 ? 'day' : 'days'}; a workload can always ask for a new one.`,
    },
  ]
}

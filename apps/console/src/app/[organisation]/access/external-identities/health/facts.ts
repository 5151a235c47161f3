import type { IssuerHealthFactsFragment } from './operations.generated.ts'

/** "42 s behind": a few seconds are the time that a token is on its way. */
export function clockText(offsetMs: number): string {
  const seconds = Math.abs(offsetMs) / 1000
  if (seconds < 5) return 'as ours'
  return `${Math.round(seconds)} s ${offsetMs > 0 ? 'ahead' : 'behind'}`
}

/** "3 keys, 1 of another kind". */
export function keysText({ keyCount, unusableKeyCount }: Pick<IssuerHealthFactsFragment, 'keyCount' | 'unusableKeyCount'>): string {
  const keys = keyCount === 1 ? '1 key' : `${keyCount ?? 0} keys`
  return unusableKeyCount ? `${keys}, ${unusableKeyCount} not for signatures` : keys
}

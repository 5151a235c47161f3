import { destinationFailures } from './destination.ts'
import type { RunFailureCode } from './sync.ts'

const SECOND = 1000
const longestMs = 15 * 60 * SECOND
const shortestMs = SECOND / 2
/** A defect of ours may pass, as when the database was away; one that stays is told. */
const internalTries = 5

/** Whether it is worth trying again without anybody having done anything. `attempts` counts the failed ones, this one included. */
export function isRetried(code: RunFailureCode, attempts: number): boolean {
  if (code === 'internal_error') return attempts < internalTries
  return code in destinationFailures && destinationFailures[code as keyof typeof destinationFailures].retries
}

/** Milliseconds to the next attempt: anywhere below a limit that doubles, so that those who failed together do not come back together. */
export function retryDelay(code: RunFailureCode, attempts: number, chance: number): number {
  const first = code === 'throttled' ? 10 * SECOND : SECOND
  const limit = Math.min(longestMs, first * 2 ** Math.min(attempts, 20))
  return Math.max(shortestMs, Math.round(limit * chance))
}

import type { SyncState } from './operations.generated.ts'

/** In the order in which somebody wants to look at them. */
export const syncStates = ['NEEDS_ATTENTION', 'RETRYING', 'RUNNING', 'PENDING', 'SYNCED', 'PAUSED'] as const satisfies readonly SyncState[]

export const stateNames: Record<SyncState, string> = {
  NEEDS_ATTENTION: 'Needs attention',
  RETRYING: 'Retrying',
  RUNNING: 'Syncing',
  PENDING: 'Queued',
  SYNCED: 'Synced',
  PAUSED: 'Paused',
}

const soonMs = 2000
const laterMs = 10_000

/** How often to look again: at what is under way, often; at what is tried again by itself, now and then; otherwise never. */
export function lookAgainMs(states: readonly (SyncState | undefined)[]): number | null {
  if (states.some((state) => state === 'PENDING' || state === 'RUNNING')) return soonMs
  return states.includes('RETRYING') ? laterMs : null
}

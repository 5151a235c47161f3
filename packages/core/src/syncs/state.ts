import type { SyncState } from './store.ts'
import type { Sync, SyncProgress } from './sync.ts'

/** How a sync stands, in one word. Filters say the same in SQL; a test holds the two together. */
export function stateOf(
  { pausedAt }: Pick<Sync, 'pausedAt'>,
  { leasedUntil, failure, dueAt }: Pick<SyncProgress, 'leasedUntil' | 'failure' | 'dueAt'>,
  now: Date,
): SyncState {
  if (pausedAt !== null) return 'paused'
  if (leasedUntil !== null && leasedUntil > now) return 'running'
  if (failure !== null) return dueAt === null ? 'needs_attention' : 'retrying'
  return dueAt === null ? 'synced' : 'pending'
}

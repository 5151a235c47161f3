import type { SyncRunEntryFragment, SyncRunOutcome, SyncRunReason } from './operations.generated.ts'

export const reasonWords: Record<SyncRunReason, string> = {
  CREATED: 'The sync was created',
  CHANGED: 'A secret changed',
  MANUAL: 'Sync now',
  RESUMED: 'It was resumed',
  EDITED: 'The sync was edited',
  DRIFT_CHECK: 'Check for edits in AWS',
  RESOLVED: 'Somebody decided about an edit in AWS',
}

export const outcomeWords: Record<SyncRunOutcome, string> = {
  RUNNING: 'Running',
  WRITTEN: 'Written',
  UNCHANGED: 'Nothing to write',
  FAILED: 'Failed',
  STOPPED: 'Stopped',
  LOST: 'Taken over',
}

/** "850 ms", "1.2 s", "2 min 5 s". */
export function durationWords(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`
}

type Counted = Pick<SyncRunEntryFragment, 'addedCount' | 'changedCount' | 'removedCount' | 'unchangedCount'>

/** "2 added, 1 changed, 21 unchanged". */
export function countWords({ addedCount, changedCount, removedCount, unchangedCount }: Counted): string {
  const parts = [
    [addedCount, 'added'],
    [changedCount, 'changed'],
    [removedCount, 'removed'],
    [unchangedCount, 'unchanged'],
  ] as const
  return parts.flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : [])).join(', ')
}

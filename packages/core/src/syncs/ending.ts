import type { Context } from '../context.ts'
import type { RunResult } from './attempt.ts'
import { isRetried, retryDelay } from './backoff.ts'
import { sealBase } from './base.ts'
import type { RunFailure } from './failure.ts'
import { sealKeys } from './run-keys.ts'
import type { LeasedSync } from './store.ts'
import type { SyncProgress, SyncRun } from './sync.ts'

/** How a run ended, and how its sync stands from then on. */
export interface Ending {
  run: SyncRun
  progress: SyncProgress
  /** Milliseconds until it is tried again by itself; null: it is not. */
  retryInMs: number | null
}

export function succeeded({ sync, progress }: LeasedSync, run: SyncRun, result: RunResult, context: Context): Ending {
  const now = new Date(context.runtime.now())
  const { difference, drifted, adopted, outcome, bytes, versionId, requestId } = result
  const { added, changed, removed, unchanged } = difference
  const ended: SyncRun = {
    ...run,
    outcome,
    serverWrappedKeys: sealKeys(run.id, { added, changed, removed, drifted, adopted }, context),
    addedCount: added.length,
    changedCount: changed.length,
    removedCount: removed.length,
    unchangedCount: unchanged.length,
    bytes,
    remoteVersionId: versionId,
    requestId,
    finishedAt: now,
  }
  const stands: SyncProgress = {
    ...progress,
    doneGeneration: run.generation,
    attempts: 0,
    failure: null,
    failureSentence: null,
    missingAction: null,
    failingSince: null,
    remoteVersionId: versionId,
    serverWrappedBase: sealBase(sync.id, result.base, context),
    lastRunAt: now,
    lastSyncedAt: now,
  }
  return { run: ended, progress: stands, retryInMs: null }
}

export function failed({ progress }: LeasedSync, run: SyncRun, failure: RunFailure, { runtime }: Context): Ending {
  const now = new Date(runtime.now())
  const attempts = progress.attempts + 1
  const { code, sentence: failureSentence, missingAction, requestId, isStop } = failure
  const chance = (runtime.randomBytes(1)[0] ?? 0) / 255
  const retryInMs = isRetried(code, attempts) ? retryDelay(code, attempts, chance) : null
  const nextAttemptAt = retryInMs === null ? null : new Date(now.getTime() + retryInMs)
  const outcome = isStop ? 'stopped' : 'failed'
  return {
    run: { ...run, outcome, failure: code, failureSentence, missingAction, requestId, finishedAt: now, nextAttemptAt },
    progress: {
      ...progress,
      attempts,
      failure: code,
      failureSentence,
      missingAction,
      failingSince: progress.failingSince ?? now,
      lastRunAt: now,
    },
    retryInMs,
  }
}

/** It was paused under way, and nothing was written after that. */
export function interrupted({ progress }: LeasedSync, run: SyncRun, { runtime }: Context): Ending {
  const failureSentence = 'The sync was paused while the run was under way.'
  return { run: { ...run, outcome: 'stopped', failureSentence, finishedAt: new Date(runtime.now()) }, progress, retryInMs: null }
}

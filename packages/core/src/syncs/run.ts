import type { Context, Services } from '../context.ts'
import { newId } from '../runtime.ts'
import { attempt } from './attempt.ts'
import { type Ending, failed, interrupted, succeeded } from './ending.ts'
import { asFailure } from './failure.ts'
import { finishRun } from './finish.ts'
import { keepLease, type Lease, LeaseLost, leaseMs } from './lease.ts'
import { waitBeforeWrite } from './spacing.ts'
import type { LeasedSync, RunRequest } from './store.ts'
import type { SyncRun } from './sync.ts'
import { asSync } from './system.ts'

/** Runs of one credential at once, on however many nodes: what a cloud allows an account is shared by all of its syncs. */
const perCredential = 2

export interface RunOptions {
  /** Told of what should not have happened; the run is tried again. */
  onUnexpected?(error: unknown, syncId: string): void
}

/**
 * Makes the destination of a sync equal, if the sync is due and nobody else works on it: takes a lease, reads both sides, writes what differs, and
 * tells how it went. Answers the credential that it used; null when there was nothing to do here.
 */
export async function runSync(syncId: string, services: Services, options: RunOptions = {}): Promise<{ credentialId: string } | null> {
  const context = asSync(services)
  const { syncs } = context.stores
  const leased = await syncs.lease(syncId, { leaseMs, perCredential })
  if (!leased) return null
  const { sync, progress } = leased
  const answer = { credentialId: sync.credentialId }
  const waitMs = hasToWait(leased) ? waitBeforeWrite(leased.recentWrites, context.runtime.now()) : 0
  if (waitMs > 0) {
    await syncs.postpone(sync.id, progress.leaseNumber, waitMs)
    return answer
  }
  await work(leased, context, options)
  return answer
}

/** Whoever asks for a run gets one; changes keep to the pace. */
const hasToWait = ({ reason }: LeasedSync): boolean => reason === 'changed'

async function work(leased: LeasedSync, context: Context, { onUnexpected = () => {} }: RunOptions): Promise<void> {
  const run = newRun(leased, context)
  const lease = keepLease(leased, context)
  try {
    if (!(await context.stores.syncs.saveRun(run))) return
    const ending = await endingOf(leased, run, lease, context, onUnexpected)
    const isKept = await finishRun(ending, leased, context)
    // Another node has the sync by now, and our write may have arrived after its own: somebody looks again.
    if (!isKept && run.writeToken !== null) await context.stores.syncs.request([run.syncId], lookAgain)
  } finally {
    lease.letGo()
  }
}

const lookAgain: RunRequest = { reason: 'drift_check', requestedBy: null, dueInMs: 0 }

async function endingOf(
  leased: LeasedSync,
  run: SyncRun,
  lease: Lease,
  context: Context,
  onUnexpected: NonNullable<RunOptions['onUnexpected']>,
): Promise<Ending> {
  try {
    return succeeded(leased, run, await attempt(leased, run, lease, context), context)
  } catch (thrown) {
    if (thrown instanceof LeaseLost) return interrupted(leased, run, context)
    const failure = asFailure(thrown)
    if (failure.code === 'internal_error') onUnexpected(thrown, run.syncId)
    return failed(leased, run, failure, context)
  }
}

function newRun({ sync, progress, reason, requestedBy, queuedAt }: LeasedSync, { runtime }: Context): SyncRun {
  return {
    id: newId(runtime),
    organisationId: sync.organisationId,
    syncId: sync.id,
    generation: progress.wantedGeneration,
    attempt: progress.attempts + 1,
    reason,
    requestedBy,
    leaseNumber: progress.leaseNumber,
    writeToken: null,
    outcome: 'running',
    failure: null,
    failureSentence: null,
    missingAction: null,
    serverWrappedKeys: null,
    addedCount: 0,
    changedCount: 0,
    removedCount: 0,
    unchangedCount: 0,
    bytes: null,
    remoteVersionId: null,
    requestId: null,
    queuedAt,
    startedAt: new Date(runtime.now()),
    finishedAt: null,
    nextAttemptAt: null,
  }
}

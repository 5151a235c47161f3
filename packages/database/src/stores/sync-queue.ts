import type { LeasedSync, RunRequest, SyncQueue } from '@bonafide/core'
import { eq } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { syncProgress, syncs } from '../tables/index.ts'
import { namedStatement } from './statement.ts'
import * as statements from './sync-queue-statements.ts'

type Counted = { count: number }
type Identified = { syncId: string }
type Requested = 'reason' | 'requestedBy' | 'dueInMs'

const request = namedStatement<Requested | 'syncIds', Counted>('sync_request', statements.requestStatement)
const requestAffected = namedStatement<Requested | 'environmentId', Counted>('sync_request_affected', statements.requestAffectedStatement)
const lockCredential = namedStatement<'syncId', { locked: null }>('sync_lock_credential', statements.lockCredentialStatement)
const lease = namedStatement<'syncId' | 'leaseMs' | 'perCredential', Identified>('sync_lease', statements.leaseStatement)
const leased = namedStatement<'syncId', { recentWrites: number[]; sentTokens: string[] }>('sync_leased', statements.leasedStatement)
const renew = namedStatement<'syncId' | 'leaseNumber' | 'leaseMs', { sync_id: string }>('sync_renew', statements.renewStatement)
const postpone = namedStatement<'syncId' | 'leaseNumber' | 'inMs', Counted>('sync_postpone', statements.postponeStatement)
const saveRun = namedStatement<'run', { sync_id: string }>('sync_save_run', statements.saveRunStatement)
const finish = namedStatement<'run' | 'progress' | 'retryInMs', Counted>('sync_finish', statements.finishStatement)
const nextDue = namedStatement<'credentialId', Identified>('sync_next_due', statements.nextDueStatement)
const overdue = namedStatement<'limit', Identified>('sync_overdue', statements.overdueStatement)
const wake = namedStatement<'syncIds', Counted>('sync_wake', statements.wakeStatement)
const notLookedAt = namedStatement<'ms' | 'limit', Identified>('sync_not_looked_at', statements.notLookedAtStatement)
const purgeRuns = namedStatement<'days' | 'limit', { id: string }>('sync_purge_runs', statements.purgeRunsStatement)

const requestParameters = ({ reason, requestedBy, dueInMs }: RunRequest) => ({ reason, requestedBy, dueInMs })
const idsOf = (rows: readonly Identified[]): string[] => rows.map(({ syncId }) => syncId)

/** Syncs as nodes work on them. The row of a sync says what is due; jobs of graphile-worker only wake somebody up. */
export function createSyncQueue(db: Executor): SyncQueue {
  return {
    async request(syncIds, asked) {
      if (syncIds.length > 0) await request(db, { syncIds: [...syncIds], ...requestParameters(asked) })
    },

    async requestAffected(environmentId, asked) {
      const [row] = await requestAffected(db, { environmentId, ...requestParameters(asked) })
      return row?.count ?? 0
    },

    lease: (syncId, { leaseMs, perCredential }) =>
      db.transaction(async (transaction): Promise<LeasedSync | null> => {
        // Counted under a lock, so that two nodes never find room for the same last run.
        await lockCredential(transaction, { syncId })
        const [taken] = await lease(transaction, { syncId, leaseMs, perCredential })
        return taken ? leasedSync(transaction, syncId) : null
      }),

    async renewLease(syncId, leaseNumber, leaseMs) {
      return (await renew(db, { syncId, leaseNumber, leaseMs })).length > 0
    },

    async postpone(syncId, leaseNumber, inMs) {
      await postpone(db, { syncId, leaseNumber, inMs })
    },

    async saveRun(run) {
      return (await saveRun(db, { run: JSON.stringify(run) })).length > 0
    },

    async finish(run, progress, retryInMs) {
      const parameters = { run: JSON.stringify(run), progress: JSON.stringify(progress), retryInMs }
      return ((await finish(db, parameters))[0]?.count ?? 0) > 0
    },

    async nextDue(credentialId) {
      return (await nextDue(db, { credentialId }))[0]?.syncId ?? null
    },

    overdue: async (limit) => idsOf(await overdue(db, { limit })),

    async wake(syncIds) {
      if (syncIds.length > 0) await wake(db, { syncIds: [...syncIds] })
    },

    notLookedAtFor: async (ms, limit) => idsOf(await notLookedAt(db, { ms, limit })),

    purgeRuns: async (days, limit) => (await purgeRuns(db, { days, limit })).length,
  }
}

async function leasedSync(db: Executor, syncId: string): Promise<LeasedSync | null> {
  const [row] = await db.select().from(syncs).innerJoin(syncProgress, eq(syncProgress.syncId, syncs.id)).where(eq(syncs.id, syncId))
  const [known] = await leased(db, { syncId })
  if (!row || !known) return null
  const { createdByMemberId, deletedAt, ...sync } = row.syncs
  const { reason, requestedBy, requestedAt, ...progress } = row.sync_progress
  const recentWrites = known.recentWrites.map((at) => new Date(at))
  return { sync, progress, reason, requestedBy, queuedAt: requestedAt, recentWrites, sentTokens: known.sentTokens }
}

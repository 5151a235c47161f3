import type { Sync, SyncFilter, SyncProgress, SyncRecords, SyncRun } from '@bonafide/core'
import { and, desc, eq, ilike, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { syncProgress, syncRuns, syncs } from '../tables/index.ts'
import { orConflict } from './conflicts.ts'
import { containing, idContaining, listingOf, pageOf } from './pages.ts'

const live = isNull(syncs.deletedAt)

export function createSyncRecords(db: Executor): SyncRecords {
  /** Whatever runs has lost its sync: what it would write about it is out of date. */
  const endLease = { leaseNumber: sql`${syncProgress.leaseNumber} + 1`, leasedUntil: null }

  return {
    async insert(sync, known, createdByMemberId) {
      await orConflict(db.insert(syncs).values({ ...sync, createdByMemberId }))
      await db.insert(syncProgress).values({
        syncId: sync.id,
        ...known,
        wantedGeneration: 0,
        doneGeneration: 0,
        reason: 'created',
        requestedAt: sync.createdAt,
        attempts: 0,
        leaseNumber: 0,
      })
    },

    async find(organisationId, id, options) {
      const query = db
        .select()
        .from(syncs)
        .where(and(eq(syncs.id, id), eq(syncs.organisationId, organisationId), live))
      const [row] = await (options?.lock ? query.for('update') : query)
      return row ? toSync(row) : null
    },

    async findMany(organisationId, ids) {
      if (ids.length === 0) return []
      const rows = await db
        .select()
        .from(syncs)
        .where(and(eq(syncs.organisationId, organisationId), inArray(syncs.id, [...ids]), live))
      return rows.map(toSync)
    },

    async atPlace(place) {
      const [row] = await db
        .select({ id: syncs.id, organisationId: syncs.organisationId })
        .from(syncs)
        .where(and(eq(syncs.place, place), live))
      return row ?? null
    },

    async list(organisationId, filter, environmentIds, page) {
      const where = and(
        eq(syncs.organisationId, organisationId),
        live,
        environmentIds === null ? undefined : inArray(syncs.environmentId, [...environmentIds]),
        wanted(filter),
      )
      return pageOf(db, listingOf(db, syncs, where, toSync), page)
    },

    async update({ id, organisationId, createdAt, ...changes }) {
      await orConflict(db.update(syncs).set(changes).where(eq(syncs.id, id)))
    },

    async replaceKnown(id, known) {
      await db
        .update(syncProgress)
        .set({ ...known, ...endLease })
        .where(eq(syncProgress.syncId, id))
    },

    async remove(id, at) {
      await db.update(syncs).set({ deletedAt: at, updatedAt: at }).where(eq(syncs.id, id))
      await db
        .update(syncProgress)
        .set({ ...endLease, dueAt: null })
        .where(eq(syncProgress.syncId, id))
    },

    async removeOfApp(appId, at) {
      const gone = await db
        .update(syncs)
        .set({ deletedAt: at, updatedAt: at })
        .where(and(eq(syncs.appId, appId), live))
        .returning({ id: syncs.id })
      const ids = gone.map(({ id }) => id)
      if (ids.length === 0) return ids
      await db
        .update(syncProgress)
        .set({ ...endLease, dueAt: null })
        .where(inArray(syncProgress.syncId, ids))
      return ids
    },

    async ofApp(appId) {
      const rows = await db
        .select()
        .from(syncs)
        .where(and(eq(syncs.appId, appId), live))
        .orderBy(syncs.id)
      return rows.map(toSync)
    },

    async findProgress(syncIds) {
      if (syncIds.length === 0) return []
      const rows = await db
        .select()
        .from(syncProgress)
        .where(inArray(syncProgress.syncId, [...syncIds]))
      return rows.map(toProgress)
    },

    async lastRuns(syncIds) {
      if (syncIds.length === 0) return []
      return db
        .selectDistinctOn([syncRuns.syncId])
        .from(syncRuns)
        .where(inArray(syncRuns.syncId, [...syncIds]))
        .orderBy(syncRuns.syncId, desc(syncRuns.id))
    },

    listRuns: (syncId, page) =>
      pageOf(
        db,
        listingOf(db, syncRuns, eq(syncRuns.syncId, syncId), (run): SyncRun => run),
        page,
      ),
  }
}

function wanted({ appId, environmentId, credentialId, destination, search, state }: SyncFilter): SQL | undefined {
  return and(
    appId ? eq(syncs.appId, appId) : undefined,
    environmentId ? eq(syncs.environmentId, environmentId) : undefined,
    credentialId ? eq(syncs.credentialId, credentialId) : undefined,
    destination ? eq(syncs.destination, destination) : undefined,
    search ? or(ilike(syncs.place, containing(search)), idContaining(syncs.id, search)) : undefined,
    state ? sql`${stateOf(state.asOf)} = ${state.is}` : undefined,
  )
}

/** What `stateOf` of core says, for a row of `syncs`. */
const stateOf = (now: Date): SQL => sql`(select case
    when ${isNotNull(syncs.pausedAt)} then 'paused'
    when ${syncProgress.leasedUntil} > ${now.toISOString()}::timestamptz then 'running'
    when ${syncProgress.failure} is not null then case when ${syncProgress.dueAt} is null then 'needs_attention' else 'retrying' end
    when ${syncProgress.dueAt} is null then 'synced'
    else 'pending' end
  from ${syncProgress} where ${syncProgress.syncId} = ${syncs.id})`

function toSync({ createdByMemberId, deletedAt, ...sync }: typeof syncs.$inferSelect): Sync {
  return sync
}

function toProgress({ reason, requestedBy, requestedAt, ...progress }: typeof syncProgress.$inferSelect): SyncProgress {
  return progress
}

import type { CloudCredential, CredentialStore } from '@bonafide/core'
import { and, eq, ilike, inArray, isNull, ne, or, sql } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { credentials, externalIdDrafts, syncs } from '../tables/index.ts'
import { orConflict } from './conflicts.ts'
import { usageOfCredentials } from './credential-usage.ts'
import { containing, idContaining, listingOf, pageOf, textKey } from './pages.ts'

const live = isNull(credentials.deletedAt)
const keys = { name: textKey(credentials.name) }

export function createCredentialStore(db: Executor): CredentialStore {
  return {
    async insert(credential, createdByMemberId) {
      await orConflict(db.insert(credentials).values({ ...credential, createdByMemberId }))
    },

    async find(organisationId, id, options) {
      const query = db
        .select()
        .from(credentials)
        .where(and(eq(credentials.id, id), eq(credentials.organisationId, organisationId), live))
      const [row] = await (options?.lock ? query.for('update') : query)
      return row ? toCredential(row) : null
    },

    async findMany(organisationId, ids) {
      if (ids.length === 0) return []
      const wanted = and(eq(credentials.organisationId, organisationId), inArray(credentials.id, [...ids]), live)
      return (await db.select().from(credentials).where(wanted)).map(toCredential)
    },

    list(organisationId, { search, kind }, page) {
      const pattern = containing(search ?? '')
      const where = and(
        eq(credentials.organisationId, organisationId),
        live,
        kind ? eq(credentials.kind, kind) : undefined,
        search
          ? or(ilike(credentials.name, pattern), ilike(credentials.account, pattern), idContaining(credentials.id, search))
          : undefined,
      )
      return pageOf(db, listingOf(db, credentials, where, toCredential, keys), page)
    },

    async nameTaken(organisationId, name, exceptId) {
      const [row] = await db
        .select({ id: credentials.id })
        .from(credentials)
        .where(
          and(
            eq(credentials.organisationId, organisationId),
            sql`lower(${credentials.name}) = lower(${name})`,
            live,
            exceptId === null ? undefined : ne(credentials.id, exceptId),
          ),
        )
        .limit(1)
      return row !== undefined
    },

    async update({ id, organisationId, createdAt, ...changes }) {
      await orConflict(db.update(credentials).set(changes).where(eq(credentials.id, id)))
    },

    async keepCheck(id, version, found) {
      await db
        .update(credentials)
        .set(found)
        .where(and(eq(credentials.id, id), eq(credentials.version, version), live))
    },

    async remove(id, at) {
      await db.update(credentials).set({ deletedAt: at, updatedAt: at, serverWrappedSecret: null }).where(eq(credentials.id, id))
    },

    usage: (organisationId, ids, holder) => usageOfCredentials(db, { organisationId, ids, holder }),

    async syncsOf(id) {
      const using = and(eq(syncs.credentialId, id), isNull(syncs.deletedAt))
      return (await db.select({ id: syncs.id }).from(syncs).where(using).orderBy(syncs.id)).map((sync) => sync.id)
    },

    async pauseSyncs(id, { at, by }) {
      const running = and(eq(syncs.credentialId, id), isNull(syncs.deletedAt), isNull(syncs.pausedAt))
      const changes = { pausedAt: at, pausedBy: by, updatedAt: at, version: sql`${syncs.version} + 1` }
      return db.update(syncs).set(changes).where(running).returning({ id: syncs.id, place: syncs.place })
    },

    async findIssued(externalId) {
      const [draft] = await db
        .select({ organisationId: externalIdDrafts.organisationId })
        .from(externalIdDrafts)
        .where(eq(externalIdDrafts.externalId, externalId))
      if (draft) return { ...draft, waits: true }
      // Of deleted credentials too: what was issued once is never anybody's again.
      const [used] = await db
        .select({ organisationId: credentials.organisationId })
        .from(credentials)
        .where(and(eq(credentials.externalId, externalId), eq(credentials.externalIdIssued, true)))
      return used ? { ...used, waits: false } : null
    },

    async findDraft(organisationId, holderId) {
      const wanted = and(eq(externalIdDrafts.organisationId, organisationId), eq(externalIdDrafts.holderId, holderId))
      const [row] = await db.select().from(externalIdDrafts).where(wanted)
      return row ?? null
    },

    async insertDraft(draft) {
      await orConflict(db.insert(externalIdDrafts).values(draft))
    },

    async takeDraft(organisationId, externalId) {
      const wanted = and(eq(externalIdDrafts.organisationId, organisationId), eq(externalIdDrafts.externalId, externalId))
      return (await db.delete(externalIdDrafts).where(wanted).returning({ id: externalIdDrafts.id })).length > 0
    },
  }
}

function toCredential({ createdByMemberId, deletedAt, ...credential }: typeof credentials.$inferSelect): CloudCredential {
  return credential
}

import type { ExternalIdentity, ExternalIdentityStore, ExternalIdentityVersion } from '@bonafide/core'
import { and, eq, gt, ilike, inArray, isNull, not, or, type SQL, sql } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { exchanges, externalIdentities, externalIdentityVersions, identityBindings } from '../tables/index.ts'
import { orConflict } from './conflicts.ts'
import { containing, idContaining, instantKey, listingOf, pageOf, textKey } from './pages.ts'

const identities = externalIdentities
const versions = externalIdentityVersions
const live = isNull(identities.deletedAt)

// One look at an index per identity: ids of exchanges sort by time. Tables are named in full, since columns of a single table are not.
const lastExchangeAt = sql`(
  select ${exchanges}.at from ${exchanges} where ${exchanges}.external_identity_id = ${identities}.id order by ${exchanges}.id desc limit 1)`
const isBound = sql`exists (select from ${identityBindings} where ${identityBindings.externalIdentityId} = ${identities.id})`
const keys = { name: textKey(identities.name), lastExchangeAt: instantKey(lastExchangeAt, 'first') }

export function createExternalIdentityStore(db: Executor): ExternalIdentityStore {
  return {
    async insert(identity, createdByMemberId) {
      await orConflict(db.insert(identities).values({ ...identity, createdByMemberId }))
    },

    async find(organisationId, id, options) {
      const query = db
        .select()
        .from(identities)
        .where(and(eq(identities.id, id), eq(identities.organisationId, organisationId), live))
      const [row] = await (options?.lock ? query.for('update') : query)
      return row ? toIdentity(row) : null
    },

    async findMany(organisationId, ids, options) {
      if (ids.length === 0) return []
      const query = db
        .select()
        .from(identities)
        .where(and(eq(identities.organisationId, organisationId), inArray(identities.id, [...ids]), live))
        .orderBy(identities.id)
      const rows = await (options?.lock ? query.for('share') : query)
      return rows.map(toIdentity)
    },

    async listOfProvider(organisationId, provider, limit) {
      const rows = await db
        .select()
        .from(identities)
        .where(and(eq(identities.organisationId, organisationId), eq(identities.provider, provider), live))
        .orderBy(identities.id)
        .limit(limit)
      return rows.map(toIdentity)
    },

    async listReal(organisationId, after, limit) {
      const beyond = after === undefined ? undefined : gt(identities.id, after)
      const rows = await db
        .select()
        .from(identities)
        .where(and(eq(identities.organisationId, organisationId), eq(identities.simulated, false), live, beyond))
        .orderBy(identities.id)
        .limit(limit)
      return rows.map(toIdentity)
    },

    list(organisationId, { provider, search, enabled, bound, simulated }, page) {
      const where = and(
        eq(identities.organisationId, organisationId),
        live,
        provider ? eq(identities.provider, provider) : undefined,
        search ? matching(search) : undefined,
        enabled === undefined ? undefined : eq(identities.enabled, enabled),
        simulated === undefined ? undefined : eq(identities.simulated, simulated),
        bound === undefined ? undefined : bound ? isBound : not(isBound),
      )
      return pageOf(db, listingOf(db, identities, where, toIdentity, keys), page)
    },

    async update(identity) {
      const { id, name, description, config, tokenName, defaultTtlSeconds, maxTtlSeconds, enabled, reportOnlySince, version, updatedAt } =
        identity
      const lifetimes = { defaultTtlSeconds, maxTtlSeconds }
      const changes = { name, description, config, tokenName, ...lifetimes, enabled, reportOnlySince, version, updatedAt }
      await orConflict(db.update(identities).set(changes).where(eq(identities.id, id)))
    },

    async keepVersion(externalIdentityId, version) {
      await db.insert(versions).values({ ...version, externalIdentityId })
    },

    listVersions: (identityId, page) => pageOf(db, listingOf(db, versions, eq(versions.externalIdentityId, identityId), toVersion), page),

    async findVersion(identityId, version) {
      const wanted = and(eq(versions.externalIdentityId, identityId), eq(versions.version, version))
      const [row] = await db.select().from(versions).where(wanted)
      return row ? toVersion(row) : null
    },

    async remove(id) {
      const now = sql`now()`
      await db.update(identities).set({ deletedAt: now, updatedAt: now }).where(eq(identities.id, id))
      await db.delete(identityBindings).where(eq(identityBindings.externalIdentityId, id))
    },
  }
}

function matching(search: string): SQL | undefined {
  const pattern = containing(search)
  return or(ilike(identities.name, pattern), ilike(identities.description, pattern), idContaining(identities.id, search))
}

type IdentityRow = typeof identities.$inferSelect

function toIdentity({ deletedAt: _deleted, createdByMemberId: _creator, ...identity }: IdentityRow): ExternalIdentity {
  return identity
}

const toVersion = ({ externalIdentityId: _identity, ...version }: typeof versions.$inferSelect): ExternalIdentityVersion => version

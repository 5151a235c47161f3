import type { IssuerHealthStore, IssuerObservation, IssuerRecord, WatchedIdentity } from '@bonafide/core'
import { and, desc, eq, inArray, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { externalIdentities, issuerHealth } from '../tables/index.ts'
import { keepIssuerHealth } from './issuer-health-statement.ts'

const identities = externalIdentities
const health = issuerHealth
const live = isNull(identities.deletedAt)
const enabled = and(live, eq(identities.enabled, true), eq(identities.simulated, false))
// Key sets and certificates are long, and say nothing of an issuer's health.
const shortConfig = sql<unknown>`${identities.config} - '{jwks,certificateAuthority}'::text[]`

export function createIssuerHealthStore(db: Executor): IssuerHealthStore {
  const watched = (where: SQL | undefined) =>
    db
      .select({
        id: identities.id,
        name: identities.name,
        provider: identities.provider,
        enabled: identities.enabled,
        simulated: identities.simulated,
        config: shortConfig,
        record: health,
      })
      .from(identities)
      .leftJoin(health, eq(health.externalIdentityId, identities.id))
      .where(where)

  return {
    async keep(observations) {
      if (observations.length > 0) await keepIssuerHealth(db, { observations: JSON.stringify(observations.map(flat)) })
    },

    async list(organisationId, providers, limit) {
      const rows = await watched(and(eq(identities.organisationId, organisationId), inArray(identities.provider, [...providers]), live))
        .orderBy(desc(sql`${health.failingSince} is not null`), health.certificateEndsAt, identities.id)
        .limit(limit)
      return rows.map(toWatched)
    },

    async find(organisationId, identityId) {
      const [row] = await watched(and(eq(identities.organisationId, organisationId), eq(identities.id, identityId), live))
      return row ? toWatched(row) : null
    },

    quiet(providers, before, failingBefore, limit) {
      const { askedAt, failingSince } = health
      const isDue = sql`${askedAt} < case when ${failingSince} is null then ${before.toISOString()}::timestamptz else ${failingBefore.toISOString()}::timestamptz end`
      return db
        .select({ id: identities.id, provider: identities.provider, config: identities.config })
        .from(identities)
        .leftJoin(health, eq(health.externalIdentityId, identities.id))
        .where(and(enabled, inArray(identities.provider, [...providers]), or(isNull(askedAt), isDue, lt(askedAt, identities.updatedAt))))
        .orderBy(sql`${askedAt} nulls first`)
        .limit(limit)
    },

    async count(providers) {
      const counted = (condition: SQL) => sql<number>`(count(*) filter (where ${condition}))::int`
      const [row] = await db
        .select({
          answering: counted(sql`${health.askedAt} is not null and ${health.failingSince} is null`),
          failing: counted(sql`${health.failingSince} is not null`),
          unknown: counted(sql`${health.askedAt} is null`),
        })
        .from(identities)
        .leftJoin(health, eq(health.externalIdentityId, identities.id))
        .where(and(enabled, inArray(identities.provider, [...providers])))
      return row ?? { answering: 0, failing: 0, unknown: 0 }
    },
  }
}

type Row = Omit<WatchedIdentity, 'record'> & { record: typeof health.$inferSelect | null }

function toWatched({ record, ...identity }: Row): WatchedIdentity {
  return { ...identity, record: record ? toRecord(record) : null }
}

function toRecord({
  externalIdentityId: _id,
  keyFingerprint: _fingerprint,
  tokenOffsetAt: _at,
  ...record
}: typeof health.$inferSelect): IssuerRecord {
  return record
}

/** One object of plain members, as `jsonb_to_recordset` reads it. */
function flat({ identityId, answer, tokenOffsetMs }: IssuerObservation) {
  const { keys } = answer ?? {}
  const instantOf = (milliseconds: number | null | undefined) =>
    milliseconds === null || milliseconds === undefined ? null : new Date(milliseconds).toISOString()
  return {
    id: identityId,
    place: answer?.place ?? '',
    asked_at: instantOf(answer?.askedAt),
    answered: answer?.answered ?? null,
    problem: answer?.problem?.slice(0, 1000).replaceAll('\u0000', '') ?? null,
    milliseconds: answer ? Math.round(answer.milliseconds) : null,
    key_count: keys?.usable ?? null,
    unusable_key_count: keys?.unusable ?? null,
    weak_key_count: keys?.weak ?? null,
    algorithms: keys?.algorithms ?? null,
    key_fingerprint: keys?.fingerprint ?? null,
    certificate_ends_at: instantOf(answer?.certificateEndsAt),
    server_offset_ms: bounded(answer?.serverOffsetMs),
    token_offset_ms: bounded(tokenOffsetMs),
  }
}

/** A clock may be off by years; the column holds three weeks. */
const bounded = (milliseconds: number | null | undefined): number | null =>
  milliseconds === null || milliseconds === undefined ? null : Math.round(Math.min(Math.max(milliseconds, -2e9), 2e9))

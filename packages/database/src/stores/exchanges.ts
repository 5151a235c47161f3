import type { CandidateAccount, CandidateIdentity, Candidates, ExchangeStore, GrantOutcome } from '@bonafide/core'
import { and, eq, gte, ilike, inArray, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { exchanges, usedProofs } from '../tables/index.ts'
import { daysAgo } from './days-ago.ts'
import { containing, pageOf } from './pages.ts'
import { namedStatement } from './statement.ts'

/** Channel on which nodes tell each other of new exchanges: `{"organisationId": …, "id": …}`. */
export const exchangeChannel = 'bonafide_exchanges'

export function createExchangeStore(db: Executor): ExchangeStore {
  return {
    candidates: async (serviceAccountId, provider) => toCandidates(await selectCandidates(db, { serviceAccountId, provider })),

    async grant({ exchange, token, proof, steps }) {
      const [row] = await grantStatement(db, {
        exchangeId: exchange.id,
        organisationId: exchange.organisationId,
        serviceAccountId: exchange.serviceAccountId,
        identityId: exchange.externalIdentityId,
        identityVersion: exchange.identityVersion,
        provider: exchange.provider,
        principal: exchange.principal,
        ttlSeconds: exchange.ttlSeconds,
        ip: exchange.ip,
        userAgent: exchange.userAgent,
        requestId: exchange.requestId,
        durationMs: exchange.durationMs,
        tokenId: token.id,
        tokenName: token.name,
        valueHash: token.valueHash,
        identityKey: token.identityKey,
        wrappedKeyShare: token.wrappedKeyShare,
        maxTtlSeconds: token.maxTtlSeconds,
        proofHash: proof.hash,
        proofEndsAt: proof.endsAt,
        singleUse: proof.singleUse,
        acceptedSteps: JSON.stringify(steps.accepted),
        replayedSteps: JSON.stringify(steps.replayed),
        changedSteps: JSON.stringify(steps.changed),
      })
      if (!row) throw new Error('the exchange left no row')
      return row.outcome
    },

    async refuse(exchange) {
      await refuseStatement(db, {
        exchangeId: exchange.id,
        organisationId: exchange.organisationId,
        code: exchange.code,
        provider: exchange.provider,
        serviceAccountId: exchange.serviceAccountId,
        identityId: exchange.externalIdentityId,
        identityVersion: exchange.identityVersion,
        principal: exchange.principal,
        ip: exchange.ip,
        userAgent: exchange.userAgent,
        requestId: exchange.requestId,
        durationMs: exchange.durationMs,
        steps: JSON.stringify(exchange.steps),
      })
    },

    list(organisationId, filter, page) {
      const { outcome, code, provider, identityId, serviceAccountId, search, since, until } = filter
      const where = and(
        eq(exchanges.organisationId, organisationId),
        outcome ? eq(exchanges.outcome, outcome) : undefined,
        code ? sql`${exchanges.code} = ${code}` : undefined,
        provider ? eq(exchanges.provider, provider) : undefined,
        identityId ? eq(exchanges.externalIdentityId, identityId) : undefined,
        serviceAccountId ? eq(exchanges.serviceAccountId, serviceAccountId) : undefined,
        search ? matching(search) : undefined,
        since ? gte(exchanges.at, since) : undefined,
        until ? lt(exchanges.at, until) : undefined,
      )
      return pageOf(db, exchanges, exchanges.id, where, page, (raw) => raw as typeof exchanges.$inferSelect)
    },

    async find(organisationId, id) {
      const [row] = await db
        .select()
        .from(exchanges)
        .where(and(eq(exchanges.id, id), eq(exchanges.organisationId, organisationId)))
      return row ?? null
    },

    async purgeUnattributed(limit) {
      const strays = db
        .select({ id: exchanges.id })
        .from(exchanges)
        .where(and(isNull(exchanges.organisationId), lt(exchanges.at, sql`now() - interval '1 day'`)))
        .limit(limit)
      const deleted = await db.delete(exchanges).where(inArray(exchanges.id, strays)).returning({ id: exchanges.id })
      return deleted.length
    },

    async purgeProofs(limit) {
      const ended = db.select({ hash: usedProofs.proofHash }).from(usedProofs).where(lt(usedProofs.expiresAt, sql`now()`)).limit(limit)
      const deleted = await db.delete(usedProofs).where(inArray(usedProofs.proofHash, ended)).returning({ hash: usedProofs.proofHash })
      return deleted.length
    },

    async purge(outcome, days, limit) {
      const old = db
        .select({ id: exchanges.id })
        .from(exchanges)
        .where(and(eq(exchanges.outcome, outcome), lt(exchanges.at, daysAgo(days))))
        .limit(limit)
      const deleted = await db.delete(exchanges).where(inArray(exchanges.id, old)).returning({ id: exchanges.id })
      return deleted.length
    },
  }
}

function matching(search: string): SQL | undefined {
  const pattern = containing(search)
  return or(ilike(exchanges.principal, pattern), ilike(exchanges.ip, pattern), ilike(exchanges.requestId, pattern))
}

// Left joins, so that an account without identities is still told from an unknown one, in one round trip.
const selectCandidates = namedStatement<'serviceAccountId' | 'provider', CandidateRow>(
  'exchange_candidates',
  `
  select a.id as account_id, a.organisation_id, a.name as account_name, a.identity_key, a.server_wrapped_keyring, a.simulated,
         a.disabled_at is not null as disabled,
         i.id, i.name, i.version, i.enabled, i.config, i.token_name, i.default_ttl_seconds, i.max_ttl_seconds
  from service_accounts a
  left join (identity_bindings b join external_identities i on i.id = b.external_identity_id)
    on b.service_account_id = a.id and i.provider = :provider and i.deleted_at is null
   and i.organisation_id = a.organisation_id and i.simulated = a.simulated
  where a.id = :serviceAccountId::uuid and a.deleted_at is null
  order by i.id`,
)

// NOTIFY makes commits wait for each other, flush and all, so it is sent only while somebody of the organisation watches.
const notification = `(
  select pg_notify('${exchangeChannel}', json_build_object('organisationId', exchange.organisation_id, 'id', exchange.id)::text)
  where exists (select from exchange_watchers w where w.organisation_id = exchange.organisation_id and w.until > now()))`

type Shared =
  | 'exchangeId'
  | 'organisationId'
  | 'serviceAccountId'
  | 'identityId'
  | 'identityVersion'
  | 'provider'
  | 'principal'
  | 'ip'
  | 'userAgent'
  | 'requestId'
  | 'durationMs'

const refuseStatement = namedStatement<Shared | 'code' | 'steps', Record<string, never>>(
  'exchange_refuse',
  `
  with exchange as (
    insert into exchanges (id, organisation_id, outcome, code, provider, service_account_id, external_identity_id, identity_version,
      principal, ip, user_agent, request_id, duration_ms, steps)
    values (:exchangeId, :organisationId, 'refused', :code, :provider, :serviceAccountId, :identityId, :identityVersion,
      :principal, :ip, :userAgent, :requestId, :durationMs, :steps)
    returning id, organisation_id)
  select ${notification} from exchange`,
)

type GrantParameter =
  | Shared
  | 'ttlSeconds'
  | 'tokenId'
  | 'tokenName'
  | 'valueHash'
  | 'identityKey'
  | 'wrappedKeyShare'
  | 'maxTtlSeconds'
  | 'proofHash'
  | 'proofEndsAt'
  | 'singleUse'
  | 'acceptedSteps'
  | 'replayedSteps'
  | 'changedSteps'

/**
 * Everything that an accepted exchange leaves, or the reason why it leaves something else, in one statement and so in one transaction.
 * `for share` makes it wait for whoever is disabling, unbinding or editing right now and then see the result; the primary key of
 * `used_proofs` makes parallel sends of one proof wait for each other.
 */
const grantStatement = namedStatement<GrantParameter, { outcome: GrantOutcome }>(
  'exchange_grant',
  `
  with live as materialized (
    select i.id
    from external_identities i
    join identity_bindings b on b.external_identity_id = i.id and b.service_account_id = :serviceAccountId::uuid
    join service_accounts a on a.id = b.service_account_id
    where i.id = :identityId::uuid and i.version = :identityVersion::integer and i.enabled and i.deleted_at is null
      and a.disabled_at is null and a.deleted_at is null and a.server_wrapped_keyring is not null
    for share of i, b, a
  ), proof as (
    insert into used_proofs (proof_hash, expires_at)
    select :proofHash::bytea, :proofEndsAt::timestamptz from live
    on conflict do nothing
    returning 1
  ), verdict as (
    select case
      when not exists (select from live) then 'changed'
      when :singleUse::boolean and not exists (select from proof) then 'replayed'
      else 'accepted' end as outcome
  ), token as (
    insert into service_account_tokens (id, service_account_id, name, value_hash, identity_key, wrapped_key_share, external_identity_id,
      exchange_id, principal, max_ttl_seconds, expires_at)
    select :tokenId::uuid, :serviceAccountId::uuid, :tokenName::text, :valueHash::bytea, :identityKey::text, :wrappedKeyShare::text,
      :identityId::uuid, :exchangeId::uuid, :principal::text, :maxTtlSeconds::integer, now() + :ttlSeconds::integer * interval '1 second'
    from verdict where outcome = 'accepted'
  ), exchange as (
    insert into exchanges (id, organisation_id, outcome, code, provider, service_account_id, external_identity_id, identity_version,
      token_id, principal, ttl_seconds, ip, user_agent, request_id, duration_ms, steps)
    select :exchangeId::uuid, :organisationId::uuid, case outcome when 'accepted' then 'accepted' else 'refused' end,
      case outcome when 'replayed' then 'replayed' when 'changed' then 'identity_disabled' end, :provider::text,
      :serviceAccountId::uuid, :identityId::uuid, :identityVersion::integer,
      case outcome when 'accepted' then :tokenId::uuid end, :principal::text,
      case outcome when 'accepted' then :ttlSeconds::integer end, :ip::text, :userAgent::text, :requestId::text, :durationMs::integer,
      case outcome when 'accepted' then :acceptedSteps::jsonb when 'replayed' then :replayedSteps::jsonb else :changedSteps::jsonb end
    from verdict
    returning id, organisation_id
  )
  select verdict.outcome, ${notification} from verdict, exchange`,
)

// The row of the driver: snake case, and null columns where no identity is bound.
type CandidateRow = Record<string, unknown> & { account_id: string; id: string | null }

function toCandidates(rows: readonly CandidateRow[]): Candidates {
  const [first] = rows
  if (!first) return { account: null, identities: [] }
  const account = {
    id: first.account_id,
    organisationId: first.organisation_id,
    name: first.account_name,
    identityKey: first.identity_key,
    serverWrappedKeyring: first.server_wrapped_keyring,
    simulated: first.simulated,
    disabled: first.disabled,
  } as CandidateAccount
  const identities = rows
    .filter((row) => row.id !== null)
    .map(
      (row) =>
        ({
          id: row.id,
          name: row.name,
          version: row.version,
          enabled: row.enabled,
          config: row.config,
          tokenName: row.token_name,
          defaultTtlSeconds: row.default_ttl_seconds,
          maxTtlSeconds: row.max_ttl_seconds,
        }) as CandidateIdentity,
    )
  return { account, identities }
}

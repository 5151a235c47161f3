import type { CandidateAccount, CandidateIdentity, Candidates, ExchangeStore, Grant, GrantOutcome } from '@bonafide/core'
import { and, eq, gte, ilike, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { exchanges, usedProofs } from '../tables/index.ts'
import { daysAgo } from './days-ago.ts'
import { containing, pageOf } from './pages.ts'

/** Channel on which nodes tell each other of new exchanges: `{"organisationId": …, "id": …}`. */
export const exchangeChannel = 'bonafide_exchanges'

export function createExchangeStore(db: Executor): ExchangeStore {
  return {
    async candidates(serviceAccountId, provider) {
      // Left joins, so that an account without identities is still told from an unknown one, in one round trip.
      const result = await db.execute<CandidateRow>(sql`
        select a.id as account_id, a.organisation_id, a.name as account_name, a.identity_key, a.server_wrapped_keyring, a.simulated,
               a.disabled_at is not null as disabled,
               i.id, i.name, i.version, i.enabled, i.config, i.token_name, i.default_ttl_seconds, i.max_ttl_seconds
        from service_accounts a
        left join (identity_bindings b join external_identities i on i.id = b.external_identity_id)
          on b.service_account_id = a.id and i.provider = ${provider} and i.deleted_at is null
         and i.organisation_id = a.organisation_id and i.simulated = a.simulated
        where a.id = ${serviceAccountId} and a.deleted_at is null
        order by i.id`)
      return toCandidates(result.rows)
    },

    async grant(grant) {
      const { rows } = await db.execute<{ outcome: GrantOutcome }>(grantStatement(grant))
      const outcome = rows[0]?.outcome
      if (!outcome) throw new Error('the exchange left no row')
      return outcome
    },

    async refuse(exchange) {
      await db.execute(sql`
        with exchange as (
          insert into exchanges (id, organisation_id, outcome, code, provider, service_account_id, external_identity_id, identity_version,
            principal, ip, user_agent, request_id, duration_ms, steps)
          values (${exchange.id}, ${exchange.organisationId}, 'refused', ${exchange.code}, ${exchange.provider}, ${exchange.serviceAccountId},
            ${exchange.externalIdentityId}, ${exchange.identityVersion}, ${exchange.principal}, ${exchange.ip}, ${exchange.userAgent},
            ${exchange.requestId}, ${exchange.durationMs}, ${JSON.stringify(exchange.steps)}::jsonb)
          returning id, organisation_id)
        select ${notification} from exchange where organisation_id is not null`)
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

const notification = sql`pg_notify(${exchangeChannel}, json_build_object('organisationId', exchange.organisation_id, 'id', exchange.id)::text)`

function matching(search: string): SQL | undefined {
  const pattern = containing(search)
  return or(ilike(exchanges.principal, pattern), ilike(exchanges.ip, pattern), ilike(exchanges.requestId, pattern))
}

/**
 * Everything that an accepted exchange leaves, or the reason why it leaves something else, in one statement and so in one transaction.
 * `for share` makes it wait for whoever is disabling, unbinding or editing right now and then see the result; the primary key of
 * `used_proofs` makes parallel sends of one proof wait for each other.
 */
function grantStatement({ exchange, token, proof, steps }: Grant): SQL {
  return sql`
    with live as materialized (
      select i.id
      from external_identities i
      join identity_bindings b on b.external_identity_id = i.id and b.service_account_id = ${exchange.serviceAccountId}
      join service_accounts a on a.id = b.service_account_id
      where i.id = ${exchange.externalIdentityId} and i.version = ${exchange.identityVersion} and i.enabled and i.deleted_at is null
        and a.disabled_at is null and a.deleted_at is null and a.server_wrapped_keyring is not null
      for share of i, b, a
    ), proof as (
      insert into used_proofs (proof_hash, expires_at)
      select ${Buffer.from(proof.hash)}, ${proof.endsAt.toISOString()}::timestamptz from live
      on conflict do nothing
      returning 1
    ), verdict as (
      select case
        when not exists (select from live) then 'changed'
        when ${proof.singleUse}::boolean and not exists (select from proof) then 'replayed'
        else 'accepted' end as outcome
    ), token as (
      insert into service_account_tokens (id, service_account_id, name, value_hash, identity_key, wrapped_key_share, external_identity_id,
        exchange_id, principal, max_ttl_seconds, expires_at)
      select ${exchange.tokenId}, ${exchange.serviceAccountId}, ${token.name}, ${Buffer.from(token.valueHash)}, ${token.identityKey},
        ${token.wrappedKeyShare}, ${exchange.externalIdentityId}, ${exchange.id}, ${exchange.principal}, ${token.maxTtlSeconds},
        now() + ${exchange.ttlSeconds} * interval '1 second'
      from verdict where outcome = 'accepted'
    ), exchange as (
      insert into exchanges (id, organisation_id, outcome, code, provider, service_account_id, external_identity_id, identity_version,
        token_id, principal, ttl_seconds, ip, user_agent, request_id, duration_ms, steps)
      select ${exchange.id}, ${exchange.organisationId}, case outcome when 'accepted' then 'accepted' else 'refused' end,
        case outcome when 'replayed' then 'replayed' when 'changed' then 'identity_disabled' end, ${exchange.provider},
        ${exchange.serviceAccountId}, ${exchange.externalIdentityId}, ${exchange.identityVersion},
        case outcome when 'accepted' then ${exchange.tokenId}::uuid end, ${exchange.principal},
        case outcome when 'accepted' then ${exchange.ttlSeconds}::integer end, ${exchange.ip}, ${exchange.userAgent}, ${exchange.requestId},
        ${exchange.durationMs},
        case outcome when 'accepted' then ${JSON.stringify(steps.accepted)}::jsonb when 'replayed' then ${JSON.stringify(steps.replayed)}::jsonb
          else ${JSON.stringify(steps.changed)}::jsonb end
      from verdict
      returning id, organisation_id
    )
    select verdict.outcome, ${notification} from verdict, exchange`
}

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

import type { GrantResult } from '@bonafide/core'
import { narrowingOfTarget, type SoughtParameter, target, targetMissed } from './narrowing-statements.ts'
import { namedStatement } from './statement.ts'

/** Channel on which nodes tell each other of new exchanges: `{"organisationId": …, "id": …}`. */
export const exchangeChannel = 'bonafide_exchanges'

// The row of the driver: snake case, and null columns where no identity is bound.
export type CandidateRow = Record<string, unknown> & {
  account_id: string
  id: string | null
  allowed_issuers: string[] | null
  policy_version: number | null
}

// Left joins, so that an account without identities is still told from an unknown one, in one round trip. The first row carries the policy.
export const selectCandidates = namedStatement<'serviceAccountId' | 'provider', CandidateRow>(
  'exchange_candidates',
  `
  select a.id as account_id, a.organisation_id, a.name as account_name, a.identity_key, a.server_wrapped_keyring, a.simulated,
         a.disabled_at is not null as disabled,
         i.id, i.name, i.version, i.enabled, i.report_only_since is not null as report_only, i.config, i.token_name, i.default_ttl_seconds,
         i.max_ttl_seconds, case when row_number() over (order by i.id) = 1 then p.allowed_issuers end as allowed_issuers,
         p.version as policy_version
  from service_accounts a
  left join trust_policies p on p.organisation_id = a.organisation_id
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

export const refuseStatement = namedStatement<Shared | 'code' | 'steps' | 'testimony', Record<string, never>>(
  'exchange_refuse',
  `
  with exchange as (
    insert into exchanges (id, organisation_id, outcome, code, provider, service_account_id, external_identity_id, identity_version,
      principal, ip, user_agent, request_id, duration_ms, steps)
    values (:exchangeId, :organisationId, 'refused', :code, :provider, :serviceAccountId, :identityId, :identityVersion,
      :principal, :ip, :userAgent, :requestId, :durationMs, :steps)
    returning id, organisation_id
  ), testimony as (
    insert into exchange_testimonies (exchange_id, testimony)
    select exchange.id, :testimony::jsonb from exchange where :testimony::jsonb is not null
  )
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
  | 'policyVersion'
  | 'acceptedSteps'
  | 'replayedSteps'
  | 'changedSteps'
  | 'unreachableSteps'
  | SoughtParameter
  | 'reportedCode'
  | 'testimony'

/**
 * Everything that an accepted exchange leaves, or the reason why it leaves something else, in one statement and so in one transaction.
 * The locks make it wait for whoever is disabling, unbinding, editing or changing the trust policy right now and then see the result; the primary key of
 * `used_proofs` makes parallel sends of one proof wait for each other.
 */
const grantText = (isNarrowed: boolean): string => `
  with live as materialized (
    select i.id
    from external_identities i
    join identity_bindings b on b.external_identity_id = i.id and b.service_account_id = :serviceAccountId::uuid
    join service_accounts a on a.id = b.service_account_id
    join organisations o on o.id = a.organisation_id
    where i.id = :identityId::uuid and i.version = :identityVersion::integer and i.enabled and i.deleted_at is null
      and a.disabled_at is null and a.deleted_at is null and a.server_wrapped_keyring is not null
      and o.trust_policy_version = :policyVersion::integer
    for share of i, b, a for key share of o
  ), proof as (
    insert into used_proofs (proof_hash, expires_at)
    select :proofHash::bytea, :proofEndsAt::timestamptz from live
    on conflict do nothing
    returning 1
  )${isNarrowed ? `, ${target}` : ''}, verdict as (
    select case
      when not exists (select from live) then 'changed'
      when :singleUse::boolean and not exists (select from proof) then 'replayed'
      ${isNarrowed ? `when ${targetMissed} then 'unreachable'` : ''}
      else 'accepted' end as outcome
  ), token as (
    insert into service_account_tokens (id, service_account_id, name, value_hash, identity_key, wrapped_key_share, external_identity_id,
      exchange_id, principal, reported, max_ttl_seconds, narrowing, expires_at)
    select :tokenId::uuid, :serviceAccountId::uuid, :tokenName::text, :valueHash::bytea, :identityKey::text, :wrappedKeyShare::text,
      :identityId::uuid, :exchangeId::uuid, :principal::text, :reportedCode::text is not null, :maxTtlSeconds::integer, ${isNarrowed ? narrowingOfTarget : 'null::jsonb'},
      now() + :ttlSeconds::integer * interval '1 second'
    from verdict where outcome = 'accepted'
    returning narrowing
  ), exchange as (
    insert into exchanges (id, organisation_id, outcome, code, provider, service_account_id, external_identity_id, identity_version,
      token_id, principal, ttl_seconds, ip, user_agent, request_id, duration_ms, steps, reported_code)
    select :exchangeId::uuid, :organisationId::uuid, case outcome when 'accepted' then 'accepted' else 'refused' end,
      case outcome when 'replayed' then 'replayed' when 'changed' then 'identity_disabled'
        when 'unreachable' then 'target_unreachable' end, :provider::text,
      :serviceAccountId::uuid, :identityId::uuid, :identityVersion::integer,
      case outcome when 'accepted' then :tokenId::uuid end, :principal::text,
      case outcome when 'accepted' then :ttlSeconds::integer end, :ip::text, :userAgent::text, :requestId::text, :durationMs::integer,
      case outcome when 'accepted' then :acceptedSteps::jsonb when 'replayed' then :replayedSteps::jsonb
        when 'unreachable' then :unreachableSteps::jsonb else :changedSteps::jsonb end,
      case outcome when 'accepted' then :reportedCode::text end
    from verdict
    returning id, organisation_id
  ), testimony as (
    insert into exchange_testimonies (exchange_id, testimony)
    select exchange.id, :testimony::jsonb from exchange, verdict where verdict.outcome = 'accepted' and :testimony::jsonb is not null
  )
  select verdict.outcome, (select narrowing from token), ${notification} from verdict, exchange`

export const grantStatement = namedStatement<GrantParameter, GrantResult>('exchange_grant', grantText(false))

/** The same for a token that is to be narrowed: it alone looks for apps and environments, so that no other login waits for whoever holds those. */
export const grantNarrowedStatement = namedStatement<GrantParameter, GrantResult>('exchange_grant_narrowed', grantText(true))

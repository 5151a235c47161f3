import type { OverviewStore } from '@bonafide/core'
import type { Executor } from '../executor.ts'
import { attention } from './attention.ts'
import { exchangeStats } from './exchange-stats.ts'
import { idAt } from './id-at.ts'
import { lastUsedOf } from './last-used.ts'
import { queueFigures } from './queue-figures.ts'
import { namedStatement } from './statement.ts'

const epochMs = (instant: string) => `(extract(epoch from ${instant}) * 1000)::float8`
const dateOf = (milliseconds: number | null): Date | null => (milliseconds === null ? null : new Date(milliseconds))

interface AccountRow {
  [column: string]: unknown
  id: string
  last_used_at: number | null
  active: number
  never: number
  identities: number
  apps: number
}

// What never expires lies beyond every instant, so one index answers for both kinds of live tokens.
const accountFigures = namedStatement<'organisationId' | 'ids' | 'memberId' | 'accountId' | 'everything', AccountRow>(
  'overview_account_figures',
  `
  select a.id, ${epochMs(lastUsedOf('a.id'))} as last_used_at, tokens.active, tokens.never,
    (select count(*) from identity_bindings b where b.service_account_id = a.id)::int as identities,
    (select count(distinct e.app_id)
     from environment_keys k
     join environments e on e.id = k.environment_id
     join apps p on p.id = e.app_id and p.deleted_at is null
     where k.service_account_id = a.id and (:everything::boolean or exists (
       select from environment_keys own
       where own.environment_id = k.environment_id
         and (own.member_id = :memberId::uuid or own.service_account_id = :accountId::uuid))))::int as apps
  from service_accounts a
  cross join lateral (
    select count(*)::int as active, (count(*) filter (where t.expires_at is null))::int as never
    from service_account_tokens t
    where t.service_account_id = a.id and t.revoked_at is null and coalesce(t.expires_at, 'infinity'::timestamptz) > now()) tokens
  where a.organisation_id = :organisationId::uuid and a.id = any(:ids::uuid[])`,
)

interface IdentityRow {
  [column: string]: unknown
  id: string
  bound: number
  live: number
  last_exchange_at: number | null
  last_accepted_at: number | null
  created_by_member_id: string | null
}

// Only accounts to which the identity is bound can hold live tokens of it: unbinding revokes them. Every accepted exchange leaves a token.
const identityFigures = namedStatement<'organisationId' | 'ids', IdentityRow>(
  'overview_identity_figures',
  `
  select i.id, i.created_by_member_id,
    (select count(*) from identity_bindings b where b.external_identity_id = i.id)::int as bound,
    (select count(*)
     from identity_bindings b
     join service_account_tokens t on t.service_account_id = b.service_account_id and t.external_identity_id = i.id
      and t.revoked_at is null and coalesce(t.expires_at, 'infinity'::timestamptz) > now()
     where b.external_identity_id = i.id)::int as live,
    ${epochMs('(select e.at from exchanges e where e.external_identity_id = i.id order by e.id desc limit 1)')} as last_exchange_at,
    ${epochMs('(select t.created_at from service_account_tokens t where t.external_identity_id = i.id order by t.id desc limit 1)')} as last_accepted_at
  from external_identities i
  where i.organisation_id = :organisationId::uuid and i.id = any(:ids::uuid[])`,
)

const roleCounts = namedStatement<'organisationId', { id: string; members: number; accounts: number }>(
  'overview_role_counts',
  `
  select r.id,
    (select count(*) from members m where m.organisation_id = r.organisation_id and m.role_id = r.id and m.deleted_at is null)::int as members,
    (select count(*) from service_accounts a where a.organisation_id = r.organisation_id and a.role_id = r.id and a.deleted_at is null)::int
      as accounts
  from roles r
  where r.organisation_id = :organisationId::uuid`,
)

const identityExchanges = namedStatement<
  'organisationId' | 'ids' | 'since' | 'sinceId' | 'sliceSeconds',
  { identity_id: string; slice: number; accepted: number; refused: number }
>(
  'overview_identity_exchanges',
  `
  select e.external_identity_id as identity_id,
    floor(extract(epoch from e.at - :since::timestamptz) / :sliceSeconds::integer)::int as slice,
    (count(*) filter (where e.outcome = 'accepted'))::int as accepted, (count(*) filter (where e.outcome = 'refused'))::int as refused
  from exchanges e
  where e.organisation_id = :organisationId::uuid and e.external_identity_id = any(:ids::uuid[])
    and e.id >= :sinceId::uuid and e.at >= :since::timestamptz
  group by 1, 2`,
)

const setupProgress = namedStatement<
  'organisationId',
  { app: boolean; account: boolean; identity: boolean; binding: boolean; accepted: boolean }
>(
  'overview_setup_progress',
  `
  select exists (select from apps where organisation_id = o.id and deleted_at is null) as app,
    exists (select from service_accounts where organisation_id = o.id and deleted_at is null) as account,
    exists (select from external_identities where organisation_id = o.id and deleted_at is null) as identity,
    exists (select from identity_bindings b join service_accounts a on a.id = b.service_account_id where a.organisation_id = o.id) as binding,
    exists (select from exchanges where organisation_id = o.id and outcome = 'accepted') as accepted
  from organisations o
  where o.id = :organisationId::uuid`,
)

export function createOverviewStore(db: Executor): OverviewStore {
  return {
    async accountFigures(organisationId, ids, holder) {
      const rows = await accountFigures(db, {
        organisationId,
        ids: [...ids],
        memberId: holder?.kind === 'member' ? holder.id : null,
        accountId: holder?.kind === 'service_account' ? holder.id : null,
        everything: holder === null,
      })
      return new Map(
        rows.map((row) => [
          row.id,
          {
            lastUsedAt: dateOf(row.last_used_at),
            activeTokenCount: row.active,
            neverExpiringTokenCount: row.never,
            externalIdentityCount: row.identities,
            appCount: row.apps,
          },
        ]),
      )
    },

    async identityFigures(organisationId, ids) {
      const rows = await identityFigures(db, { organisationId, ids: [...ids] })
      return new Map(
        rows.map((row) => [
          row.id,
          {
            boundAccountCount: row.bound,
            liveTokenCount: row.live,
            lastExchangeAt: dateOf(row.last_exchange_at),
            lastAcceptedAt: dateOf(row.last_accepted_at),
            createdByMemberId: row.created_by_member_id,
          },
        ]),
      )
    },

    async roleCounts(organisationId) {
      const rows = await roleCounts(db, { organisationId })
      return new Map(rows.map(({ id, members, accounts }) => [id, { memberCount: members, serviceAccountCount: accounts }]))
    },

    async identityExchanges(organisationId, ids, since, sliceSeconds) {
      const rows = await identityExchanges(db, { organisationId, ids: [...ids], since, sinceId: idAt(since), sliceSeconds })
      return rows.map(({ identity_id, ...counts }) => ({ identityId: identity_id, ...counts }))
    },

    exchangeStats: (organisationId, filter, slices) => exchangeStats(db, organisationId, filter, slices),
    attention: (...question) => attention(db, ...question),
    queueFigures: () => queueFigures(db),

    async setupProgress(organisationId) {
      const [row] = await setupProgress(db, { organisationId })
      return {
        hasApp: row?.app ?? false,
        hasServiceAccount: row?.account ?? false,
        hasIdentity: row?.identity ?? false,
        hasBinding: row?.binding ?? false,
        hasAcceptedExchange: row?.accepted ?? false,
      }
    },
  }
}

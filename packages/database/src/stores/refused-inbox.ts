import type { ManyNames, RefusedGroup, RefusedInboxStore, UnverifiedRefusals } from '@bonafide/core'
import type { Executor } from '../executor.ts'
import { idAt } from './id-at.ts'
import { containing } from './pages.ts'
import { namedStatement } from './statement.ts'

/** A flood cannot make the inbox slow: more rows than these are not looked at, the oldest first. */
const verifiedLimit = 50_000
const unverifiedLimit = 10_000
const addressesShown = 5

const epochMs = (instant: string) => `(extract(epoch from ${instant}) * 1000)::float8`

// The names of one caller in one: what they have in common, where its provider says so.
const caller = (row: string) =>
  `case when strpos(${row}.principal, :manyNames::jsonb ->> ${row}.provider) > 0
    then split_part(${row}.principal, '/', 1) || '/' || split_part(${row}.principal, '/', 2) else ${row}.principal end`
// Nobody's id instead of none: rows without are compared, and joined, like all others.
const nobody = `'00000000-0000-0000-0000-000000000000'::uuid`
const accountOf = `coalesce(e.service_account_id, ${nobody})`
const identityOf = `coalesce(e.external_identity_id, ${nobody})`
const keyOf = (...parts: string[]) => `encode(sha256(convert_to(jsonb_build_array(${parts.join(', ')})::text, 'UTF8')), 'hex')`
const keyOfExchange = keyOf('e.provider', caller('e'), 'e.code', accountOf, identityOf)

const asked = `e.organisation_id = :organisationId::uuid and e.outcome = 'refused' and e.id >= :sinceId::uuid and e.at >= :since::timestamptz
      and (:provider::text is null or e.provider = :provider::text)
      and (:serviceAccountId::uuid is null or e.service_account_id = :serviceAccountId::uuid)`

interface GroupRow {
  [column: string]: unknown
  last_id: string
  key: string
  caller: string
  names: number
  provider: RefusedGroup['provider']
  code: RefusedGroup['code']
  count: number
  first_at: number
  last_at: number
  addresses: string[]
  address_count: number
  for_good: boolean | null
  dismissed_by: string | null
  dismissed_at: number | null
  total: number
}

type Asked = 'organisationId' | 'sinceId' | 'since' | 'provider' | 'serviceAccountId'
type ListParameter = Asked | 'search' | 'manyNames' | 'dismissed' | 'after' | 'before' | 'limit'

// No part is joined with another, so that no plan takes more than one pass, and bytes are compared, not letters. Ids sort as text as they do as ids.
const selectGroups = (backwards: boolean) =>
  namedStatement<ListParameter, GroupRow>(
    `refused_inbox_${backwards ? 'backwards' : 'forwards'}`,
    `
  with found as materialized (
    select e.id, e.at, e.principal collate "C" as principal, e.provider collate "C" as provider, e.code collate "C" as code,
      ${accountOf} as account_id, ${identityOf} as identity_id, e.ip collate "C" as ip
    from exchanges e
    where ${asked} and e.principal is not null
      and (:search::text is null or e.principal ilike :search::text or e.ip ilike :search::text)
    order by e.id desc
    limit ${verifiedLimit}
  ), pairs as (
    select f.provider, f.principal, f.code, f.account_id, f.identity_id, f.ip, count(*)::int as count,
      min(f.at) as first_at, max(f.at) as last_at, max(f.id::text collate "C") as last_id
    from found f
    group by 1, 2, 3, 4, 5, 6
  ), callers as (
    select p.*, ${caller('p')} as caller from pairs p
  ), grouped as (
    select c.provider, c.caller, c.code, c.account_id, c.identity_id, sum(c.count)::int as count,
      count(distinct c.principal)::int as names, min(c.principal) as principal,
      count(distinct c.ip)::int as address_count, (array_agg(distinct c.ip))[1:${addressesShown}] as addresses,
      min(c.first_at) as first_at, max(c.last_at) as last_at, max(c.last_id) as last_id
    from callers c
    group by 1, 2, 3, 4, 5
  ), keyed as (
    select g.*, ${keyOf('g.provider', 'g.caller', 'g.code', 'g.account_id', 'g.identity_id')} as key from grouped g
  ), judged as (
    select k.*, d.for_good, d.dismissed_by, ${epochMs('d.created_at')} as dismissed_at, count(*) over ()::int as total
    from keyed k
    left join refusal_dismissals d on d.organisation_id = :organisationId::uuid and d.group_key = k.key
      and (d.for_good or k.last_id <= d.exchange_id::text collate "C")
    where (d.group_key is not null) = :dismissed::boolean
  ), page as (
    select j.* from judged j
    where (:after::text is null or j.last_id < :after::text collate "C") and (:before::text is null or j.last_id > :before::text collate "C")
    order by j.last_id ${backwards ? 'asc' : 'desc'}
    limit :limit::integer
  )
  select p.last_id, p.key, case when p.names = 1 then p.principal else p.caller end as caller, p.names, p.provider, p.code, p.count,
    ${epochMs('p.first_at')} as first_at, ${epochMs('p.last_at')} as last_at, p.addresses, p.address_count,
    p.for_good, p.dismissed_by, p.dismissed_at, p.total
  from page p
  order by p.last_id ${backwards ? 'asc' : 'desc'}`,
  )
const forwards = selectGroups(false)
const backwards = selectGroups(true)

interface UnverifiedRow {
  [column: string]: unknown
  count: number
  last_at: number | null
  reasons: UnverifiedRefusals['reasons']
  addresses: string[]
  address_count: number
}

const selectUnverified = namedStatement<Asked, UnverifiedRow>(
  'refused_inbox_unverified',
  `
  with found as materialized (
    select e.code, e.ip, e.at
    from exchanges e
    where ${asked} and e.principal is null
    order by e.id desc
    limit ${unverifiedLimit + 1}
  ), reasons as (
    select f.code, count(*)::int as count from found f group by f.code order by 2 desc, 1 limit 5
  ), addresses as (
    select f.ip, count(*) as count from found f group by f.ip
  )
  select (select count(*)::int from found) as count, (select ${epochMs('max(f.at)')} from found f) as last_at,
    (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from reasons r) as reasons,
    array(select a.ip from addresses a order by a.count desc, a.ip limit ${addressesShown}) as addresses,
    (select count(*)::int from addresses) as address_count`,
)

const refusalOf = `
  from exchanges e
  where e.organisation_id = :organisationId::uuid and e.id = :exchangeId::uuid and e.outcome = 'refused' and e.principal is not null`

const dismissStatement = namedStatement<
  'organisationId' | 'exchangeId' | 'manyNames' | 'forGood' | 'by',
  { [column: string]: unknown; group_key: string }
>(
  'refused_inbox_dismiss',
  `
  insert into refusal_dismissals as d (organisation_id, group_key, exchange_id, for_good, dismissed_by)
  select e.organisation_id, ${keyOfExchange}, e.id, :forGood::boolean, :by::text ${refusalOf}
  on conflict (organisation_id, group_key) do update
  set exchange_id = greatest(d.exchange_id, excluded.exchange_id), for_good = excluded.for_good, dismissed_by = excluded.dismissed_by,
    created_at = now()
  returning d.group_key`,
)

const restoreStatement = namedStatement<'organisationId' | 'exchangeId' | 'manyNames', { [column: string]: unknown; group_key: string }>(
  'refused_inbox_restore',
  `
  delete from refusal_dismissals d
  where d.organisation_id = :organisationId::uuid and d.group_key = (select ${keyOfExchange} ${refusalOf})
  returning d.group_key`,
)

const purgeStatement = (name: string, condition: string) =>
  namedStatement<'kept' | 'limit', { [column: string]: unknown; id: string }>(
    `refused_inbox_purge_${name}`,
    `
  delete from exchanges where id in (
    select s.id
    from organisations o
    cross join lateral (
      select e.id from exchanges e
      where e.organisation_id = o.id and e.outcome = 'refused' and e.principal ${condition}
      order by e.id desc
      offset :kept::integer
      limit :limit::integer
    ) s
    limit :limit::integer)
  returning id`,
  )
const purgeVerified = purgeStatement('verified', 'is not null')
const purgeUnverified = purgeStatement('unverified', 'is null')

// As every list has it: null above 10 000.
const countable = (total: number): number | null => (total > 10_000 ? null : total)
const inJson = (manyNames: ManyNames) => JSON.stringify(manyNames)

export function createRefusedInboxStore(db: Executor): RefusedInboxStore {
  return {
    async list(organisationId, { provider = null, serviceAccountId = null, since, search, dismissed }, page, manyNames) {
      const { size, from } = page
      const statement = page.backwards ? backwards : forwards
      const rows = await statement(db, {
        organisationId,
        sinceId: idAt(since),
        since,
        provider,
        serviceAccountId,
        search: search === undefined ? null : containing(search),
        manyNames: inJson(manyNames),
        dismissed,
        after: page.backwards ? null : (from?.id ?? null),
        before: page.backwards ? (from?.id ?? null) : null,
        limit: size + 1,
      })
      const shown = rows.slice(0, size)
      if (page.backwards) shown.reverse()
      const hasMore = rows.length > size
      return {
        rows: shown.map(toGroup),
        values: shown.map(() => null),
        order: page.order,
        hasNextPage: page.backwards ? from !== undefined : hasMore,
        hasPreviousPage: page.backwards ? hasMore : from !== undefined,
        totalCount: countable(rows[0]?.total ?? 0),
      }
    },

    async unverified(organisationId, { provider = null, serviceAccountId = null, since }) {
      const [row] = await selectUnverified(db, { organisationId, sinceId: idAt(since), since, provider, serviceAccountId })
      return {
        count: Math.min(row?.count ?? 0, unverifiedLimit),
        more: (row?.count ?? 0) > unverifiedLimit,
        lastAt: row?.last_at ? new Date(row.last_at) : null,
        reasons: row?.reasons ?? [],
        addresses: row?.addresses ?? [],
        addressCount: row?.address_count ?? 0,
      }
    },

    async dismiss(organisationId, exchangeId, { forGood, by }, manyNames) {
      const rows = await dismissStatement(db, { organisationId, exchangeId, manyNames: inJson(manyNames), forGood, by })
      return rows.length > 0
    },

    async restore(organisationId, exchangeId, manyNames) {
      const rows = await restoreStatement(db, { organisationId, exchangeId, manyNames: inJson(manyNames) })
      return rows.length > 0
    },

    async purgeSurplus(kept, limit) {
      const verified = await purgeVerified(db, { kept, limit })
      return verified.length + (await purgeUnverified(db, { kept, limit })).length
    },
  }
}

function toGroup(row: GroupRow): RefusedGroup {
  const { for_good: forGood, dismissed_by: by, dismissed_at: at } = row
  return {
    id: row.last_id,
    key: row.key,
    caller: row.caller,
    principalCount: row.names,
    provider: row.provider,
    code: row.code,
    count: row.count,
    firstAt: new Date(row.first_at),
    lastAt: new Date(row.last_at),
    addresses: row.addresses,
    addressCount: row.address_count,
    dismissal: forGood === null || by === null || at === null ? null : { forGood, by, at: new Date(at) },
  }
}

import type { AttentionRow, OverviewStore, StoredAttentionKind } from '@bonafide/core'
import type { Executor } from '../executor.ts'
import { idAt } from './id-at.ts'
import { type NamedStatement, namedStatement } from './statement.ts'

interface Row {
  [column: string]: unknown
  count: number
  at: number | null
  code: string | null
  principal: string | null
  exchange_id: string | null
  identity_id: string | null
  identity_name: string | null
  account_id: string | null
  account_name: string | null
  token_id: string | null
  token_name: string | null
  sync_id: string | null
  app_name: string | null
  environment_name: string | null
  sentence: string | null
  credential_id: string | null
  credential_name: string | null
  webhook_id: string | null
  webhook_name: string | null
}

type Parameter = 'organisationId' | 'limit' | 'yesterdayId' | 'memberId' | 'accountId' | 'everything'

// Each statement selects these columns, null unless it says otherwise.
const nothing = {
  count: '1',
  at: 'null::timestamptz',
  code: 'null',
  principal: 'null',
  exchange_id: 'null::uuid',
  identity_id: 'null::uuid',
  identity_name: 'null',
  account_id: 'null::uuid',
  account_name: 'null',
  token_id: 'null::uuid',
  token_name: 'null',
  sync_id: 'null::uuid',
  app_name: 'null',
  environment_name: 'null',
  sentence: 'null',
  credential_id: 'null::uuid',
  credential_name: 'null',
  webhook_id: 'null::uuid',
  webhook_name: 'null',
}

function statement(kind: StoredAttentionKind, columns: Partial<typeof nothing>, from: string): NamedStatement<Parameter, Row> {
  const { at, ...others } = { ...nothing, ...columns }
  const list = Object.entries(others).map(([name, expression]) => `${expression} as ${name}`)
  // Every statement takes every parameter, so that one call fits them all.
  const unused = `cross join (select :yesterdayId::uuid as yesterday_id, :organisationId::uuid as organisation_id, :memberId::uuid as member_id,
    :accountId::uuid as account_id, :everything::boolean as everything) asked`
  return namedStatement(
    `attention_${kind}`,
    `select ${list.join(', ')}, (extract(epoch from ${at}) * 1000)::float8 as at ${from.replace('/* asked */', unused)} limit :limit::integer`,
  )
}

const refused = (condition: string, groups: string) => `
  from (
    select ${groups}, count(*)::int as count, (array_agg(e.id order by e.id desc))[1] as id
    from exchanges e /* asked */
    where e.organisation_id = asked.organisation_id and e.id >= asked.yesterday_id and e.at >= now() - interval '24 hours'
      and e.outcome = 'refused' and ${condition}
    group by ${groups}
    order by count(*) desc, (array_agg(e.id order by e.id desc))[1] desc
    limit :limit::integer
  ) g
  join exchanges l on l.id = g.id
  left join external_identities i on i.id = l.external_identity_id and i.deleted_at is null
  left join service_accounts a on a.id = l.service_account_id and a.deleted_at is null`
const inLab =
  'e.service_account_id = any (array(select s.id from service_accounts s where s.organisation_id = asked.organisation_id and s.simulated))'
const lastOfGroup = {
  count: 'g.count',
  at: 'l.at',
  code: 'l.code',
  exchange_id: 'l.id',
  identity_id: 'i.id',
  identity_name: 'i.name',
  account_id: 'a.id',
  account_name: 'a.name',
}

const liveTokens = (condition: string) => `
  from service_account_tokens t
  join service_accounts a on a.id = t.service_account_id and a.deleted_at is null /* asked */
  where a.organisation_id = asked.organisation_id and t.exchange_id is null and t.revoked_at is null and ${condition}`
const tokenColumns = { account_id: 'a.id', account_name: 'a.name', token_id: 't.id', token_name: 't.name' }

const identities = (condition: string) => `
  from external_identities i /* asked */
  where i.organisation_id = asked.organisation_id and i.deleted_at is null and ${condition}`
const identityColumns = { identity_id: 'i.id', identity_name: 'i.name' }

const held = `(asked.everything or exists (select from environment_keys k where k.environment_id = s.environment_id
  and (k.member_id = asked.member_id or k.service_account_id = asked.account_id)))`

// Whoever paused a sync knows of it.
const syncs = (condition: string) => `
  from sync_progress p
  join syncs s on s.id = p.sync_id and s.deleted_at is null and s.paused_at is null
  join environments e on e.id = s.environment_id
  join apps a on a.id = s.app_id and a.deleted_at is null /* asked */
  where s.organisation_id = asked.organisation_id and ${held} and ${condition} order by p.failing_since, s.id`
const syncColumns = {
  sync_id: 's.id',
  app_name: 'a.name',
  environment_name: 'e.name',
  code: 'p.failure',
  sentence: 'p.failure_sentence',
  at: 'p.failing_since',
}

const statements: Record<StoredAttentionKind, NamedStatement<Parameter, Row>> = {
  refusals: statement(
    'refusals',
    { ...lastOfGroup, principal: 'l.principal' },
    `${refused(`e.code <> 'account_disabled' and (${inLab}) is not true`, 'e.principal, e.code')} order by g.count desc, l.id desc`,
  ),
  disabled_account_asked: statement(
    'disabled_account_asked',
    lastOfGroup,
    `${refused(`e.code = 'account_disabled'`, 'e.service_account_id')} where a.disabled_at is not null order by g.count desc, l.id desc`,
  ),
  token_expires_soon: statement(
    'token_expires_soon',
    { ...tokenColumns, at: 't.expires_at' },
    `${liveTokens(`t.expires_at > now() and t.expires_at < now() + interval '7 days'`)} order by t.expires_at, t.id`,
  ),
  token_never_expires: statement('token_never_expires', tokenColumns, `${liveTokens('t.expires_at is null')} order by t.id`),
  identity_unbound: statement(
    'identity_unbound',
    identityColumns,
    `${identities('not exists (select from identity_bindings b where b.external_identity_id = i.id)')} order by i.id desc`,
  ),
  // Those that are not bound are told of already.
  identity_unused: statement(
    'identity_unused',
    { ...identityColumns, at: '(select e.at from exchanges e where e.external_identity_id = i.id order by e.id desc limit 1)' },
    `${identities(`i.enabled and i.created_at < now() - interval '90 days'
      and exists (select from identity_bindings b where b.external_identity_id = i.id)
      and coalesce((select e.at from exchanges e where e.external_identity_id = i.id order by e.id desc limit 1), '-infinity'::timestamptz)
        < now() - interval '90 days'`)} order by i.id`,
  ),
  // What is tried again by itself is told of when that has not helped for a while.
  sync_failing: statement(
    'sync_failing',
    syncColumns,
    syncs(`p.failure is not null and p.failure <> 'drifted' and (p.due_at is null or p.failing_since < now() - interval '15 minutes')`),
  ),
  sync_drifted: statement('sync_drifted', syncColumns, syncs(`p.failure = 'drifted'`)),
  credential_unprotected: statement(
    'credential_unprotected',
    { credential_id: 'c.id', credential_name: 'c.name', at: 'c.checked_at' },
    `from credentials c /* asked */
     where c.organisation_id = asked.organisation_id and c.deleted_at is null and c.is_unprotected order by c.id`,
  ),
  webhook_failing: statement(
    'webhook_failing',
    { webhook_id: 'w.id', webhook_name: `substring(w.url from '^[a-z]+://([^/?#]+)')`, code: 'w.disabled_reason', at: 'w.failing_since' },
    `from webhooks w /* asked */
     where w.organisation_id = asked.organisation_id
       and (w.disabled_reason in ('failing', 'gone') or w.disabled_reason is null and w.failing_since < now() - interval '1 hour')
     order by w.id`,
  ),
  lab_refusals: statement('lab_refusals', { count: 'g.count', at: 'l.at', exchange_id: 'l.id' }, refused(inLab, 'e.organisation_id')),
}

export const attention: (db: Executor, ...call: Parameters<OverviewStore['attention']>) => Promise<AttentionRow[]> = async (
  db,
  organisationId,
  kind,
  holder,
  limit,
  now,
) => {
  const yesterdayId = idAt(new Date(now.getTime() - 86_400_000))
  const rows = await statements[kind](db, {
    organisationId,
    limit,
    yesterdayId,
    memberId: holder?.kind === 'member' ? holder.id : null,
    accountId: holder?.kind === 'service_account' ? holder.id : null,
    everything: holder === null,
  })
  return rows.map((row) => ({
    kind,
    count: row.count,
    at: row.at === null ? null : new Date(row.at),
    code: row.code,
    principal: row.principal,
    exchangeId: row.exchange_id,
    identityId: row.identity_id,
    identityName: row.identity_name,
    serviceAccountId: row.account_id,
    serviceAccountName: row.account_name,
    tokenId: row.token_id,
    tokenName: row.token_name,
    syncId: row.sync_id,
    appName: row.app_name,
    environmentName: row.environment_name,
    sentence: row.sentence,
    credentialId: row.credential_id,
    credentialName: row.credential_name,
    webhookId: row.webhook_id,
    webhookName: row.webhook_name,
  }))
}

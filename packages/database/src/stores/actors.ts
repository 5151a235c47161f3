import type { ManagedRoleKey, MemberActor, Narrowing, Permissions, Role, ServiceAccountActor } from '@bonafide/core'
import type { Executor } from '../executor.ts'
import { run } from './statement.ts'

/** Who holds a session or token: one statement each, by the clock of the database, noting the use at most once a minute. */

const roleColumns = `
  r.id as role_id, r.name as role_name, r.description, r.color, r.key, r.permissions,
  extract(epoch from r.created_at)::float8 * 1000 as role_created_at, extract(epoch from r.updated_at)::float8 * 1000 as role_updated_at`

// Two requests in one moment: the second skips the locked row instead of waiting for the first one's commit.
const noteUse = (table: string, column: string, assignment: string) => `
  update ${table} set ${assignment} where id = (
    select t.id from ${table} t join found on t.id = found.via_id
    where t.${column} is null or t.${column} < now() - interval '1 minute' for update of t skip locked)`

const sessionStatement = `
  with found as (
    select s.id as via_id, m.id, m.organisation_id, m.full_name as name, ${roleColumns}
    from sessions s join members m on m.id = s.member_id join roles r on r.id = m.role_id
    where s.token_hash = decode($1, 'hex') and s.revoked_at is null and m.deleted_at is null
      and s.expires_at > now() and s.last_seen_at > now() - $2::int * interval '1 second'
  ), noted as (${noteUse('sessions', 'last_seen_at', 'last_seen_at = now()')})
  select * from found`

const personalStatement = `
  with found as (
    select p.id as via_id, m.id, m.organisation_id, m.full_name as name, ${roleColumns}
    from personal_access_tokens p join members m on m.id = p.member_id join roles r on r.id = m.role_id
    where p.value_hash = decode($1, 'hex') and p.revoked_at is null and m.deleted_at is null
      and (p.expires_at is null or p.expires_at > now())
  ), noted as (${noteUse('personal_access_tokens', 'last_used_at', 'last_used_at = now(), last_used_ip = $2')})
  select * from found`

// D14: nor is a token of a simulated account that lives longer than fifteen minutes.
// TOK-18: what was narrowed from a token ends with it, and with all that that one was narrowed from.
// TOK-17: a token that an exchange made without an end, or with one beyond what its identity allowed, is no token, whoever wrote the row.
const accountStatement = `
  with found as (
    select k.id as via_id, a.id, a.organisation_id, a.name, a.simulated, k.narrowing, ${roleColumns}
    from service_account_tokens k join service_accounts a on a.id = k.service_account_id join roles r on r.id = a.role_id
    where k.value_hash = decode($1, 'hex') and k.revoked_at is null and a.disabled_at is null and a.deleted_at is null
      and (k.expires_at > now() or (k.expires_at is null and k.exchange_id is null and k.external_identity_id is null))
      and (k.exchange_id is null or k.expires_at <= k.created_at + k.max_ttl_seconds * interval '1 second')
      and (k.derived_from is null or cardinality(k.derived_from) = (
        select count(*) from service_account_tokens p
        where p.id = any(k.derived_from) and p.service_account_id = k.service_account_id and p.revoked_at is null))
      and (not a.simulated or k.expires_at <= k.created_at + interval '15 minutes')
  ), noted as (${noteUse('service_account_tokens', 'last_used_at', 'last_used_at = now(), last_used_ip = $2')})
  select * from found`

interface ActorRow {
  via_id: string
  id: string
  organisation_id: string
  name: string
  role_id: string
  role_name: string
  description: string
  color: string
  key: ManagedRoleKey | null
  permissions: Permissions
  role_created_at: number
  role_updated_at: number
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

export async function actorOfSession(db: Executor, tokenHash: Uint8Array, idleSeconds: number): Promise<MemberActor | null> {
  const [row] = await run<ActorRow>(db, 'actor_of_session', sessionStatement, [hex(tokenHash), idleSeconds])
  return row ? { kind: 'member', ...holder(row), via: { kind: 'session', id: row.via_id } } : null
}

export async function actorOfPersonalAccessToken(db: Executor, valueHash: Uint8Array, ip: string): Promise<MemberActor | null> {
  const [row] = await run<ActorRow>(db, 'actor_of_personal_access_token', personalStatement, [hex(valueHash), ip])
  return row ? { kind: 'member', ...holder(row), via: { kind: 'personal_access_token', id: row.via_id } } : null
}

export async function actorOfServiceAccountToken(db: Executor, valueHash: Uint8Array, ip: string): Promise<ServiceAccountActor | null> {
  const [row] = await run<ActorRow & { simulated: boolean; narrowing: Narrowing | null }>(
    db,
    'actor_of_service_account_token',
    accountStatement,
    [hex(valueHash), ip],
  )
  if (!row) return null
  const { via_id: id, simulated, narrowing } = row
  return { kind: 'service_account', ...holder(row), via: { kind: 'service_account_token', id }, simulated, narrowing }
}

const holder = (row: ActorRow) => ({ id: row.id, organisationId: row.organisation_id, name: row.name, role: roleOf(row) })

const roleOf = (row: ActorRow): Role => ({
  id: row.role_id,
  organisationId: row.organisation_id,
  name: row.role_name,
  description: row.description,
  color: row.color,
  key: row.key,
  permissions: row.permissions,
  createdAt: new Date(row.role_created_at),
  updatedAt: new Date(row.role_updated_at),
})

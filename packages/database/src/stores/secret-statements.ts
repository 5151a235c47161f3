import type { EnvironmentTarget, Holder, Naming } from '@bonafide/core'
import { isoInstant } from './statement.ts'

const holderColumn: Record<Holder['kind'], string> = { member: 'member_id', service_account: 'service_account_id' }
type TargetKind = 'id' | 'name' | 'secret'

// $2 and $3 name the environment, $1 the organisation, $4 the holder.
const targetCondition: Record<TargetKind, string> = {
  id: 'e.id = $2::uuid and $3::text is null',
  name: 'e.app_id = $2::uuid and lower(e.name) = lower($3::text)',
  secret: 'e.id = (select s.environment_id from secrets s where s.id = $2::uuid and s.deleted_at is null) and $3::text is null',
}

export const environmentParameters = (
  organisationId: string,
  target: EnvironmentTarget,
  holder: Holder,
): [string, string, string | null, string] => {
  const [subject, name] =
    'environmentId' in target
      ? [target.environmentId, null]
      : 'appId' in target
        ? [target.appId, target.environmentName]
        : [target.secretId, null]
  return [organisationId, subject, name, holder.id]
}

export const targetKind = (target: EnvironmentTarget): TargetKind =>
  'environmentId' in target ? 'id' : 'appId' in target ? 'name' : 'secret'

/** `first` is the number of the parameter with the app that a token is narrowed to; the one with the environment follows it. */
const keyHeld = (holder: Holder['kind'], first: number) =>
  `(exists (select 1 from environment_keys k where k.environment_id = e.id and k.${holderColumn[holder]} = $4::uuid)
    and ($${first}::uuid is null or e.app_id = $${first}::uuid) and ($${first + 1}::uuid is null or e.id = $${first + 1}::uuid))`

/** The parameters of a narrowing, in the order in which statements take them: app, environment, folder. */
export const withinParameters = ({ within }: Holder): [string | null, string | null, string | null] => [
  within?.appId ?? null,
  within?.environmentId ?? null,
  within?.path ?? null,
]

export const environmentColumns = `e.id, e.app_id as "appId", e.organisation_id as "organisationId", e.name, e.identity_key as "identityKey",
  e.server_wrapped_seed as "serverWrappedSeed", e.server_wrapped_salt as "serverWrappedSalt", a.server_encryption as "serverEncryption"`

/** RFC 9562 5.8, a UUID of our own making: the folder of a path in an environment, the same for ever. Null at the root. */
const folderId = `case when s.path = '/' then null else
  overlay(overlay(encode(substr(sha256(convert_to(s.environment_id::text || s.path, 'UTF8')), 1, 16), 'hex') placing '8' from 13) placing '8' from 17)::uuid end`

const names = {
  snake: { isActive: 'is_active', keyDigest: 'key_digest', createdAt: 'created_at', updatedAt: 'updated_at' },
  camel: { isActive: 'isActive', keyDigest: 'keyDigest', createdAt: 'createdAt', updatedAt: 'updatedAt' },
} as const

/** The columns of one secret in an answer; `o` is the asking member's override. */
function wireColumns(holder: Holder['kind'], naming: Naming): string {
  const name = names[naming]
  const override = `case when o.id is null then null else json_build_object('id', o.id, 'value', o.value, '${name.isActive}', o.is_active,
    '${name.createdAt}', ${isoInstant('o.created_at')}, '${name.updatedAt}', ${isoInstant('o.updated_at')}) end`
  return `s.id, s.key, s.value, s.comment, s.tags, ${holder === 'member' ? override : 'null::json'} as override, s.type, 'static' as lifecycle,
    s.environment_id as environment, ${folderId} as folder, s.path, s.key_digest as "${name.keyDigest}", s.version,
    ${isoInstant('s.created_at')} as "${name.createdAt}", ${isoInstant('s.updated_at')} as "${name.updatedAt}"`
}

const overrideJoin = (holder: Holder['kind']) =>
  holder === 'member' ? 'left join secret_overrides o on o.secret_id = s.id and o.member_id = $4::uuid' : ''

// The root first: a client that takes the first of two equal keys gets the one nearest to it.
const order = `case when s.path = '/' then 0 else length(s.path) - length(replace(s.path, '/', '')) end, s.path, s.id`

/**
 * Access, secrets and the audit row at once. $5 path, $6 digest, $7 tags, $8 whether only server-encrypted apps count,
 * $9 … $17 the audit row: id, instant, actor (kind, id, name, means), address, agent, request; $18 … $20 what the token is narrowed to.
 */
export function readStatement(target: TargetKind, holder: Holder['kind'], naming: Naming): string {
  return `with environment as materialized (
      select ${environmentColumns}, ${keyHeld(holder, 18)} as held
      from environments e join apps a on a.id = e.app_id and a.deleted_at is null
      where e.organisation_id = $1::uuid and ${targetCondition[target]}
    ), readable as materialized (
      select id from environment where held and ("serverEncryption" or not $8::boolean)
    ), found as materialized (
      select s.* from secrets s
      where s.environment_id = (select id from readable) and s.deleted_at is null
        and ($20::text is null or s.path = $20 or starts_with(s.path, $20 || '/')) and ($5::text is null or s.path = $5) and ($6::text is null or s.key_digest = $6) and ($7::text[] is null or s.tags && $7)
    ), recorded as (
      insert into audit_events (id, organisation_id, at, actor_kind, actor_id, actor_name, actor_via, action, resource_type, resource_id, resource_name,
        after, ip, user_agent, request_id)
      select $9::uuid, $1::uuid, $10::timestamptz, $11, $12::uuid, $13, $14, 'secrets.read', 'environment', e.id::text, e.name,
        jsonb_build_object('path', $5::text, 'secretIds', coalesce((select jsonb_agg(found.id) from found), '[]')), $15, $16, $17
      from environment e where e.id = (select id from readable)
    )
    select environment.*, coalesce((
      select json_agg(row) from (
        select ${wireColumns(holder, naming)} from found s ${overrideJoin(holder)} order by ${order}
      ) row), '[]')::text as json
    from environment`
}

/** Locks the environment and moves its time: it always grows, whatever the clocks of two nodes say. $5 and $6 what the token is narrowed to. */
export const openStatement = (target: TargetKind, holder: Holder['kind']): string =>
  opening(`${targetCondition[target]} and ${keyHeld(holder, 5)}`)

const opening = (condition: string): string =>
  `update environments e set updated_at = greatest(clock_timestamp(), e.updated_at + interval '1 millisecond')
    from apps a
    where a.id = e.app_id and a.deleted_at is null and e.organisation_id = $1::uuid and ${condition}
    returning ${environmentColumns}, true as held`

/** The same, whoever holds the keys. $1 organisation, $2 environment. */
export const openByServerStatement = opening('e.id = $2::uuid')

/** Secrets that were just written. $1 environment, $2 ids, $3 nothing, $4 the holder. */
export const showStatement = (holder: Holder['kind']): string =>
  `select coalesce(json_agg(row), '[]')::text as json from (
      select ${wireColumns(holder, 'camel')} from secrets s ${overrideJoin(holder)}
      where s.environment_id = $1::uuid and s.id = any($2::uuid[]) and s.deleted_at is null and $3::text is null and $4::uuid is not null
    ) row`

/** One folder whoever holds its keys, and the row of the read. $1 organisation, $2 environment, $3 path, $4 the audit row. */
export const readFolderStatement = `with environment as materialized (
    select ${environmentColumns}, true as held
    from environments e join apps a on a.id = e.app_id and a.deleted_at is null
    where e.organisation_id = $1::uuid and e.id = $2::uuid
  ), found as materialized (
    select s.id, s.path, s.key, s.key_digest as "keyDigest", s.value, s.type from secrets s
    where s.environment_id = (select id from environment where "serverEncryption") and s.deleted_at is null and s.path = $3
  ), recorded as (
    insert into audit_events (id, organisation_id, at, actor_kind, actor_id, actor_name, actor_via, action, resource_type, resource_id, resource_name,
      after, ip, user_agent, request_id)
    select a.id, $1::uuid, a.at, a.actor->>'kind', (a.actor->>'id')::uuid, a.actor->>'name', a.actor->>'via', a.action, a."resourceType",
      environment.id::text, environment.name, coalesce(a.after, '{}') || jsonb_build_object('path', $3::text,
        'secretIds', coalesce((select jsonb_agg(found.id) from found), '[]')), a.ip, a."userAgent", a."requestId"
    from jsonb_to_record($4::jsonb) as a(id uuid, at timestamptz, actor jsonb, action text, "resourceType" text, after jsonb, ip text,
      "userAgent" text, "requestId" text), environment
    where environment."serverEncryption"
  ) select environment.*, coalesce((select json_agg(found order by found.id) from found), '[]')::text as json from environment`

/** $1 organisation, $2 apps, $3 environments (parallel), $4 the holder, $5 and $6 what its token is narrowed to. An app is named by its id or, any case, by its name. */
export const findNamedStatement = (holder: Holder['kind']): string => `${namedStatement} where ${keyHeld(holder, 5)}`

/** The same, whoever holds the keys. */
export const namedStatement = `select (wanted.number - 1)::int as index, ${environmentColumns}, true as held
    from unnest($2::text[], $3::text[]) with ordinality as wanted(app, environment, number)
    join apps a on a.organisation_id = $1::uuid and a.deleted_at is null and a.server_encryption
      and (a.id::text = lower(wanted.app) or lower(a.name) = lower(wanted.app))
    join environments e on e.app_id = a.id and lower(e.name) = lower(wanted.environment)`

const versionColumns = 'secret_id, version, path, key, key_digest, value, comment, tags, type'

/** Rows arrive as one JSON array, so that five thousand cost one parameter. $1 secrets, $2 versions, $3 actor. */
const secretRows = `jsonb_to_recordset($1::jsonb) as x(id uuid, "environmentId" uuid, path text, key text, "keyDigest" text, value text, comment text, tags text[],
  type text, version int, "createdAt" timestamptz, "updatedAt" timestamptz, "versionId" uuid)`
const actorColumns = `$2::text, $3::uuid, $4::text`

export const insertStatement = `with given as materialized (select * from ${secretRows}), stored as (
    insert into secrets (id, environment_id, path, key, key_digest, value, comment, tags, type, version, created_at, updated_at)
    select id, "environmentId", path, key, "keyDigest", value, comment, tags, type, version, "createdAt", "updatedAt" from given
    on conflict do nothing returning id
  ), snapshots as (
    insert into secret_versions (id, ${versionColumns}, event, actor_kind, actor_id, actor_name)
    select "versionId", id, version, path, key, "keyDigest", value, comment, tags, type, 'create', ${actorColumns} from given
    where id in (select id from stored)
  ) select id from stored`

/** Takes every address that changes out of the way first, so that two secrets of a batch can trade places. */
export const makeRoomStatement = `update secrets s set key_digest = 'moving:' || s.id
  from jsonb_to_recordset($1::jsonb) as x(id uuid, path text, "keyDigest" text)
  where s.id = x.id and (s.path, s.key_digest) is distinct from (x.path, x."keyDigest")`

export const updateStatement = `with given as materialized (select * from ${secretRows}), stored as (
    update secrets s set path = g.path, key = g.key, key_digest = g."keyDigest", value = g.value, comment = g.comment, tags = g.tags, type = g.type,
      version = g.version, updated_at = g."updatedAt"
    from given g where s.id = g.id and s.deleted_at is null returning s.id
  ) insert into secret_versions (id, ${versionColumns}, event, actor_kind, actor_id, actor_name)
    select "versionId", id, version, path, key, "keyDigest", value, comment, tags, type, 'update', ${actorColumns} from given
    where id in (select id from stored)`

export const removeStatement = `with given as materialized (select * from ${secretRows}), gone as (
    update secrets s set deleted_at = clock_timestamp(), updated_at = clock_timestamp() from given g where s.id = g.id and s.deleted_at is null returning s.id
  ) insert into secret_versions (id, ${versionColumns}, event, actor_kind, actor_id, actor_name)
    select "versionId", id, version, path, key, "keyDigest", value, comment, tags, type, 'delete', ${actorColumns} from given
    where id in (select id from gone)`

export const saveOverridesStatement = `insert into secret_overrides (id, secret_id, member_id, value, is_active)
  select x.id, x."secretId", $2::uuid, x.value, x."isActive" from jsonb_to_recordset($1::jsonb) as x(id uuid, "secretId" uuid, value text, "isActive" boolean)
  on conflict (secret_id, member_id) do update set value = excluded.value, is_active = excluded.is_active, updated_at = clock_timestamp()`

export const takenStatement = `select s.environment_id as "environmentId", s.path, s.key_digest as "keyDigest"
  from jsonb_to_recordset($2::jsonb) as x(path text, "keyDigest" text)
  join secrets s on s.environment_id = $1::uuid and s.path = x.path and s.key_digest = x."keyDigest" and s.deleted_at is null
  where s.id <> all($3::uuid[])`

/** $1 addresses, $2 audit rows. */
export const readReferencedStatement = `with found as materialized (
    select s.id, s.environment_id, s.path, s.key_digest, s.value, s.type
    from jsonb_to_recordset($1::jsonb) as x("environmentId" uuid, path text, "keyDigest" text)
    join secrets s on s.environment_id = x."environmentId" and s.path = x.path and s.key_digest = x."keyDigest" and s.deleted_at is null
  ), recorded as (
    insert into audit_events (id, organisation_id, at, actor_kind, actor_id, actor_name, actor_via, action, resource_type, resource_id, resource_name,
      after, ip, user_agent, request_id)
    select a.id, a."organisationId", a.at, a.actor->>'kind', (a.actor->>'id')::uuid, a.actor->>'name', a.actor->>'via', a.action, a."resourceType",
      a."resourceId", a."resourceName", a.after || jsonb_build_object('secretIds',
        (select jsonb_agg(found.id) from found where found.environment_id::text = a."resourceId")), a.ip, a."userAgent", a."requestId"
    from jsonb_to_recordset($2::jsonb) as a(id uuid, "organisationId" uuid, at timestamptz, actor jsonb, action text, "resourceType" text,
      "resourceId" text, "resourceName" text, after jsonb, ip text, "userAgent" text, "requestId" text)
    where exists (select 1 from found where found.environment_id::text = a."resourceId")
  ) select id, environment_id as "environmentId", path, key_digest as "keyDigest", value, type from found`

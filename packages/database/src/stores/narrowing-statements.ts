import type { Narrowing, Sought } from '@bonafide/core'
import { namedStatement, type Parameter } from './statement.ts'

export type SoughtParameter = 'access' | 'path' | 'appId' | 'appName' | 'environmentId' | 'environmentName'

/** A token that is not narrowed looks for nothing. */
export const soughtParameters = (sought: Sought | null): Record<SoughtParameter, Parameter> => ({
  access: sought?.access ?? null,
  path: sought?.path ?? null,
  appId: sought?.appId ?? null,
  appName: sought?.appName ?? null,
  environmentId: sought?.environmentId ?? null,
  environmentName: sought?.environmentName ?? null,
})

const environmentSought = `coalesce(:environmentId::text, :environmentName::text) is not null`
const targetSought = `coalesce(:appId::text, :appName::text, :environmentId::text, :environmentName::text) is not null`

/** The app and the environment that are sought, if the account holds a key there. Names are compared exactly. */
export const target = `target as materialized (
    select a.id as app_id, e.id as environment_id
    from environment_keys k
    join environments e on e.id = k.environment_id
    join apps a on a.id = e.app_id and a.deleted_at is null
    where ${targetSought} and k.service_account_id = :serviceAccountId::uuid
      and (:appId::uuid is null or a.id = :appId::uuid) and (:appName::text is null or a.name = :appName::text)
      and (:environmentId::uuid is null or e.id = :environmentId::uuid) and (:environmentName::text is null or e.name = :environmentName::text)
    order by e.id limit 1
  )`

export const targetMissed = `${targetSought} and not exists (select from target)`

/** What is kept with the token: ids, so that a renamed app stays in and another one of its old name stays out. */
export const narrowingOfTarget = `case when :access::text is not null then jsonb_build_object(
        'access', :access::text, 'appId', (select app_id from target),
        'environmentId', case when ${environmentSought} then (select environment_id from target) end, 'path', :path::text) end`

type NarrowParameter =
  | SoughtParameter
  | 'id'
  | 'serviceAccountId'
  | 'valueHash'
  | 'identityKey'
  | 'wrappedKeyShare'
  | 'parentId'
  | 'maxSeconds'
  | 'maxDepth'

export type NarrowRow = {
  outcome: 'narrowed' | 'gone' | 'too_deep' | 'unreachable'
  narrowing: Narrowing
  ttlSeconds: number
  name: string
}

/** `for share` makes it wait for whoever revokes the token or disables the account right now, and then see the result. */
export const narrowTokenStatement = namedStatement<NarrowParameter, NarrowRow>(
  'narrow_token',
  `
  with parent as materialized (
    select k.*, coalesce(k.derived_from, '{}') || k.id as ancestors
    from service_account_tokens k join service_accounts s on s.id = k.service_account_id
    where k.id = :parentId::uuid and s.id = :serviceAccountId::uuid and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
      and s.disabled_at is null and s.deleted_at is null and s.server_wrapped_keyring is not null
    for share of k, s
  ), ${target}, verdict as (
    select case
      when not exists (select from parent) then 'gone'
      when (select cardinality(ancestors) from parent) > :maxDepth::integer then 'too_deep'
      when ${targetMissed} then 'unreachable'
      else 'narrowed' end as outcome
  ), token as (
    insert into service_account_tokens (id, service_account_id, name, value_hash, identity_key, wrapped_key_share, external_identity_id,
      exchange_id, principal, max_ttl_seconds, narrowing, derived_from, expires_at)
    select :id::uuid, parent.service_account_id, parent.name, :valueHash::bytea, :identityKey::text, :wrappedKeyShare::text,
      parent.external_identity_id, parent.exchange_id, parent.principal, parent.max_ttl_seconds, ${narrowingOfTarget}, parent.ancestors,
      least(parent.expires_at, now() + :maxSeconds::integer * interval '1 second')
    from parent, verdict where outcome = 'narrowed'
    returning name, narrowing, greatest(0, floor(extract(epoch from expires_at - now())))::integer as ttl_seconds
  )
  select verdict.outcome, token.narrowing, token.ttl_seconds as "ttlSeconds", token.name from verdict left join token on true`,
)

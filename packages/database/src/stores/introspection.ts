import type { Holder } from '@bonafide/core'
import { isoInstant } from './statement.ts'

// One row per holder: the environments it has keys of, nested by app, in the order of wire contract 3.12.
const appsOf = (holderColumn: 'member_id' | 'service_account_id') => `
  select coalesce(json_agg(json_build_object('id', a.id, 'name', a.name, 'encryption', case when a.server_encryption then 'SSE' else 'E2E' end,
    'environment_keys', a.environment_keys) order by lower(a.name), a.id), '[]')
  from (
    select apps.id, apps.name, apps.server_encryption, json_agg(json_build_object(
      'id', k.id,
      'environment', json_build_object('id', e.id, 'name', e.name, 'env_type', e.type, 'index', e.position,
        'created_at', ${isoInstant('e.created_at')}, 'updated_at', ${isoInstant('e.updated_at')}),
      'paths', null, 'identity_key', e.identity_key, 'wrapped_seed', k.wrapped_seed, 'wrapped_salt', k.wrapped_salt,
      'created_at', ${isoInstant('k.created_at')}, 'updated_at', ${isoInstant('k.updated_at')}, 'deleted_at', null,
      'user', k.member_id, 'service_account', k.service_account_id
    ) order by length(e.name), e.position, e.name, e.id) as environment_keys
    from environment_keys k
    join environments e on e.id = k.environment_id
    join apps on apps.id = e.app_id and apps.deleted_at is null
    where k.${holderColumn} = $1::uuid and ($3::uuid is null or e.app_id = $3::uuid) and ($4::uuid is null or e.id = $4::uuid)
    group by apps.id
  ) a`

/** Statements of `GET secrets/tokens/`: $1 the holder, $2 the token (or session) that asks, $3 and $4 the app and the environment that it is narrowed to. */
export const introspectStatement: Record<Holder['kind'], string> = {
  // A session has no key share: whoever reads by it holds the keyring itself.
  member: `select json_build_object(
      'wrapped_key_share', (select t.wrapped_key_share from personal_access_tokens t where t.id = $2::uuid and t.member_id = m.id),
      'user_id', m.id, 'offline_enabled', false,
      'organisation', json_build_object('id', o.id, 'name', o.name),
      'apps', (${appsOf('member_id')}))::text as json
    from members m join organisations o on o.id = m.organisation_id
    where m.id = $1::uuid and m.deleted_at is null`,
  service_account: `select json_build_object(
      'wrapped_key_share', t.wrapped_key_share,
      'account_id', s.id, 'offline_enabled', false,
      'organisation', json_build_object('id', o.id, 'name', o.name),
      'apps', (${appsOf('service_account_id')}))::text as json
    from service_accounts s join organisations o on o.id = s.organisation_id
    join service_account_tokens t on t.service_account_id = s.id and t.id = $2::uuid
    where s.id = $1::uuid and s.deleted_at is null`,
}

import { randomBytes } from 'node:crypto'
import { newId } from '@bonafide/core'
import { createServerKeyring, newServerSecret } from '@bonafide/crypto'
import { createStores, createWrappedValues } from '@bonafide/database'
import { createTestDatabase, type TestDatabase } from '@bonafide/database/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rewrapAll } from './rewrap.ts'

const runtime = {
  now: Date.now,
  randomBytes: (length: number) => new Uint8Array(randomBytes(length)),
  fetch: () => Promise.reject(new Error('nothing goes out')),
}

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

/** An organisation with this many environments, whose keys are wrapped under the given keyring. */
async function environments(count: number, keyring: ReturnType<typeof createServerKeyring>): Promise<string[]> {
  const [organisation, app] = [newId(runtime), newId(runtime)]
  await database.pool.query('insert into organisations (id, name) values ($1, $2)', [organisation, organisation])
  await database.pool.query('insert into apps (id, organisation_id, name, server_encryption) values ($1, $2, $3, true)', [
    app,
    organisation,
    'app',
  ])
  const ids = Array.from({ length: count }, () => newId(runtime))
  for (const [position, id] of ids.entries()) {
    const wrap = (what: string) => keyring.wrap(`${what} ${id}`, `environment_${what}:${id}`, runtime.randomBytes)
    await database.pool.query(
      `insert into environments (id, app_id, organisation_id, name, type, position, identity_key, server_wrapped_seed, server_wrapped_salt)
       values ($1, $2, $3, $4, 'dev', $5, $6, $7, $8)`,
      [id, app, organisation, id, position, '00', wrap('seed'), wrap('salt')],
    )
  }
  return ids
}

it('every value comes under the first key, says what it said, and the old key is no longer needed', async () => {
  const [old, fresh] = [newServerSecret(runtime.randomBytes), newServerSecret(runtime.randomBytes)]
  const stores = createStores(database.db)
  const before = createServerKeyring(old)
  await stores.signIn.keepKeyCheck(before.makeKeyCheck(runtime.randomBytes))
  // More than one batch.
  const ids = await environments(130, before)

  const values = createWrappedValues(database.db)
  const both = { stores, keyring: createServerKeyring(`${fresh},${old}`), runtime }
  expect(await rewrapAll(values, both)).toBe(260)
  expect(await rewrapAll(values, both)).toBe(0)

  const after = createServerKeyring(fresh)
  const { rows } = await database.pool.query<{ id: string; seed: string; salt: string }>(
    'select id, server_wrapped_seed as seed, server_wrapped_salt as salt from environments',
  )
  expect(rows).toHaveLength(ids.length)
  for (const { id, seed, salt } of rows) {
    expect(after.unwrap(seed, `environment_seed:${id}`)).toBe(`seed ${id}`)
    expect(after.unwrap(salt, `environment_salt:${id}`)).toBe(`salt ${id}`)
  }
  after.verifyKeyCheck(await stores.signIn.keepKeyCheck('not kept'))
})

it('secrets of credentials and what is sealed of syncs come along, each bound to its own row', async () => {
  const own = await createTestDatabase()
  try {
    const [old, fresh] = [newServerSecret(runtime.randomBytes), newServerSecret(runtime.randomBytes)]
    const stores = createStores(own.db)
    const before = createServerKeyring(old)
    await stores.signIn.keepKeyCheck(before.makeKeyCheck(runtime.randomBytes))
    const [organisation, app, environment, credential, sync, run] = Array.from({ length: 6 }, () => newId(runtime)) as Six
    const sealed = (place: string) => before.wrap(`told by ${place}`, place, runtime.randomBytes)
    await own.pool.query('insert into organisations (id, name) values ($1, $2)', [organisation, 'acme'])
    await own.pool.query('insert into apps (id, organisation_id, name, server_encryption) values ($1, $2, $3, true)', [
      app,
      organisation,
      'app',
    ])
    await own.pool.query(
      `insert into environments (id, app_id, organisation_id, name, type, position, identity_key) values ($1, $2, $3, 'dev', 'dev', 0, '00')`,
      [environment, app, organisation],
    )
    await own.pool.query(
      `insert into credentials (id, organisation_id, name, kind, config, external_id_issued, server_wrapped_secret, version)
       values ($1, $2, 'keys', 'aws_access_keys', '{}', false, $3, 1)`,
      [credential, organisation, sealed(`credential_secret:${credential}`)],
    )
    await own.pool.query(
      `insert into syncs (id, organisation_id, app_id, environment_id, path, destination, credential_id, options, place, key_prefix,
         never_deletes, on_drift, referenced_environment_ids, version)
       values ($1, $2, $3, $4, '/', 'aws_secrets_manager', $5, '{}', 'place', '', false, 'stop', '{}', 1)`,
      [sync, organisation, app, environment, credential],
    )
    await own.pool.query(
      `insert into sync_progress (sync_id, wanted_generation, done_generation, reason, requested_at, attempts, server_wrapped_base, lease_number)
       values ($1, 1, 1, 'created', now(), 0, $2, 1)`,
      [sync, sealed(`sync_base:${sync}`)],
    )
    await own.pool.query(
      `insert into sync_runs (id, organisation_id, sync_id, generation, attempt, reason, lease_number, outcome, server_wrapped_keys,
         added_count, changed_count, removed_count, unchanged_count, queued_at, started_at)
       values ($1, $2, $3, 1, 1, 'created', 1, 'written', $4, 1, 0, 0, 0, now(), now())`,
      [run, organisation, sync, sealed(`sync_run:${run}`)],
    )
    await own.pool.query('insert into lab_aws (organisation_id, server_wrapped_state) values ($1, $2)', [
      organisation,
      sealed(`lab_aws:${organisation}`),
    ])

    const both = { stores, keyring: createServerKeyring(`${fresh},${old}`), runtime }
    expect(await rewrapAll(createWrappedValues(own.db), both)).toBe(4)

    const after = createServerKeyring(fresh)
    const { rows } = await own.pool.query<{ place: string; wrapped: string }>(
      `select 'credential_secret:' || id as place, server_wrapped_secret as wrapped from credentials
       union all select 'sync_base:' || sync_id, server_wrapped_base from sync_progress
       union all select 'sync_run:' || id, server_wrapped_keys from sync_runs
       union all select 'lab_aws:' || organisation_id, server_wrapped_state from lab_aws`,
    )
    expect(rows.map(({ wrapped, place }) => after.unwrap(wrapped, place))).toEqual(rows.map(({ place }) => `told by ${place}`))
  } finally {
    await own.drop()
  }
})

type Six = [string, string, string, string, string, string]

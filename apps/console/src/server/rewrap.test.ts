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

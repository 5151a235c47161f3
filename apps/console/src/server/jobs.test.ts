import { randomBytes } from 'node:crypto'
import { newId, type Services } from '@bonafide/core'
import { createStores, startQueue } from '@bonafide/database'
import { createTestDatabase, type TestDatabase } from '@bonafide/database/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { purge } from './purge.ts'

const runtime = {
  now: Date.now,
  randomBytes: (length: number) => new Uint8Array(randomBytes(length)),
  fetch: () => Promise.reject(new Error('nothing goes out')),
}
const retention = { acceptedDays: 30, refusedDays: 90, auditDays: 400 }

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

it('what is past its retention goes, and what is not stays', async () => {
  const organisation = newId(runtime)
  await database.pool.query('insert into organisations (id, name) values ($1, $2)', [organisation, organisation])
  const exchange = (outcome: string, days: number) =>
    database.pool.query(
      `insert into exchanges (id, organisation_id, at, outcome, provider, token_id, ip, user_agent, request_id, duration_ms, steps)
       values ($1, $2, now() - make_interval(days => $3), $4, 'aws_iam', $5, '', '', $6, 1, '[]')`,
      [newId(runtime), organisation, days, outcome, outcome === 'accepted' ? newId(runtime) : null, `${outcome} ${days}`],
    )
  for (const days of [29, 31, 89, 91]) for (const outcome of ['accepted', 'refused']) await exchange(outcome, days)
  const proof = (interval: string) =>
    database.pool.query(`insert into used_proofs (proof_hash, expires_at) values ($1, now() + $2::interval)`, [randomBytes(32), interval])
  await proof('-1 minute')
  await proof('1 hour')

  // The purge asks for the stores and the retention alone.
  await purge({ stores: createStores(database.db), settings: { retention } } as unknown as Services)

  const left = await database.pool.query<{ request_id: string }>('select request_id from exchanges order by request_id')
  expect(left.rows.map((row) => row.request_id)).toEqual(['accepted 29', 'refused 29', 'refused 31', 'refused 89'])
  expect((await database.pool.query('select 1 from used_proofs')).rowCount).toBe(1)
})

it('a job is done once although two nodes wait for it', async () => {
  const done: unknown[] = []
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const note = async (payload: unknown) => {
    done.push(payload)
    if (done.length === 5) finish()
  }
  const nodes = await Promise.all([1, 2].map(() => startQueue({ pool: database.pool, tasks: { note } })))
  for (const n of [1, 2, 3, 4, 5]) await database.pool.query(`select graphile_worker.add_job('note', json_build_object('n', $1::int))`, [n])
  await finished
  await Promise.all(nodes.map((node) => node.stop()))
  expect(done.map((payload) => (payload as { n: number }).n).toSorted()).toEqual([1, 2, 3, 4, 5])
})

import { type AddressInfo, createServer } from 'node:net'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect } from './connect.ts'
import { createTestDatabase, type TestDatabase } from './testing.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

afterAll(() => database.drop())

it('a statement that takes too long is ended by the database', async () => {
  const { db, close } = connect(database.url, { statementTimeoutMs: 50 })
  await expect(db.execute(sql`select pg_sleep(20)`)).rejects.toMatchObject({ cause: { code: '57014' } })
  await close()
})

it('a statement that waits too long for a lock is ended by the database', async () => {
  const { pool, close } = connect(database.url, { lockTimeoutMs: 50 })
  const holder = await pool.connect()
  await holder.query('select pg_advisory_lock(1)')
  await expect(pool.query('select pg_advisory_lock(1)')).rejects.toMatchObject({ code: '55P03' })
  holder.release()
  await close()
})

it('losing connections, idle or inside a transaction, never ends the process, and the pool recovers', async () => {
  const broken: Error[] = []
  const { pool, close } = connect(database.url, { applicationName: 'victim', onConnectionError: (error) => broken.push(error) })
  const lent = await pool.connect()
  await lent.query('begin')
  await pool.query('select 1')
  const lost = Promise.all([new Promise((resolve) => pool.once('error', resolve)), new Promise((resolve) => lent.once('error', resolve))])
  await database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'victim'`)
  await lost
  expect(broken.length).toBeGreaterThan(0)
  lent.release(true)
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await close()
})

it('a database that does not answer is given up after the connection time limit', async () => {
  const mute = createServer()
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
  const { pool, close } = connect(`postgres://nobody@127.0.0.1:${(mute.address() as AddressInfo).port}/none`, { connectionTimeoutMs: 50 })
  await expect(pool.query('select 1')).rejects.toThrow(/timeout/)
  await close()
  mute.close()
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { migrate, migrationsPending } from './migrate.ts'
import { createEmptyDatabase } from './testing.ts'

let database: Awaited<ReturnType<typeof createEmptyDatabase>>
let folder: string

beforeEach(async () => {
  database = await createEmptyDatabase()
  folder = mkdtempSync(join(tmpdir(), 'bonafide-migrations-'))
})

afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await database.drop()
})

function writeMigrations(...statements: string[]) {
  mkdirSync(join(folder, 'meta'), { recursive: true })
  const entries = statements.map((_, index) => ({
    idx: index,
    version: '7',
    when: 1_000 + index,
    tag: `000${index}_step`,
    breakpoints: true,
  }))
  writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify({ version: '7', dialect: 'postgresql', entries }))
  for (const [index, statement] of statements.entries()) writeFileSync(join(folder, `000${index}_step.sql`), statement)
}

async function query(text: string) {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

it('an empty database gets every table and the job queue, and is then up to date', async () => {
  expect(await migrationsPending(database.url)).toBe(true)
  await migrate(database.url)
  expect(await migrationsPending(database.url)).toBe(false)
  await query(`select graphile_worker.add_job('anything')`)
})

it('OPS-08 nodes that start together migrate once', async () => {
  writeMigrations('create table once (id int)', 'insert into once values (1)')
  await Promise.all(Array.from({ length: 4 }, () => migrate(database.url, folder)))
  expect(await query('select count(*)::int as count from once')).toEqual([{ count: 1 }])
})

it('a newer version makes the database pending again, and only its own steps run', async () => {
  writeMigrations('create table steps (name text)')
  await migrate(database.url, folder)
  writeMigrations('create table steps (name text)', `insert into steps values ('second')`)
  expect(await migrationsPending(database.url, folder)).toBe(true)
  await migrate(database.url, folder)
  expect(await query('select name from steps')).toEqual([{ name: 'second' }])
})

it('OPS-08 a failed migration says what the database said, leaves nothing behind and lets the next one in', async () => {
  writeMigrations('create table half (id int)', 'create table half (id int)')
  await expect(migrate(database.url, folder)).rejects.toMatchObject({
    code: 'migration_failed',
    message: expect.stringContaining('"half" already exists'),
  })
  expect(await query(`select to_regclass('half') as half`)).toEqual([{ half: null }])
  writeMigrations('create table half (id int)')
  await migrate(database.url, folder)
})

it('a database that cannot be reached is a clear error too', async () => {
  const wrong = new URL(database.url)
  wrong.pathname = '/no_such_database'
  await expect(migrate(wrong.href)).rejects.toMatchObject({ code: 'migration_failed', message: expect.stringContaining('does not exist') })
})

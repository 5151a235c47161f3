import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Connection, connect } from './connect.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts'
import { migrate, migrationsFolder } from './migrate.ts'

export interface TestDatabase extends Pick<Connection, 'db' | 'pool'> {
  url: string
  /** Closes the pool and deletes the database, even when others are still connected. */
  drop(): Promise<void>
}

/** One at a time builds the template or clears away; any number that only tests use. */
const templateLock = 1_934_027_755
const abandonedAfterMs = 3 * 3_600_000

/**
 * A fresh, migrated database: a copy of a template that is made once per state of the migrations. All test files and processes share
 * one PostgreSQL, which stays up for the next run; `BONAFIDE_TEST_DATABASE_URL` names another server (its role must be able to create
 * databases).
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = await runningServer()
  const source = await ensureTemplate(serverUrl)
  const name = `bonafide_test_${Date.now().toString(36)}_${randomBytes(6).toString('hex')}`
  await asAdministrator(serverUrl, (admin) => admin.query(`create database ${name} template ${source}`))
  const url = withDatabase(serverUrl, name)
  const { db, pool, close } = connect(url, { connectionTimeoutMs: 20_000, statementTimeoutMs: 30_000, applicationName: name })
  return {
    url,
    db,
    pool,
    async drop() {
      await close()
      await asAdministrator(serverUrl, (admin) => admin.query(`drop database if exists ${name} with (force)`))
    },
  }
}

/** An empty database on the shared server, for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const serverUrl = await runningServer()
  const name = `bonafide_test_${Date.now().toString(36)}_${randomBytes(6).toString('hex')}`
  await asAdministrator(serverUrl, (admin) => admin.query(`create database ${name}`))
  const drop = () => asAdministrator(serverUrl, (admin) => admin.query(`drop database if exists ${name} with (force)`))
  return { url: withDatabase(serverUrl, name), drop: async () => void (await drop()) }
}

/** Stops the shared PostgreSQL, unless tests of another process are using it. A server named by the environment is left alone. */
export async function stopTestServer(): Promise<void> {
  if (process.env.BONAFIDE_TEST_DATABASE_URL || !existsSync(join(testDataDirectory(), 'postgres', 'postmaster.pid'))) return
  const postgres = await startSharedPostgres()
  const others = await asAdministrator(postgres.url, (admin) =>
    admin.query(`select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`),
  )
  if (others.rowCount === 0) await postgres.stop()
}

/** Looked up each time, because the tests of another process may have stopped it in the meantime. */
async function runningServer(): Promise<string> {
  if (process.env.BONAFIDE_TEST_DATABASE_URL) return process.env.BONAFIDE_TEST_DATABASE_URL
  return (await startSharedPostgres()).url
}

/** Nothing here is worth the wait for a disk; what a power cut destroys is made again. */
async function startSharedPostgres(): Promise<EmbeddedPostgres> {
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300', autovacuum_naptime: '10min' }
  return startEmbeddedPostgres({ dataDirectory: testDataDirectory(), database: 'bonafide_tests', settings })
}

function testDataDirectory(): string {
  const owner = createHash('sha256')
    .update(`${import.meta.dirname}\n${userInfo().username}`)
    .digest('hex')
  return join(tmpdir(), `bonafide-test-postgres-${owner.slice(0, 16)}`)
}

async function ensureTemplate(serverUrl: string): Promise<string> {
  const name = `bonafide_template_${templateHash()}`
  return asAdministrator(serverUrl, async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [templateLock])
    const databases = await admin.query<{ datname: string }>(`select datname from pg_database where datname ~ '^bonafide_(template|test)_'`)
    const known = databases.rows.map((row) => row.datname)
    for (const old of known.filter((other) => isAbandoned(other, name))) await admin.query(`drop database if exists ${old} with (force)`)
    if (known.includes(name)) return name
    // It gets its name when it is finished, so a half-migrated template is never copied.
    const unfinished = `${name}_unfinished`
    await admin.query(`create database ${unfinished} template template0`)
    await migrate(withDatabase(serverUrl, unfinished))
    await admin.query(`alter database ${unfinished} rename to ${name}`)
    return name
  })
}

/** Templates of other migrations, unfinished ones, and what a killed test run left behind. */
function isAbandoned(database: string, currentTemplate: string): boolean {
  if (database.startsWith('bonafide_template_')) return database !== currentTemplate
  const madeAt = Number.parseInt(database.split('_')[2] ?? '', 36)
  return Number.isNaN(madeAt) || Date.now() - madeAt > abandonedAfterMs
}

function templateHash(): string {
  const folder = migrationsFolder()
  const hash = createHash('sha256').update(queueVersion())
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort())
    hash.update(file).update(readFileSync(join(folder, file)))
  return hash.digest('hex').slice(0, 16)
}

function queueVersion(): string {
  const require = createRequire(import.meta.url)
  return readFileSync(require.resolve('graphile-worker/package.json'), 'utf8')
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

async function asAdministrator<Result>(url: string, action: (admin: pg.Client) => Promise<Result>): Promise<Result> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  try {
    return await action(admin)
  } finally {
    await admin.end()
  }
}

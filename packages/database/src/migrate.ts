import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as runDrizzleMigrations } from 'drizzle-orm/node-postgres/migrator'
import { Logger, runMigrations as runQueueMigrations } from 'graphile-worker'
import pg from 'pg'

/** Any number will do, as long as every version of the product uses this one. */
const migrationLock = 7_205_314_668

const silent = new Logger(() => () => {})

/** A migration did not go through. The database is as it was before it: each run is one transaction. */
export class MigrationFailed extends Error {
  readonly code = 'migration_failed'

  constructor(cause: unknown) {
    super(`The database could not be migrated: ${reason(cause)}`, { cause })
    this.name = 'MigrationFailed'
  }
}

/**
 * Brings the database, and the job queue in it, to this version. Nodes that start together do it once: the others wait.
 * @param folder the `drizzle/` folder; found by itself in the repository.
 * @throws MigrationFailed with the database's own words.
 */
export async function migrate(url: string, folder = migrationsFolder()): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'bonafide-migrate', connectionTimeoutMillis: 10_000 })
  // The statement that runs fails by itself; without a listener the event would end the process first.
  client.on('error', () => {})
  try {
    await client.connect()
    // Waiting for another node, or rewriting a large table, may take longer than the limits a role or database sets.
    await client.query('set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0')
    // Held by the session: it ends with the connection, so a killed node never blocks the next one.
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await runDrizzleMigrations(drizzle(client), { migrationsFolder: folder })
    await runQueueMigrations({ connectionString: url, maxPoolSize: 1, logger: silent })
  } catch (error) {
    throw new MigrationFailed(error)
  } finally {
    await client.end()
  }
}

/** True when `migrate` has something to do, or has not finished: such a node is not ready. */
export async function migrationsPending(database: string | pg.Pool, folder = migrationsFolder()): Promise<boolean> {
  if (typeof database !== 'string') return pending(database, folder)
  const pool = new pg.Pool({ connectionString: database, max: 1, connectionTimeoutMillis: 2_000 })
  pool.on('error', () => {})
  try {
    return await pending(pool, folder)
  } finally {
    await pool.end()
  }
}

/**
 * The folder `drizzle/` of the repository, looked for upwards from this file (source or bundle) and from the working directory.
 * @throws Error when there is none.
 */
export function migrationsFolder(): string {
  for (const start of [import.meta.dirname, process.cwd()]) {
    for (let folder = start; folder; folder = dirname(folder)) {
      if (existsSync(join(folder, 'drizzle', 'meta', '_journal.json'))) return join(folder, 'drizzle')
      if (dirname(folder) === folder) break
    }
  }
  throw new Error('The folder drizzle/ with the migrations is missing')
}

async function pending(pool: pg.Pool, folder: string): Promise<boolean> {
  const tables = await pool.query<{ ready: boolean }>(
    `select to_regclass('drizzle.__drizzle_migrations') is not null and to_regclass('graphile_worker.migrations') is not null as ready`,
  )
  if (!tables.rows[0]?.ready) return true
  const applied = await pool.query<{ newest: string | null }>('select max(created_at)::text as newest from drizzle.__drizzle_migrations')
  return Number(applied.rows[0]?.newest ?? 0) < newestMigration(folder)
}

/** Drizzle orders migrations by the moment they were generated, in milliseconds. */
function newestMigration(folder: string): number {
  const journal = JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')) as { entries: { when: number }[] }
  return Math.max(0, ...journal.entries.map((entry) => entry.when))
}

/** Drizzle wraps the database's error, whose sentence is the one that helps. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.cause.message} (${error.message.split('\n')[0]})` : error.message
}

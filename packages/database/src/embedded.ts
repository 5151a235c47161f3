import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { chooseAccount } from './embedded-account.ts'
import { installedBinaries } from './embedded-binaries.ts'
import { ensureCluster, superuser } from './embedded-cluster.ts'
import { waitForLock } from './embedded-lock.ts'
import { type Postmaster, startPostmaster, stopPostmaster, untilReady } from './embedded-postmaster.ts'

export { claimDataDirectory, DataDirectoryInUse } from './embedded-owner.ts'

export interface EmbeddedPostgresOptions {
  /** Holds the data, its password and its log; made if missing. */
  dataDirectory: string
  /** Created if missing. */
  database?: string
  /** Settings of postgresql.conf that replace ours. They count only when PostgreSQL is started, not when a running one is adopted. */
  settings?: Record<string, string>
  log?: (line: string) => void
}

export interface EmbeddedPostgres {
  url: string
  pid: number
  /** True when a running PostgreSQL was found, left behind by a process that was killed. */
  adopted: boolean
  /** Ends all sessions and PostgreSQL itself. */
  stop(): Promise<void>
}

const defaultSettings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '100' }
const startTimeoutMs = 360_000

/**
 * Runs PostgreSQL from the installed binaries, or adopts the one that already runs on this data. Durability is PostgreSQL's default:
 * what was acknowledged survives a kill. Several processes may call this for one folder and share the server; who must be alone
 * claims the folder first (`claimDataDirectory`).
 * @throws Error that says to set DATABASE_URL where the platform has no embedded PostgreSQL.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { database = 'bonafide', settings = {}, log = () => {} } = options
  const folder = resolve(options.dataDirectory)
  const binaries = installedBinaries()
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const lock = await waitForLock(join(folder, 'postgres-start.json'), startTimeoutMs)
  try {
    const account = chooseAccount(binaries, join(folder, 'postgres'))
    const password = ensureCluster(account, join(folder, 'postgres-password'), settings.fsync !== 'off')
    const found = await untilReady(account.dataPath)
    const postmaster = found ?? (await startPostmaster(account, join(folder, 'postgres.log'), { ...defaultSettings, ...settings }))
    log(`PostgreSQL ${found ? 'adopted' : 'started'}: process ${postmaster.pid}, port ${postmaster.port}, data in ${account.dataPath}`)
    await ensureDatabase(connectionUrl(postmaster, password, 'postgres'), database)
    return {
      url: connectionUrl(postmaster, password, database),
      pid: postmaster.pid,
      adopted: found !== undefined,
      stop: () => stopPostmaster(account),
    }
  } finally {
    lock.release()
  }
}

/** Without TLS, said explicitly: PGSSLMODE in the environment must not reach a server on the loopback interface. */
function connectionUrl(postmaster: Postmaster, password: string, database: string): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${postmaster.port}/${encodeURIComponent(database)}?sslmode=disable`
}

async function ensureDatabase(url: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const known = await client.query('select 1 from pg_database where datname = $1', [database])
    if (known.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`)
  } finally {
    await client.end()
  }
}

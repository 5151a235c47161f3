import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import * as schema from './tables/index.ts'

export type Database = NodePgDatabase<typeof schema>

export interface ConnectOptions {
  poolSize?: number
  /** PostgreSQL ends a statement that takes longer. */
  statementTimeoutMs?: number
  /** PostgreSQL ends a statement that waits longer for a lock; by default only the statement's own limit counts. */
  lockTimeoutMs?: number
  /** PostgreSQL ends a session that leaves a transaction open and idle for longer. */
  idleInTransactionTimeoutMs?: number
  /** How long to wait for a free connection of the pool or a new one. */
  connectionTimeoutMs?: number
  /** Shown in pg_stat_activity. */
  applicationName?: string
  /** Told of connections that break. The pool replaces them; the statements on them have failed by themselves. */
  onConnectionError?: (error: Error) => void
}

export interface Connection {
  pool: pg.Pool
  db: Database
  /** Waits for running statements, then closes every connection. */
  close(): Promise<void>
}

/** A pool of connections and Drizzle over it. TLS follows the URL (`sslmode`, `sslrootcert` …), as `pg` reads it. Dials nothing yet. */
export function connect(url: string, options: ConnectOptions = {}): Connection {
  const { onConnectionError = () => {} } = options
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? 10,
    statement_timeout: options.statementTimeoutMs ?? 10_000,
    lock_timeout: options.lockTimeoutMs,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs,
    connectionTimeoutMillis: options.connectionTimeoutMs ?? 2_000,
    application_name: options.applicationName ?? 'bonafide',
    keepAlive: true,
  })
  // An 'error' event that nobody hears ends the process. The pool hears its idle connections; one that is lent out, between two
  // statements of a transaction, needs its own listener.
  pool.on('error', onConnectionError)
  pool.on('connect', (client) => client.on('error', onConnectionError))
  return { pool, db: drizzle(pool, { schema }), close: () => pool.end() }
}

import { type SQL, sql } from 'drizzle-orm'
import type { Executor } from './executor.ts'

/** A value that is wrapped with a server key, and the place that it is bound to. */
export interface WrappedValue {
  kind: WrappedKind
  id: string
  wrapped: string
  associatedData: string
}

export interface WrappedValues {
  /** Some of the values that are wrapped with another key than this one; none when all are done. */
  notUnder(keyId: string, limit: number): Promise<WrappedValue[]>
  /** False when the value has changed since it was read. */
  replace(value: WrappedValue, wrapped: string): Promise<boolean>
}

interface WrappedColumn {
  table: SQL
  /** What tells its rows apart. */
  id: SQL
  column: SQL
}

/** Every column that holds such values: associated data is `<kind>:<id of the row>`. */
const columns = {
  service_account_keyring: { table: sql`service_accounts`, id: sql`id`, column: sql`server_wrapped_keyring` },
  environment_seed: { table: sql`environments`, id: sql`id`, column: sql`server_wrapped_seed` },
  environment_salt: { table: sql`environments`, id: sql`id`, column: sql`server_wrapped_salt` },
  credential_secret: { table: sql`credentials`, id: sql`id`, column: sql`server_wrapped_secret` },
  sync_base: { table: sql`sync_progress`, id: sql`sync_id`, column: sql`server_wrapped_base` },
  sync_run: { table: sql`sync_runs`, id: sql`id`, column: sql`server_wrapped_keys` },
  webhook_secret: { table: sql`webhooks`, id: sql`id`, column: sql`server_wrapped_secret` },
  webhook_previous_secret: { table: sql`webhooks`, id: sql`id`, column: sql`server_wrapped_previous_secret` },
  lab_aws: { table: sql`lab_aws`, id: sql`organisation_id`, column: sql`server_wrapped_state` },
  issuer_key: { table: sql`issuer_keys`, id: sql`id`, column: sql`server_wrapped_private_key` },
} as const satisfies Record<string, WrappedColumn>

type WrappedKind = keyof typeof columns
const kinds = Object.keys(columns) as WrappedKind[]

/** All values wrapped with the server's keys, for rotating those keys. */
export function createWrappedValues(db: Executor): WrappedValues {
  return {
    async notUnder(keyId, limit) {
      const found: WrappedValue[] = []
      for (const kind of kinds) {
        const { table, id, column } = columns[kind]
        const { rows } = await db.execute<{ id: string; wrapped: string }>(
          sql`select ${id} as id, ${column} as wrapped from ${table} where ${column} is not null and split_part(${column}, ':', 3) <> ${keyId} order by 1 limit ${limit - found.length}`,
        )
        found.push(...rows.map(({ id, wrapped }) => ({ kind, id, wrapped, associatedData: `${kind}:${id}` })))
      }
      return found
    },
    async replace({ kind, id, wrapped: before }, wrapped) {
      const { table, id: key, column } = columns[kind]
      const result = await db.execute(sql`update ${table} set ${column} = ${wrapped} where ${key} = ${id} and ${column} = ${before}`)
      return result.rowCount === 1
    },
  }
}

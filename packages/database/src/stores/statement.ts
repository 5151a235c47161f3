import type { QueryResult, QueryResultRow } from 'pg'
import type { Executor } from '../executor.ts'

export type Parameter = string | number | boolean | Date | null | string[]

/**
 * Runs one statement of ours with positional parameters, prepared under its name: PostgreSQL parses and plans it once per connection.
 * A name stands for exactly one text. Instants arrive as PostgreSQL prints them; statements format them themselves.
 */
export async function run<Row extends QueryResultRow>(db: Executor, name: string, text: string, parameters: Parameter[]): Promise<Row[]> {
  const statement = { sql: text, params: parameters }
  const prepared = db._.session.prepareQuery<{ execute: QueryResult<Row>; all: Row[]; values: unknown[][] }>(
    statement,
    undefined,
    name,
    false,
  )
  return (await prepared.execute()).rows
}

/** SQL: an instant as existing clients expect it, ISO 8601 in UTC with microseconds and a Z. */
export const isoInstant = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

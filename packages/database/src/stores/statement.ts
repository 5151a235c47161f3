import type { QueryResult, QueryResultRow } from 'pg'
import type { Executor } from '../executor.ts'

export type Parameter = string | number | boolean | Date | Uint8Array | null | string[]

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

/** A statement whose parameters have names. */
export type NamedStatement<Name extends string, Row extends QueryResultRow> = (
  db: Executor,
  parameters: Record<Name, Parameter>,
) => Promise<Row[]>

/**
 * A statement with `:name` where a parameter goes, prepared like those of `run`. Each name is one parameter however often it stands there,
 * so PostgreSQL must be able to tell its type: cast where it cannot.
 */
export function namedStatement<Name extends string, Row extends QueryResultRow>(name: string, text: string): NamedStatement<Name, Row> {
  const names: string[] = []
  const numbered = text.replace(/(?<!:):([a-z]\w*)/gi, (_, parameter: string) => {
    if (!names.includes(parameter)) names.push(parameter)
    return `$${names.indexOf(parameter) + 1}`
  })
  return (db, parameters) =>
    run<Row>(
      db,
      name,
      numbered,
      names.map((parameter) => parameters[parameter as Name]),
    )
}

/** SQL: an instant as existing clients expect it, ISO 8601 in UTC with microseconds and a Z. */
export const isoInstant = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

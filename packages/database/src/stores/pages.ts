import type { Page, PageRequest } from '@bonafide/core'
import { and, asc, count, desc, getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Executor } from '../executor.ts'

/** Counting stops here: beyond it the number costs more than it tells. */
const countLimit = 10_000

/**
 * By what a list is ordered before its ids: an expression that is never null, so that two of them always compare; how a position carries its
 * value as text; and the expression that such a text stands for.
 */
export interface OrderKey {
  by: SQL
  shown: SQL<string | null>
  given(value: string | null): SQL
}

/** Without regard to case. */
export const textKey = (column: SQL | PgColumn): OrderKey => ({
  by: sql`lower(${column})`,
  shown: sql<string>`lower(${column})`,
  given: (value) => sql`${value}::text`,
})

/** Instants to the millisecond; those that never were come before the others or after them. */
export function instantKey(column: SQL | PgColumn, never: 'first' | 'last'): OrderKey {
  const whenNull = sql.raw(never === 'first' ? `'-infinity'::timestamptz` : `'infinity'::timestamptz`)
  return {
    by: sql`coalesce(${column}, ${whenNull})`,
    shown: sql<string | null>`round(extract(epoch from ${column}) * 1000)::bigint::text`,
    given: (value) => (value === null ? whenNull : sql`timestamptz 'epoch' + ${value}::bigint * interval '1 millisecond'`),
  }
}

/** A list: whose rows, counted where, ordered by which keys, read by which statement. */
export interface Listing<Field extends string, Row> {
  table: PgTable
  id: PgColumn
  where: SQL | undefined
  /** Of every field but `createdAt`, which is the order of ids. */
  keys: Record<Field, OrderKey>
  read(wanted: Wanted): Promise<{ row: Row; value: string | null }[]>
}

export interface Wanted {
  where: SQL | undefined
  orderBy: SQL[]
  limit: number
  value: SQL<string | null>
}

/** One page by its keys: it costs the same wherever in the list it is. */
export async function pageOf<Field extends string, Row>(
  db: Executor,
  { table, id, where, keys, read }: Listing<Field, Row>,
  { size, backwards, from, order }: PageRequest<Field | 'createdAt'>,
): Promise<Page<Row>> {
  const key = (keys as Partial<Record<string, OrderKey>>)[order.field]
  const direction = order.descending === backwards ? asc : desc
  const sign = order.descending === backwards ? sql`>` : sql`<`
  const beyond =
    from && (key ? sql`(${key.by}, ${id}) ${sign} (${key.given(from.value)}, ${from.id}::uuid)` : sql`${id} ${sign} ${from.id}::uuid`)
  const found = await read({
    where: and(where, beyond),
    orderBy: key ? [direction(key.by), direction(id)] : [direction(id)],
    limit: size + 1,
    value: key?.shown ?? sql<null>`null::text`,
  })
  const page = found.slice(0, size)
  if (backwards) page.reverse()
  const hasMore = found.length > size
  return {
    rows: page.map(({ row }) => row),
    values: page.map(({ value }) => value),
    order,
    hasNextPage: backwards ? from !== undefined : hasMore,
    hasPreviousPage: backwards ? hasMore : from !== undefined,
    totalCount: await boundedCount(db, table, where),
  }
}

/** A list of one table as it is. */
export function listingOf<Table extends PgTable & { id: PgColumn }, Row, Field extends string = never>(
  db: Executor,
  table: Table,
  where: SQL | undefined,
  toRow: (raw: Table['$inferSelect']) => Row,
  keys = {} as Record<Field, OrderKey>,
): Listing<Field, Row> {
  return {
    table,
    id: table.id,
    where,
    keys,
    async read({ where, orderBy, limit, value }) {
      const raws = await db
        .select({ raw: getTableColumns(table as PgTable), value })
        .from(table as PgTable)
        .where(where)
        .orderBy(...orderBy)
        .limit(limit)
      return raws.map(({ raw, value }) => ({ row: toRow(raw as Table['$inferSelect']), value }))
    },
  }
}

/** How many rows there are, null above 10 000. */
async function boundedCount(db: Executor, table: PgTable, where: SQL | undefined): Promise<number | null> {
  const some = db
    .select({ one: sql`1`.as('one') })
    .from(table)
    .where(where)
    .limit(countLimit + 1)
    .as('some')
  const [row] = await db.select({ total: count() }).from(some)
  const total = row?.total ?? 0
  return total > countLimit ? null : total
}

// Wildcards of LIKE taken literally.
const literally = (text: string): string => text.replace(/[\\%_]/g, (character) => `\\${character}`)

/** `%text%`, for LIKE. */
export const containing = (text: string): string => `%${literally(text)}%`

/** `text%`, for LIKE. */
export const beginningWith = (text: string): string => `${literally(text)}%`

/** Whether a row's id has the text in it, as its first digits tell rows apart in logs and tables. */
export const idContaining = (id: PgColumn, text: string): SQL => sql`${id}::text like ${containing(text.toLowerCase())}`

import type { Page, PageRequest } from '@bonafide/core'
import { and, count, desc, lt, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Executor } from '../executor.ts'

/** Counting stops here: beyond it the number costs more than it tells. */
const countLimit = 10_000

/** One page of a table, newest first: ids are UUID v7, so their order is that of time. */
export async function pageOf<Row extends { id: string }>(
  db: Executor,
  table: PgTable,
  id: PgColumn,
  where: SQL | undefined,
  page: PageRequest,
  toRow: (raw: Record<string, unknown>) => Row,
): Promise<Page<Row>> {
  const before = page.after === undefined ? undefined : lt(id, page.after)
  const raws = await db
    .select()
    .from(table)
    .where(and(where, before))
    .orderBy(desc(id))
    .limit(page.first + 1)
  const rows = raws.slice(0, page.first).map((raw) => toRow(raw as Record<string, unknown>))
  return { rows, hasNextPage: raws.length > page.first, totalCount: await boundedCount(db, table, where) }
}

/** How many rows there are, null above 10 000. */
export async function boundedCount(db: Executor, table: PgTable, where: SQL | undefined): Promise<number | null> {
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

/** `%text%` with the wildcards of LIKE taken literally. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`

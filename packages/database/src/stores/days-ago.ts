import { type SQL, sql } from 'drizzle-orm'

/** That many days ago by the database's clock: a node whose own is wrong must not delete what still counts. */
export const daysAgo = (days: number): SQL<Date> => sql<Date>`now() - ${days}::integer * interval '1 day'`

import type { FoundExchangeStats, OverviewStore } from '@bonafide/core'
import { and, gte, sql } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { exchanges } from '../tables/index.ts'
import { exchangesOf } from './exchange-filter.ts'
import { idAt } from './id-at.ts'

interface GroupRow extends Record<string, unknown> {
  /** Which of the three groupings the row belongs to. */
  by: 'all' | 'slice' | 'identity'
  slice: number | null
  identity_id: string | null
  accepted: number
  refused: number
  p95: number | null
}

/** Totals, slices and identities in one pass over the rows. */
export const exchangeStats: (db: Executor, ...call: Parameters<OverviewStore['exchangeStats']>) => Promise<FoundExchangeStats> = async (
  db,
  organisationId,
  filter,
  { since, until, sliceSeconds },
) => {
  const where = and(exchangesOf(organisationId, { ...filter, since, until }), gte(exchanges.id, idAt(since)))
  const { rows } = await db.execute<GroupRow>(sql`
    with found as (
      select ${exchanges.outcome} as outcome, ${exchanges.durationMs} as duration_ms, ${exchanges.externalIdentityId} as identity_id,
        floor(extract(epoch from ${exchanges.at} - ${since.toISOString()}::timestamptz)::float8 / ${sliceSeconds}::float8)::int as slice
      from ${exchanges}
      where ${where}
    )
    select case grouping(slice, identity_id) when 3 then 'all' when 1 then 'slice' else 'identity' end as by, slice, identity_id,
      (count(*) filter (where outcome = 'accepted'))::int as accepted, (count(*) filter (where outcome = 'refused'))::int as refused,
      (percentile_disc(0.95) within group (order by duration_ms))::float8 as p95
    from found
    group by grouping sets ((), (slice), (identity_id))`)
  const countsOf = ({ accepted, refused }: GroupRow) => ({ accepted, refused })
  const all = rows.find(({ by }) => by === 'all')
  return {
    total: { accepted: all?.accepted ?? 0, refused: all?.refused ?? 0, p95Ms: all?.p95 ?? null },
    slices: rows.flatMap((row) => (row.by === 'slice' && row.slice !== null ? [{ slice: row.slice, ...countsOf(row) }] : [])),
    identities: rows.filter(({ by }) => by === 'identity').map((row) => ({ externalIdentityId: row.identity_id, ...countsOf(row) })),
  }
}

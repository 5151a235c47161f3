import type { ExchangeStore, KeptAttempt, ReportedCounts } from '@bonafide/core'
import { and, desc, eq, gte, inArray, isNotNull, lt, sql } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { exchanges, exchangeTestimonies } from '../tables/index.ts'
import { idAt } from './id-at.ts'

type Ask<Name extends keyof ExchangeStore> = (
  db: Executor,
  ...call: Parameters<ExchangeStore[Name]>
) => Promise<Awaited<ReturnType<ExchangeStore[Name]>>>

export const testimonyOf: Ask<'testimonyOf'> = async (db, organisationId, exchangeId) => {
  const [row] = await db
    .select({ testimony: exchangeTestimonies.testimony })
    .from(exchangeTestimonies)
    .innerJoin(exchanges, eq(exchanges.id, exchangeTestimonies.exchangeId))
    .where(and(eq(exchanges.id, exchangeId), eq(exchanges.organisationId, organisationId)))
  return row?.testimony ?? null
}

export const attempts: Ask<'attempts'> = async (db, { organisationId, provider, serviceAccountIds, since, before, limit }) => {
  if (serviceAccountIds.length === 0) return []
  const { id, at, outcome, code, principal, serviceAccountId } = exchanges
  const rows = await db
    .select({ id, at, outcome, code, principal, serviceAccountId, testimony: exchangeTestimonies.testimony })
    .from(exchanges)
    .leftJoin(exchangeTestimonies, eq(exchangeTestimonies.exchangeId, exchanges.id))
    .where(
      and(
        eq(exchanges.organisationId, organisationId),
        eq(exchanges.provider, provider),
        inArray(exchanges.serviceAccountId, [...serviceAccountIds]),
        gte(exchanges.at, since),
        gte(exchanges.id, idAt(since)),
        before === null ? undefined : lt(exchanges.id, before),
      ),
    )
    .orderBy(desc(exchanges.id))
    .limit(limit)
  return rows as KeptAttempt[]
}

/** More would cost more than it tells. */
const countedRows = 10_000

type GroupRow = Record<string, unknown> & { name: string; code: string; expected: string | null; count: number; last_at_ms: number }

export const reported: Ask<'reported'> = async (db, organisationId, identityId, since) => {
  const newest = db
    .select({ id: exchanges.id, at: exchanges.at, steps: exchanges.steps })
    .from(exchanges)
    .where(
      and(
        eq(exchanges.organisationId, organisationId),
        eq(exchanges.externalIdentityId, identityId),
        isNotNull(exchanges.reportedCode),
        gte(exchanges.at, since),
        gte(exchanges.id, idAt(since)),
      ),
    )
    .orderBy(desc(exchanges.id))
    .limit(countedRows + 1)
  const { rows } = await db.execute<GroupRow>(sql`
    select step->>'name' as name, step->>'code' as code, step->>'expected' as expected, count(*)::int as count,
      (extract(epoch from max(at)) * 1000)::float8 as last_at_ms
    from (select at, jsonb_path_query_first(steps, '$[*] ? (@.status == "reported")') as step from (${newest}) as newest) as found
    where step is not null
    group by 1, 2, 3
    order by count desc, last_at_ms desc`)
  const total = rows.reduce((sum, row) => sum + row.count, 0)
  const groups = rows
    .slice(0, 50)
    .map(({ name, code, expected, count, last_at_ms }) => ({ step: name, code, expected, count, lastAt: new Date(last_at_ms) }))
  return { total: Math.min(total, countedRows), isMore: total > countedRows, groups } as ReportedCounts
}

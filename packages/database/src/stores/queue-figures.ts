import type { OverviewStore } from '@bonafide/core'
import { sql } from 'drizzle-orm'
import type { Executor } from '../executor.ts'

/** Counted in the whole product. A sync is late by how long ago it became due, if nobody runs it and nobody paused it. */
export const queueFigures: (db: Executor) => ReturnType<OverviewStore['queueFigures']> = async (db) => {
  const { rows: due } = await db.execute<{ due: number; lag: number; failing: number }>(sql`
    select (count(*) filter (where p.due_at <= now()))::int as due,
      coalesce(extract(epoch from now() - min(p.due_at) filter (where p.due_at <= now() and coalesce(p.leased_until, now()) <= now())), 0)::float8 as lag,
      (count(*) filter (where p.failure is not null))::int as failing
    from sync_progress p
    join syncs s on s.id = p.sync_id
    where s.deleted_at is null and s.paused_at is null and (p.due_at is not null or p.failure is not null)`)
  const { rows: runs } = await db.execute<{ outcome: string; count: number }>(sql`
    select outcome, count(*)::int as count from sync_runs where finished_at > now() - interval '1 hour' group by outcome`)
  const { rows: waiting } = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from webhook_deliveries where next_attempt_at is not null`)
  return {
    syncsDue: due[0]?.due ?? 0,
    syncLagSeconds: due[0]?.lag ?? 0,
    syncsFailing: due[0]?.failing ?? 0,
    runsOfLastHour: Object.fromEntries(runs.map(({ outcome, count }) => [outcome, count])),
    deliveriesWaiting: waiting[0]?.count ?? 0,
  }
}

import * as z from 'zod'
import type { Context } from '../context.ts'
import { exchangeFilter, requireExchangeReader } from '../exchange/list.ts'
import { parse } from '../parse.ts'
import type { ExchangeCounts, ExchangesOfIdentity } from './store.ts'

export interface ExchangeStats extends ExchangeCounts {
  /** Of a hundred exchanges ninety-five took at most so long; null when there was none. */
  p95Ms: number | null
  /** From the oldest to the newest, all of one length. */
  buckets: (ExchangeCounts & { from: Date; until: Date })[]
  /** The busiest first, at most 50. */
  byIdentity: ExchangesOfIdentity[]
}

const statsInput = exchangeFilter.omit({ since: true, until: true }).extend({
  since: z.date(),
  until: z.date().optional(),
  buckets: z.number().int().min(1, 'must be at least 1').max(200, 'must be at most 200').default(48),
})

const longestMs = 400 * 86_400_000
const spanInput = z.object({
  spanMs: z.number().min(60_000, 'must be at least a minute before the end').max(longestMs, 'must be at most 400 days before the end'),
})

/** How many exchanges of a filter were accepted and refused, over time and by identity: one statement, whatever the span. */
export async function readExchangeStats(input: unknown, context: Context): Promise<ExchangeStats> {
  requireExchangeReader(context)
  const { since, until = new Date(context.runtime.now()), buckets, ...filter } = parse(statsInput, input)
  parse(spanInput.shape.spanMs, until.getTime() - since.getTime(), '/since')
  const sliceMs = (until.getTime() - since.getTime()) / buckets
  const slices = { since, until, sliceSeconds: sliceMs / 1000 }
  const found = await context.stores.overview.exchangeStats(context.actor.organisationId, filter, slices)
  const borderOf = (slice: number) => new Date(Math.round(since.getTime() + slice * sliceMs))
  const bySlice = new Map(found.slices.map(({ slice, ...counts }) => [Math.min(slice, buckets - 1), counts]))
  return {
    ...found.total,
    buckets: Array.from({ length: buckets }, (_, slice) => ({
      from: borderOf(slice),
      until: borderOf(slice + 1),
      ...(bySlice.get(slice) ?? { accepted: 0, refused: 0 }),
    })),
    byIdentity: found.identities.toSorted((left, right) => right.accepted + right.refused - left.accepted - left.refused).slice(0, 50),
  }
}

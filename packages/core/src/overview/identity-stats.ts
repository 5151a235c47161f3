import * as z from 'zod'
import type { Context } from '../context.ts'
import { requireExchangeReader } from '../exchange/list.ts'
import { parse, uuid } from '../parse.ts'
import type { ExchangeCounts } from './store.ts'

export interface IdentityStats extends ExchangeCounts {
  /** From the oldest to now, all of one length: an hour for up to two days, a day for more. */
  buckets: (ExchangeCounts & { from: Date })[]
}

const hourSeconds = 3600
const daySeconds = 86_400

const statsInput = z.object({
  ids: z.array(uuid).max(5000),
  days: z.number().int().min(1, 'must be at least 1').max(90, 'must be at most 90'),
})

/** The exchanges of identities in the last days, by their id, also of those that had none. */
export async function readIdentityStats(input: unknown, context: Context): Promise<Map<string, IdentityStats>> {
  requireExchangeReader(context)
  const { ids, days } = parse(statsInput, input)
  const sliceSeconds = days <= 2 ? hourSeconds : daySeconds
  const sinceMs = context.runtime.now() - days * daySeconds * 1000
  const found = await context.stores.overview.identityExchanges(context.actor.organisationId, ids, new Date(sinceMs), sliceSeconds)
  const empty = (): IdentityStats => ({
    accepted: 0,
    refused: 0,
    buckets: Array.from({ length: (days * daySeconds) / sliceSeconds }, (_, slice) => ({
      from: new Date(sinceMs + slice * sliceSeconds * 1000),
      accepted: 0,
      refused: 0,
    })),
  })
  const stats = new Map(ids.map((id) => [id, empty()]))
  for (const { identityId, slice, accepted, refused } of found) {
    const one = stats.get(identityId)
    // The database's clock may be a little ahead of ours.
    const bucket = one?.buckets[Math.min(slice, one.buckets.length - 1)]
    if (!one || !bucket) continue
    one.accepted += accepted
    one.refused += refused
    bucket.accepted += accepted
    bucket.refused += refused
  }
  return stats
}

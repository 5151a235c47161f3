import * as z from 'zod'
import type { Context } from '../context.ts'
import { notFound } from '../errors.ts'
import type { Testimony, Verification } from '../external-identities/provider.ts'
import { parse, uuid } from '../parse.ts'
import { requireExchangeReader } from './list.ts'

/** Bigger ones are not kept: those attempts cannot be replayed. */
const maxTestimonyBytes = 8192

// PostgreSQL's jsonb takes neither: keeping a claim must never be what refuses its bearer.
const unkeepable = /\\u(0000|d[89a-f][0-9a-f]{2})/i

/** What is kept of what the platform vouched for; null when it vouched for nobody, said too much, or something that cannot be kept. */
export function keptTestimony(verification: Verification | null): Testimony | null {
  const testimony = verification?.testimony
  if (!testimony) return null
  const text = JSON.stringify(testimony)
  return new TextEncoder().encode(text).length <= maxTestimonyBytes && !unkeepable.test(text) ? testimony : null
}

/** With what the caller asked for beside, so that a change of lifetimes can be replayed too. */
export const withRequestedTtl = (verification: Verification, ttlSeconds: number | undefined): Verification => ({
  ...verification,
  testimony: verification.testimony && { ...verification.testimony, ...(ttlSeconds !== undefined && { requestedTtlSeconds: ttlSeconds }) },
})

export function requestedTtlIn({ requestedTtlSeconds }: Testimony): number | undefined {
  return typeof requestedTtlSeconds === 'number' ? requestedTtlSeconds : undefined
}

/** What the platform vouched for in one exchange, for those who may read exchanges; null when nothing of it was kept. */
export async function readTestimony(input: unknown, context: Context): Promise<Testimony | null> {
  requireExchangeReader(context)
  const { exchangeId } = parse(z.object({ exchangeId: uuid }), input)
  const { organisationId } = context.actor
  if (!(await context.stores.exchanges.find(organisationId, exchangeId))) throw notFound('exchange')
  return context.stores.exchanges.testimonyOf(organisationId, exchangeId)
}

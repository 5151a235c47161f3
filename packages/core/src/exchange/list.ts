import * as z from 'zod'
import type { Context, SignedInContext } from '../context.ts'
import { notFound } from '../errors.ts'
import { providerIds } from '../external-identities/provider.ts'
import { authorise } from '../organisations/authorise.ts'
import { byAge, type Page, parseList } from '../page.ts'
import { parse, text, uuid } from '../parse.ts'
import type { Exchange } from './store.ts'

/** What a list or a count of exchanges can be narrowed by. */
export const exchangeFilter = z.object({
  outcome: z.enum(['accepted', 'refused']).optional(),
  code: text(64).optional(),
  codes: z.array(text(64)).max(50).optional(),
  principal: text(2048).optional(),
  ip: text(64).optional(),
  provider: z.enum(providerIds).optional(),
  identityId: uuid.optional(),
  serviceAccountId: uuid.optional(),
  reported: z.boolean().optional(),
  search: text(200).optional(),
  since: z.date().optional(),
  until: z.date().optional(),
})

/** A trace is a log, and tells whom identities trust: reading it takes both permissions. The role of service accounts lacks the first. */
export function requireExchangeReader(context: Context): asserts context is SignedInContext {
  authorise(context, 'Logs', 'read')
  authorise(context, 'ExternalIdentities', 'read')
}

/** The attempts to log in to the organisation's accounts, newest first. */
export async function listExchanges(input: unknown, context: Context): Promise<Page<Exchange>> {
  requireExchangeReader(context)
  const { filter, page } = parseList(input, byAge, exchangeFilter)
  return context.stores.exchanges.list(context.actor.organisationId, filter, page)
}

/** Those of the attempts that are kept. */
export async function readExchanges(input: unknown, context: Context): Promise<Exchange[]> {
  requireExchangeReader(context)
  const { ids } = parse(z.object({ ids: z.array(uuid).max(5000) }), input)
  return context.stores.exchanges.findMany(context.actor.organisationId, ids)
}

/** One attempt with its whole trace. */
export async function readExchange(input: unknown, context: Context): Promise<Exchange> {
  requireExchangeReader(context)
  const { id } = parse(z.object({ id: uuid }), input)
  const exchange = await context.stores.exchanges.find(context.actor.organisationId, id)
  if (!exchange) throw notFound('exchange')
  return exchange
}

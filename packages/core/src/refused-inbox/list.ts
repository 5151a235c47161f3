import * as z from 'zod'
import type { Context, Services } from '../context.ts'
import { requireExchangeReader } from '../exchange/list.ts'
import type { Exchange } from '../exchange/store.ts'
import { providerIds } from '../external-identities/provider.ts'
import { byAge, type Page, parseList } from '../page.ts'
import { parse, text, uuid } from '../parse.ts'
import type { InboxFilter, ManyNames, RefusedGroup, UnverifiedRefusals } from './store.ts'

/** A group with its latest attempt: the nearest miss, and what would let it in. */
export interface RefusedCaller extends RefusedGroup {
  latest: Exchange
}

const dayMs = 86_400_000
const inboxFilter = z.object({
  provider: z.enum(providerIds).optional(),
  serviceAccountId: uuid.optional(),
  days: z.number().int().min(1, 'must be at least 1').max(90, 'must be at most 90').default(7),
})
const listFilter = inboxFilter.extend({ search: text(200).optional(), dismissed: z.boolean().default(false) })

/** Who was refused lately although a platform vouched for it, one entry for what is one matter, the latest first. */
export async function listRefusedCallers(input: unknown, context: Context): Promise<Page<RefusedCaller>> {
  requireExchangeReader(context)
  const { filter, page } = parseList(input, byAge, listFilter)
  const { organisationId } = context.actor
  const wanted = { ...sinceOf(filter, context), search: filter.search, dismissed: filter.dismissed }
  const found = await context.stores.refusedInbox.list(organisationId, wanted, page, manyNamesOf(context))
  const exchanges = await context.stores.exchanges.findMany(
    organisationId,
    found.rows.map(({ id }) => id),
  )
  const latestOf = new Map(exchanges.map((exchange) => [exchange.id, exchange]))
  // What is purged between the two statements is not shown any more.
  const shown = found.rows.flatMap((group, index) => {
    const latest = latestOf.get(group.id)
    return latest ? [{ row: { ...group, latest }, value: found.values[index] ?? null }] : []
  })
  return { ...found, rows: shown.map(({ row }) => row), values: shown.map(({ value }) => value) }
}

/** How many were refused whom no platform vouched for: counted, never named. */
export async function countUnverifiedRefusals(input: unknown, context: Context): Promise<UnverifiedRefusals> {
  requireExchangeReader(context)
  const filter = sinceOf(parse(inboxFilter, input), context)
  return context.stores.refusedInbox.unverified(context.actor.organisationId, filter)
}

const sinceOf = ({ provider, serviceAccountId, days }: z.output<typeof inboxFilter>, { runtime }: Context): InboxFilter => ({
  provider,
  serviceAccountId,
  since: new Date(runtime.now() - days * dayMs),
})

export const manyNamesOf = ({ providers }: Pick<Services, 'providers'>): ManyNames =>
  Object.fromEntries(Object.values(providers).map(({ form, manyNames }) => [form.id, manyNames]))

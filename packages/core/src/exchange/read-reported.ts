import * as z from 'zod'
import type { Context } from '../context.ts'
import { notFound } from '../errors.ts'
import { parse, uuid } from '../parse.ts'
import { requireExchangeReader } from './list.ts'
import type { ReportedCounts } from './store.ts'

/** Would-be refusals since report-only was switched on, as far as their exchanges are still kept. */
export interface ReportOnly extends ReportedCounts {
  since: Date
}

/** What report-only of an identity has let through; null while it is off. */
export async function readReported(input: unknown, context: Context): Promise<ReportOnly | null> {
  requireExchangeReader(context)
  const { identityId } = parse(z.object({ identityId: uuid }), input)
  const { organisationId } = context.actor
  const identity = await context.stores.externalIdentities.find(organisationId, identityId)
  if (!identity) throw notFound('external identity')
  const { reportOnlySince: since } = identity
  return since && { since, ...(await context.stores.exchanges.reported(organisationId, identityId, since)) }
}

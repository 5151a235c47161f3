import * as z from 'zod'
import { record } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { notFound } from '../errors.ts'
import { requireExchangeReader } from '../exchange/list.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { manyNamesOf } from './list.ts'

const restoreInput = z.object({ exchangeId: uuid })
const dismissInput = restoreInput.extend({ forGood: z.boolean().default(false) })

/**
 * Takes a refused caller off the inbox: until it is refused again after the exchange that was looked at, or for good. Nothing else changes:
 * it stays refused, and its exchanges stay on record.
 */
export async function dismissRefusedCaller(input: unknown, context: Context): Promise<void> {
  requireKeeper(context)
  const { exchangeId, forGood } = parse(dismissInput, input)
  const { organisationId, name } = context.actor
  await context.stores.transaction(async (stores) => {
    const done = await stores.refusedInbox.dismiss(organisationId, exchangeId, { forGood, by: name }, manyNamesOf(context))
    if (!done) throw notFound('refused exchange of a verified caller')
    const principal = (await stores.exchanges.find(organisationId, exchangeId))?.principal
    const after = { forGood }
    await record(
      organisationId,
      { action: 'exchange.dismiss', resourceType: 'exchange', resourceId: exchangeId, resourceName: principal, after },
      stores,
      context,
    )
  })
}

/** Puts it back. */
export async function restoreRefusedCaller(input: unknown, context: Context): Promise<void> {
  requireKeeper(context)
  const { exchangeId } = parse(restoreInput, input)
  const { organisationId } = context.actor
  await context.stores.transaction(async (stores) => {
    const exchange = await stores.exchanges.find(organisationId, exchangeId)
    if (!exchange) throw notFound('exchange')
    if (!(await stores.refusedInbox.restore(organisationId, exchangeId, manyNamesOf(context)))) return
    await record(
      organisationId,
      { action: 'exchange.restore', resourceType: 'exchange', resourceId: exchangeId, resourceName: exchange.principal },
      stores,
      context,
    )
  })
}

/** What one person dismisses everybody misses, so it takes the right to decide over whom identities trust. */
function requireKeeper(context: Context): asserts context is SignedInContext {
  requireExchangeReader(context)
  authorise(context, 'ExternalIdentities', 'update')
}

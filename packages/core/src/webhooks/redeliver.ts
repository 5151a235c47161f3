import * as z from 'zod'
import { record } from '../audit/record.ts'
import type { Context } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { rateLimits, requireRate } from '../rate-limit.ts'
import { dateOf } from '../runtime.ts'
import { fresh } from './announce.ts'
import { requireWebhook, webhookName } from './rights.ts'
import type { WebhookDelivery } from './webhook.ts'

/** Sends a message again, under the id that it had: receivers that did take it know it. */
export async function redeliverWebhook(input: unknown, context: Context): Promise<WebhookDelivery> {
  authorise(context, 'Organisation', 'update')
  authorise(context, 'Logs', 'read')
  const { deliveryId } = parse(z.object({ deliveryId: uuid }), input)
  const { actor, limits } = context
  const { organisationId } = actor
  await requireRate(limits, `webhook:${actor.id}`, rateLimits.webhookPerCaller)
  return context.stores.transaction(async (stores) => {
    const found = await stores.webhooks.findDelivery(organisationId, deliveryId)
    if (!found) throw notFound('delivery')
    const webhook = await requireWebhook(found.webhookId, stores, context)
    // Again, now that nobody else restarts or settles one of this endpoint's.
    const before = (await stores.webhooks.findDelivery(organisationId, deliveryId)) ?? found
    if (before.state === 'pending') throw new DomainError('conflict', 'This delivery is under way already, or waits for its next attempt.')
    if (webhook.disabledReason !== null) throw new DomainError('conflict', 'The webhook is off. Switch it on first, then send this again.')
    const delivery = { ...before, ...fresh(dateOf(context.runtime)) }
    await stores.webhooks.restartDelivery(delivery)
    const after = { deliveryId, event: before.event }
    const deed = { action: 'webhook.redeliver', resourceType: 'webhook', resourceId: webhook.id, resourceName: webhookName(webhook), after }
    await record(organisationId, deed, stores, context)
    return delivery
  })
}

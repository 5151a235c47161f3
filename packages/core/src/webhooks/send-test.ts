import * as z from 'zod'
import { record } from '../audit/record.ts'
import type { Context } from '../context.ts'
import { notFound } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { rateLimits, requireRate } from '../rate-limit.ts'
import { dateOf } from '../runtime.ts'
import { bodyOf, newDelivery } from './announce.ts'
import { attemptDelivery, leaseMs } from './deliver.ts'
import { requireWebhook, webhookName } from './rights.ts'
import { testEvent, type WebhookDelivery } from './webhook.ts'

/** Sends a test event now, also to an endpoint that is off, once, and answers how that went. */
export async function testWebhook(input: unknown, context: Context): Promise<WebhookDelivery> {
  authorise(context, 'Organisation', 'update')
  authorise(context, 'Logs', 'read')
  const { id } = parse(z.object({ id: uuid }), input)
  const { actor, stores, runtime, limits } = context
  const { organisationId } = actor
  const now = dateOf(runtime)
  if (!(await stores.webhooks.find(organisationId, id))) throw notFound('webhook')
  await requireRate(limits, `webhook:${actor.id}`, rateLimits.webhookPerCaller)
  const body = bodyOf(testEvent, { organisationId, message: 'A test, sent from the console or the API.', sentBy: actor.name }, now)
  const delivery: WebhookDelivery = {
    ...newDelivery({ organisationId, webhookId: id, event: testEvent, body }, runtime),
    attempts: 1,
    nextAttemptAt: new Date(now.getTime() + leaseMs),
  }
  await stores.transaction(async (inside) => {
    const webhook = await requireWebhook(id, inside, context)
    await inside.webhooks.insertDeliveries([delivery])
    const deed = { action: 'webhook.test', resourceType: 'webhook', resourceId: id, resourceName: webhookName(webhook) }
    await record(organisationId, deed, inside, context)
  })
  await attemptDelivery(delivery, context)
  return (await stores.webhooks.findDelivery(organisationId, delivery.id)) ?? delivery
}

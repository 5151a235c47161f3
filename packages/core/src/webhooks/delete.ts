import * as z from 'zod'
import { record } from '../audit/record.ts'
import type { Context } from '../context.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { requireWebhook, webhookName } from './rights.ts'

/** Takes an endpoint away with its log; what waits for it is not sent. */
export async function deleteWebhook(input: unknown, context: Context): Promise<{ id: string }> {
  authorise(context, 'Organisation', 'update')
  authorise(context, 'Logs', 'read')
  const { id } = parse(z.object({ id: uuid }), input)
  return context.stores.transaction(async (stores) => {
    const webhook = await requireWebhook(id, stores, context)
    await stores.webhooks.remove(id)
    const before = { host: webhookName(webhook), events: webhook.events }
    const deed = { action: 'webhook.delete', resourceType: 'webhook', resourceId: id, resourceName: webhookName(webhook), before }
    await record(webhook.organisationId, deed, stores, context)
    return { id }
  })
}

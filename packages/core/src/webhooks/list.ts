import * as z from 'zod'
import type { Context } from '../context.ts'
import { notFound } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { byAge, type Page, parseList } from '../page.ts'
import { parse, uuid } from '../parse.ts'
import { type ShownWebhook, shown, type WebhookDelivery } from './webhook.ts'

/** The endpoints of the organisation, oldest first. */
export async function listWebhooks(context: Context): Promise<ShownWebhook[]> {
  authorise(context, 'Organisation', 'read')
  authorise(context, 'Logs', 'read')
  return (await context.stores.webhooks.list(context.actor.organisationId)).map(shown)
}

export async function readWebhook(input: unknown, context: Context): Promise<ShownWebhook> {
  authorise(context, 'Organisation', 'read')
  authorise(context, 'Logs', 'read')
  const { id } = parse(z.object({ id: uuid }), input)
  const webhook = await context.stores.webhooks.find(context.actor.organisationId, id)
  if (!webhook) throw notFound('webhook')
  return shown(webhook)
}

const filterInput = z.object({ state: z.enum(['pending', 'delivered', 'failed']).optional() })

/** What was sent to an endpoint, newest first. */
export async function listWebhookDeliveries(input: unknown, context: Context): Promise<Page<WebhookDelivery>> {
  authorise(context, 'Organisation', 'read')
  authorise(context, 'Logs', 'read')
  const { webhookId } = parse(z.object({ webhookId: uuid }), input)
  const { filter, page } = parseList(input, byAge, filterInput)
  const webhook = await context.stores.webhooks.find(context.actor.organisationId, webhookId)
  if (!webhook) throw notFound('webhook')
  return context.stores.webhooks.listDeliveries(webhookId, filter, page)
}

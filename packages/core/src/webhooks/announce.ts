import type { Services } from '../context.ts'
import { dateOf, newId } from '../runtime.ts'
import type { Stores } from '../stores.ts'
import type { WebhookData, WebhookDelivery, WebhookEvent } from './webhook.ts'

/** Where in the console there is more to see. */
const pathOf: { [Event in WebhookEvent]: (data: WebhookData[Event]) => string } = {
  'sync.failed': ({ syncId }) => `/integrations/syncs/${syncId}`,
  'sync.recovered': ({ syncId }) => `/integrations/syncs/${syncId}`,
  'sync.drifted': ({ syncId }) => `/integrations/syncs/${syncId}`,
}

/**
 * Tells every endpoint of the organisation that asked for it. `stores` are those of the transaction in which it happened: what is rolled back is
 * not told, and what is committed is, whatever becomes of this node.
 */
export async function announce<Event extends WebhookEvent>(
  event: Event,
  organisationId: string,
  data: WebhookData[Event],
  stores: Stores,
  { runtime, settings }: Pick<Services, 'runtime' | 'settings'>,
): Promise<void> {
  const webhookIds = await stores.webhooks.subscribers(organisationId, event)
  if (webhookIds.length === 0) return
  const link = `${settings.publicUrl}/${organisationId}${pathOf[event](data)}`
  const body = bodyOf(event, { organisationId, ...data, link }, dateOf(runtime))
  const waiting = webhookIds.map((webhookId) => newDelivery({ organisationId, webhookId, event, body }, runtime))
  await stores.webhooks.insertDeliveries(waiting)
}

/** Source: Standard Webhooks, "Payload structure". */
export const bodyOf = (type: string, data: object, at: Date): string => JSON.stringify({ type, timestamp: at.toISOString(), data })

/** A delivery that is due now. */
export function newDelivery(
  what: Pick<WebhookDelivery, 'organisationId' | 'webhookId' | 'event' | 'body'>,
  runtime: Services['runtime'],
): WebhookDelivery {
  const now = dateOf(runtime)
  return { ...what, id: newId(runtime), createdAt: now, ...fresh(now) }
}

/** As it stands before its first attempt. */
export const fresh = (now: Date) => ({
  state: 'pending' as const,
  attempts: 0,
  nextAttemptAt: now,
  lastAttemptAt: null,
  status: null,
  failure: null,
  durationMs: null,
  finishedAt: null,
})

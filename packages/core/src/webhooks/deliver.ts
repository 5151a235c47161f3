import { CryptoError } from '@bonafide/crypto'
import { record } from '../audit/record.ts'
import type { Context, Services } from '../context.ts'
import { dateOf, newId, OutboundError } from '../runtime.ts'
import type { Stores } from '../stores.ts'
import { openSecrets, signedHeaders } from './secret.ts'
import { type DeliveryFailure, type DisabledReason, testEvent, type Webhook, type WebhookDelivery } from './webhook.ts'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Waits before the second attempt, the third …: a day in all. */
const retryAfterMs = [10 * second, minute, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 8 * hour, 8 * hour]
/** Longer than an attempt can take: after it, whoever took a delivery is taken for dead. */
export const leaseMs = 2 * minute
const timeoutMs = 10 * second
/** Nobody reads what endpoints answer; a receiver that sends more is no receiver. */
const maxAnswerBytes = 65_536
/** An endpoint that took nothing for so long is switched off. */
const patienceMs = 5 * day

interface Attempt {
  status: number | null
  failure: DeliveryFailure | null
  durationMs: number
}

/** Sends one delivery, if it is due and nobody else is at it, and writes down how it went. */
export async function deliverWebhook(id: string, services: Services): Promise<void> {
  const { stores, runtime } = services
  const now = dateOf(runtime)
  const delivery = await stores.webhooks.takeDelivery(id, now, new Date(now.getTime() + leaseMs))
  if (delivery) await attemptDelivery(delivery, services)
}

/** The next minute's look for deliveries whose job died with a node. */
export const wakeOverdueWebhooks = ({ stores, runtime }: Services): Promise<number> =>
  stores.webhooks.wakeOverdue(new Date(runtime.now() - minute), 1_000)

/** One attempt of a delivery that is ours. */
export async function attemptDelivery(delivery: WebhookDelivery, services: Services): Promise<void> {
  const webhook = await services.stores.webhooks.find(delivery.organisationId, delivery.webhookId)
  if (!webhook) return
  const isOff = webhook.disabledReason !== null && delivery.event !== testEvent
  const attempt: Attempt = isOff ? { status: null, failure: 'disabled', durationMs: 0 } : await send(delivery, webhook, services)
  await services.stores.transaction((stores) => settle(delivery, attempt, stores, services))
}

async function send(delivery: WebhookDelivery, webhook: Webhook, { runtime, keyring, settings }: Services): Promise<Attempt> {
  const startMs = runtime.now()
  const ended = (status: number | null, failure: DeliveryFailure | null): Attempt => ({
    status,
    failure,
    durationMs: Math.max(0, Math.round(runtime.now() - startMs)),
  })
  try {
    const headers = {
      ...signedHeaders(delivery, openSecrets(webhook, dateOf(runtime), keyring), dateOf(runtime)),
      'content-type': 'application/json',
      'user-agent': `Bonafide/${settings.version}`,
    }
    const call = { method: 'POST' as const, headers, body: delivery.body, timeoutMs, maxBytes: maxAnswerBytes }
    const { status } = await runtime.fetch(webhook.url, call)
    return ended(status, status >= 200 && status < 300 ? null : 'status')
  } catch (thrown) {
    if (thrown instanceof OutboundError) return ended(null, thrown.failure)
    if (thrown instanceof CryptoError) return ended(null, 'secret_unreadable')
    throw thrown
  }
}

async function settle(delivery: WebhookDelivery, attempt: Attempt, stores: Stores, services: Services): Promise<void> {
  const webhook = await stores.webhooks.find(delivery.organisationId, delivery.webhookId, { lock: true })
  if (!webhook) return
  const now = dateOf(services.runtime)
  const { failure, status, durationMs } = attempt
  const isOver = failure === null || failure === 'disabled' || status === 410 || delivery.event === testEvent
  const waitMs = isOver ? undefined : retryAfterMs[delivery.attempts - 1]
  const settled = await stores.webhooks.settleDelivery({
    ...delivery,
    state: failure === null ? 'delivered' : waitMs === undefined ? 'failed' : 'pending',
    nextAttemptAt: waitMs === undefined ? null : new Date(now.getTime() + jittered(waitMs, services)),
    lastAttemptAt: now,
    status,
    failure,
    durationMs,
    finishedAt: waitMs === undefined ? now : null,
  })
  // What somebody tries out says nothing about an endpoint that is not meant to be reached yet.
  if (!settled || failure === 'disabled' || (delivery.event === testEvent && failure !== null)) return
  const failingSince = failure === null ? null : (webhook.failingSince ?? now)
  const lastDeliveredAt = failure === null ? now : webhook.lastDeliveredAt
  const disabledReason = webhook.disabledReason ?? reasonToDisable(status, failingSince, now)
  await stores.webhooks.update({ ...webhook, failingSince, lastDeliveredAt, disabledReason })
  if (disabledReason !== webhook.disabledReason) await recordDisabling(webhook, disabledReason, stores, services)
}

/** A tenth more or less, so that what failed together does not come back together. */
const jittered = (waitMs: number, { runtime }: Services): number =>
  Math.round(waitMs * (0.9 + ((runtime.randomBytes(1)[0] ?? 0) / 255) * 0.2))

// Source: Standard Webhooks, "Deliverability": 410 Gone says that nothing more is wanted.
function reasonToDisable(status: number | null, failingSince: Date | null, now: Date): DisabledReason | null {
  if (status === 410) return 'gone'
  return failingSince !== null && now.getTime() - failingSince.getTime() >= patienceMs ? 'failing' : null
}

async function recordDisabling(
  { id, organisationId, url }: Webhook,
  reason: DisabledReason | null,
  stores: Stores,
  services: Services,
): Promise<void> {
  const request = { id: `req_${newId(services.runtime).replaceAll('-', '')}`, ip: '', userAgent: 'delivery of webhooks' }
  const context: Context = { ...services, actor: { kind: 'system', name: 'delivery of webhooks' }, request }
  const deed = { action: 'webhook.disable', resourceType: 'webhook', resourceId: id, resourceName: new URL(url).host, after: { reason } }
  await record(organisationId, deed, stores, context)
}

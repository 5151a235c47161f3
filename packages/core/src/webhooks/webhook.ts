import type { OutboundFailure } from '../runtime.ts'
import type { DestinationId } from '../syncs/destination.ts'
import type { RunFailureCode } from '../syncs/sync.ts'

export const webhookEvents = ['sync.failed', 'sync.recovered', 'sync.drifted'] as const
export type WebhookEvent = (typeof webhookEvents)[number]

/** Sent on request alone, to see whether an endpoint takes what it is sent. */
export const testEvent = 'webhook.test'

/** What events of syncs tell: ids, names, a code and a sentence; never a value and never the name of a key. */
export interface SyncEventData {
  syncId: string
  runId: string | null
  appId: string
  appName: string
  environmentId: string
  environmentName: string
  path: string
  destination: DestinationId
  /** One line: what it is called at the destination. */
  target: string
  code: RunFailureCode | null
  sentence: string | null
  /** The permission that was missing, as the cloud names it. */
  missingAction: string | null
}

export type WebhookData = Record<WebhookEvent, SyncEventData>

/** Why an endpoint is off: somebody switched it off, it failed for days, or it answered 410. */
export const disabledReasons = ['by_hand', 'failing', 'gone'] as const
export type DisabledReason = (typeof disabledReasons)[number]

/** Where an organisation is told of what happens, by signed requests (Standard Webhooks). */
export interface Webhook {
  id: string
  organisationId: string
  url: string
  description: string
  events: WebhookEvent[]
  /** `bf:v1:…` with the place `webhook_secret:<id>`. */
  serverWrappedSecret: string
  /** The secret before it, which signs beside it for a while; place `webhook_previous_secret:<id>`. */
  serverWrappedPreviousSecret: string | null
  previousSecretUntil: Date | null
  /** Null: it is on. */
  disabledReason: DisabledReason | null
  /** Since when every delivery has failed; null when the last one did not. */
  failingSince: Date | null
  lastDeliveredAt: Date | null
  /** Moves with every edit. */
  version: number
  createdAt: Date
  updatedAt: Date
}

/** What administrators see. */
export type ShownWebhook = Omit<Webhook, 'serverWrappedSecret' | 'serverWrappedPreviousSecret'>

export type DeliveryState = 'pending' | 'delivered' | 'failed'

/** `status`: an answer that is not 2xx; `disabled`: the endpoint was switched off meanwhile; `secret_unreadable`: the server key is not there. */
export type DeliveryFailure = OutboundFailure | 'status' | 'disabled' | 'secret_unreadable'

/** One message to one endpoint, and how its last attempt went. */
export interface WebhookDelivery {
  /** Also the id of the message, the same in every attempt. */
  id: string
  organisationId: string
  webhookId: string
  event: WebhookEvent | typeof testEvent
  /** JSON, exactly as it is signed and sent. */
  body: string
  state: DeliveryState
  attempts: number
  /** While an attempt is under way: when another may begin all the same. Null when there is none to come. */
  nextAttemptAt: Date | null
  lastAttemptAt: Date | null
  status: number | null
  failure: DeliveryFailure | null
  durationMs: number | null
  createdAt: Date
  finishedAt: Date | null
}

export const webhookSecretPlace = (id: string): string => `webhook_secret:${id}`
export const previousSecretPlace = (id: string): string => `webhook_previous_secret:${id}`

export function shown({ serverWrappedSecret: _, serverWrappedPreviousSecret: __, ...webhook }: Webhook): ShownWebhook {
  return webhook
}

import type { Page, PageRequest } from '../page.ts'
import type { DeliveryState, Webhook, WebhookDelivery, WebhookEvent } from './webhook.ts'

export interface DeliveryFilter {
  state?: DeliveryState
}

export interface WebhookStore {
  insert(webhook: Webhook): Promise<void>
  /** `lock`: no other transaction changes it before ours ends. */
  find(organisationId: string, id: string, options?: { lock: boolean }): Promise<Webhook | null>
  /** Oldest first. */
  list(organisationId: string): Promise<Webhook[]>
  update(webhook: Webhook): Promise<void>
  /** With all its deliveries. */
  remove(id: string): Promise<void>
  /** Ids of the endpoints that are on and want to be told of an event. */
  subscribers(organisationId: string, event: WebhookEvent): Promise<string[]>

  /** Writes deliveries, and for those that wait a job that is there when the transaction commits. */
  insertDeliveries(deliveries: readonly WebhookDelivery[]): Promise<void>
  findDelivery(organisationId: string, id: string): Promise<WebhookDelivery | null>
  /** Newest first. */
  listDeliveries(webhookId: string, filter: DeliveryFilter, page: PageRequest): Promise<Page<WebhookDelivery>>
  /** The delivery, if it is due: counted as one attempt more, and nobody else's until then. */
  takeDelivery(id: string, now: Date, until: Date): Promise<WebhookDelivery | null>
  /** How an attempt ended, unless another one has begun; one that waits again gets a job. False when nothing was written. */
  settleDelivery(delivery: WebhookDelivery): Promise<boolean>
  /** Begins a finished delivery anew. */
  restartDelivery(delivery: WebhookDelivery): Promise<void>
  /** Makes jobs for deliveries that were due before then and whose job is gone with a node; answers how many. */
  wakeOverdue(before: Date, limit: number): Promise<number>
  /** Deletes what ended so many days ago; answers how many. */
  purgeDeliveries(days: number, limit: number): Promise<number>
}

import type { SignedInContext } from '../context.ts'
import { notFound } from '../errors.ts'
import type { Stores } from '../stores.ts'
import type { Webhook } from './webhook.ts'

// Webhooks are a setting of the organisation, and they tell what its logs tell: the names of apps and environments that somebody may not hold.
// So every use case here asks for a permission on Organisation, and for Logs:read.

/** An endpoint of the actor's organisation, locked for the transaction. */
export async function requireWebhook(id: string, stores: Stores, { actor }: SignedInContext): Promise<Webhook> {
  const webhook = await stores.webhooks.find(actor.organisationId, id, { lock: true })
  if (!webhook) throw notFound('webhook')
  return webhook
}

/** How audit rows call an endpoint: its host; paths of receivers often are a secret. */
export const webhookName = ({ url }: Pick<Webhook, 'url'>): string => new URL(url).host

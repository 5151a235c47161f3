import * as z from 'zod'
import { changed, record } from '../audit/record.ts'
import type { Context } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import { requireEndpoint, webhookFields } from './input.ts'
import { requireWebhook, webhookName } from './rights.ts'
import { type ShownWebhook, shown, type Webhook } from './webhook.ts'

const { url, description, events } = webhookFields

const updateInput = z.object({
  id: uuid,
  url: url.optional(),
  description: description.optional(),
  events: events.optional(),
  enabled: z.boolean().optional(),
  /** The version that the edit began from; another one in between is a `conflict`. */
  expectedVersion: z.int().min(1).optional(),
})

/** Changes an endpoint, or switches it on or off. What failed while it was off is told only when it is redelivered. */
export async function updateWebhook(input: unknown, context: Context): Promise<ShownWebhook> {
  authorise(context, 'Organisation', 'update')
  authorise(context, 'Logs', 'read')
  const { id, enabled, expectedVersion, ...fields } = parse(updateInput, input)
  if (fields.url !== undefined) requireEndpoint(fields.url, context.settings)
  return context.stores.transaction(async (stores) => {
    const before = await requireWebhook(id, stores, context)
    if (expectedVersion !== undefined && expectedVersion !== before.version) {
      throw new DomainError('conflict', 'Somebody else has changed this webhook meanwhile. Reload it and make your change again.')
    }
    const after: Webhook = {
      ...before,
      ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
      ...(enabled === true && before.disabledReason !== null ? { disabledReason: null, failingSince: null } : {}),
      ...(enabled === false ? { disabledReason: before.disabledReason ?? 'by_hand' } : {}),
      version: before.version + 1,
      updatedAt: dateOf(context.runtime),
    }
    const difference = changed(told(before), told(after), ['host', 'path', 'description', 'events', 'disabledReason'])
    if (!difference) return shown(before)
    await stores.webhooks.update(after)
    const deed = { action: 'webhook.update', resourceType: 'webhook', resourceId: id, resourceName: webhookName(after), ...difference }
    await record(before.organisationId, withoutPath(deed), stores, context)
    return shown(after)
  })
}

const told = ({ url: address, description: words, events: wanted, disabledReason }: Webhook) => {
  const { host, pathname, search } = new URL(address)
  return { host, path: pathname + search, description: words, events: wanted, disabledReason }
}

/** That the path has changed is told, and not what it is. */
function withoutPath<Deed extends { before: Record<string, unknown>; after: Record<string, unknown> }>(deed: Deed): Deed {
  if (!('path' in deed.after)) return deed
  return { ...deed, before: { ...deed.before, path: 'before' }, after: { ...deed.after, path: 'changed' } }
}

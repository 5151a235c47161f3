import * as z from 'zod'
import { record } from '../audit/record.ts'
import type { Context } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse } from '../parse.ts'
import { dateOf, newId } from '../runtime.ts'
import { requireEndpoint, webhookFields } from './input.ts'
import { webhookName } from './rights.ts'
import { newWebhookSecret } from './secret.ts'
import { type ShownWebhook, shown, type Webhook, webhookSecretPlace } from './webhook.ts'

/** Each change may be told to all of them. */
export const mostWebhooks = 20

const createInput = z.object({ ...webhookFields, description: webhookFields.description.default('') })

export interface CreatedWebhook {
  webhook: ShownWebhook
  /** `whsec_…`, told this once. */
  secret: string
}

/** Adds an endpoint; what happens from now on is told to it. */
export async function createWebhook(input: unknown, context: Context): Promise<CreatedWebhook> {
  authorise(context, 'Organisation', 'update')
  authorise(context, 'Logs', 'read')
  const fields = parse(createInput, input)
  requireEndpoint(fields.url, context.settings)
  const { runtime, keyring, actor } = context
  const { organisationId } = actor
  return context.stores.transaction(async (stores) => {
    await stores.apps.lockOrganisation(organisationId)
    if ((await stores.webhooks.list(organisationId)).length >= mostWebhooks) {
      throw new DomainError('conflict', `There are ${mostWebhooks} webhooks already, which is the most. Delete one first.`)
    }
    const [id, now, secret] = [newId(runtime), dateOf(runtime), newWebhookSecret(runtime)]
    const webhook: Webhook = {
      ...fields,
      id,
      organisationId,
      serverWrappedSecret: keyring.wrap(secret, webhookSecretPlace(id), runtime.randomBytes),
      serverWrappedPreviousSecret: null,
      previousSecretUntil: null,
      disabledReason: null,
      failingSince: null,
      lastDeliveredAt: null,
      version: 1,
      createdAt: now,
      updatedAt: now,
    }
    await stores.webhooks.insert(webhook)
    const after = { host: webhookName(webhook), events: webhook.events, description: webhook.description }
    const deed = { action: 'webhook.create', resourceType: 'webhook', resourceId: id, resourceName: webhookName(webhook), after }
    await record(organisationId, deed, stores, context)
    return { webhook: shown(webhook), secret }
  })
}

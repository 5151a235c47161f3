import * as z from 'zod'
import { record } from '../audit/record.ts'
import type { Context } from '../context.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import type { CreatedWebhook } from './create.ts'
import { requireWebhook, webhookName } from './rights.ts'
import { newWebhookSecret } from './secret.ts'
import { previousSecretPlace, shown, type Webhook, webhookSecretPlace } from './webhook.ts'

/** So long the old secret signs beside the new one: time to change it at the receiver. */
const overlapMs = 24 * 3_600_000

const rotateInput = z.object({
  id: uuid,
  /** The old secret is known to somebody it should not be: it signs nothing any more. */
  endsOldNow: z.boolean().default(false),
})

/** Gives an endpoint a new secret, told this once. */
export async function rotateWebhookSecret(input: unknown, context: Context): Promise<CreatedWebhook> {
  authorise(context, 'Organisation', 'update')
  authorise(context, 'Logs', 'read')
  const { id, endsOldNow } = parse(rotateInput, input)
  const { runtime, keyring } = context
  return context.stores.transaction(async (stores) => {
    const before = await requireWebhook(id, stores, context)
    const secret = newWebhookSecret(runtime)
    const now = dateOf(runtime)
    const old = endsOldNow ? null : keyring.unwrap(before.serverWrappedSecret, webhookSecretPlace(id))
    const webhook: Webhook = {
      ...before,
      serverWrappedSecret: keyring.wrap(secret, webhookSecretPlace(id), runtime.randomBytes),
      serverWrappedPreviousSecret: old === null ? null : keyring.wrap(old, previousSecretPlace(id), runtime.randomBytes),
      previousSecretUntil: old === null ? null : new Date(now.getTime() + overlapMs),
      version: before.version + 1,
      updatedAt: now,
    }
    await stores.webhooks.update(webhook)
    const after = { endsOldNow }
    const deed = { action: 'webhook.rotate_secret', resourceType: 'webhook', resourceId: id, resourceName: webhookName(webhook), after }
    await record(before.organisationId, deed, stores, context)
    return { webhook: shown(webhook), secret }
  })
}

import { decodeBase64, encodeBase64, encodeUtf8, hmacSha256 } from '@bonafide/crypto'
import type { Services } from '../context.ts'
import { previousSecretPlace, type Webhook, type WebhookDelivery, webhookSecretPlace } from './webhook.ts'

const prefix = 'whsec_'
const secretBytes = 32

/** Source: Standard Webhooks, "Symmetric": `whsec_` and the base64 of 24 to 64 random bytes. */
export const newWebhookSecret = ({ randomBytes }: Services['runtime']): string => prefix + encodeBase64(randomBytes(secretBytes))

type Sealed = Pick<Webhook, 'id' | 'serverWrappedSecret' | 'serverWrappedPreviousSecret' | 'previousSecretUntil'>

/** What is good for signing at an instant, the newest first. Fails with a `CryptoError` where the server's key is not there. */
export function openSecrets(webhook: Sealed, now: Date, keyring: Services['keyring']): string[] {
  const { id, serverWrappedSecret, serverWrappedPreviousSecret: previous, previousSecretUntil } = webhook
  const current = keyring.unwrap(serverWrappedSecret, webhookSecretPlace(id))
  if (previous === null || previousSecretUntil === null || previousSecretUntil <= now) return [current]
  return [current, keyring.unwrap(previous, previousSecretPlace(id))]
}

/**
 * The headers by which a receiver knows that a message is ours, and that it is of now. Source: Standard Webhooks, "Signature scheme":
 * HMAC-SHA256 of `id.timestamp.body`, one signature for each secret.
 */
export function signedHeaders({ id, body }: Pick<WebhookDelivery, 'id' | 'body'>, secrets: readonly string[], now: Date) {
  const messageId = `msg_${id.replaceAll('-', '')}`
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const message = encodeUtf8(`${messageId}.${timestamp}.${body}`)
  const signatures = secrets.map((secret) => `v1,${encodeBase64(hmacSha256(keyOf(secret), message))}`)
  return { 'webhook-id': messageId, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}

const keyOf = (secret: string): Uint8Array => decodeBase64(secret.slice(prefix.length), 'malformed_key')

import * as z from 'zod'
import type { ServerSettings } from '../context.ts'
import { DomainError } from '../errors.ts'
import { undialable } from '../external-identities/dialable.ts'
import { text } from '../parse.ts'
import { webhookEvents } from './webhook.ts'

const url = text(2000)
  .transform((value) => value.trim())
  .refine((value) => isEndpoint(value), 'must be a URL beginning with https://, without user, password or fragment')

/** The fields of an endpoint that people choose. */
export const webhookFields = {
  url,
  description: text(200),
  events: z
    .array(z.enum(webhookEvents, `must be one of ${webhookEvents.join(', ')}`))
    .min(1, 'must name at least one event')
    .max(100, 'must name at most 100 events')
    .transform((events) => webhookEvents.filter((event) => events.includes(event))),
}

function isEndpoint(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, username, password, hash } = new URL(value)
  return /^https?:$/.test(protocol) && username === '' && password === '' && hash === ''
}

/** Fails with `malformed_request` when an endpoint is not of the Internet, unless the operator has named it. */
export function requireEndpoint(endpoint: string, { privateHosts }: ServerSettings): void {
  const refusal = undialable(new URL(endpoint), privateHosts)
  if (refusal === undefined) return
  const message = `${refusal.message}; the operator can allow ${refusal.place} by BONAFIDE_ALLOW_PRIVATE_HOSTS`
  throw new DomainError('malformed_request', `/url: ${message}`, { fields: [{ pointer: '/url', message }] })
}

import * as z from 'zod'
import { DomainError } from '../errors.ts'
import type { IdentityProvider } from '../external-identities/provider.ts'
import { parse, uuid } from '../parse.ts'
import { readScope, type WantedNarrowing } from '../service-accounts/scope.ts'
import { requestedTtl } from './ttl.ts'

/** A request that could be read: which account, which proof, how long. */
export interface ExchangeRequest {
  serviceAccountId: string
  proof: unknown
  ttlSeconds: number | undefined
  /** Null: the token may do whatever the account may. */
  narrowing: WantedNarrowing | null
}

const account = z.object(
  {
    type: z
      .string('must be text')
      .refine((type) => type.toLowerCase() === 'service', 'must be "service"')
      .default('service'),
    id: uuid,
  },
  'must be an object with the id of a service account',
)

/** The account that an otherwise unreadable request names, so that its organisation can see the attempt. */
export function namedAccount(body: unknown): string | null {
  const result = z.object({ account: z.object({ id: uuid }) }).safeParse(body)
  return result.success ? result.data.account.id : null
}

// Made once: compiling a schema costs more than reading a request.
const object = z.looseObject({}, 'must be an object')
export const envelope = z.looseObject({ account, tokenRequest: object.optional() }, 'The body must be a JSON object')

/** The envelope that the clients send: `account`, the provider's own field, `tokenRequest`. Every shape error is found before anything is dialled. */
export function readRequest(provider: IdentityProvider, body: unknown): ExchangeRequest {
  const request = parse(envelope, body)
  const proof = parse(provider.proofSchema, parse(object, request[provider.envelope], `/${provider.envelope}`), `/${provider.envelope}`)
  const { ttl, scope } = request.tokenRequest ?? {}
  return { serviceAccountId: request.account.id, proof, ttlSeconds: requestedTtl(ttl), narrowing: requestedNarrowing(scope) }
}

/** Only where `scope` is not there at all is nothing narrowed. */
function requestedNarrowing(scope: unknown): WantedNarrowing | null {
  if (scope === undefined) return null
  if (typeof scope === 'string') return readScope(scope)
  throw new DomainError('scope_invalid', 'scope must be text: words with spaces between them.', {
    fields: [{ pointer: '/tokenRequest/scope', message: 'must be text' }],
  })
}

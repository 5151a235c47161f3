import * as z from 'zod'
import type { IdentityProvider } from '../external-identities/provider.ts'
import { parse, uuid } from '../parse.ts'
import { requestedTtl } from './ttl.ts'

/** A request that could be read: which account, which proof, how long. */
export interface ExchangeRequest {
  serviceAccountId: string
  proof: unknown
  ttlSeconds: number | undefined
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

/** The envelope that the clients send: `account`, the provider's own field, `tokenRequest`. Every shape error is found before anything is dialled. */
export function readRequest(provider: IdentityProvider, body: unknown): ExchangeRequest {
  const envelope = z.object(
    {
      account,
      [provider.envelope]: z.looseObject({}, 'must be an object'),
      tokenRequest: z.looseObject({}, 'must be an object').optional(),
    },
    'The body must be a JSON object',
  )
  const request: Record<string, unknown> = parse(envelope, body)
  const proof = parse(provider.proofSchema, request[provider.envelope], `/${provider.envelope}`)
  const tokenRequest = request.tokenRequest as { ttl?: unknown } | undefined
  return { serviceAccountId: (request.account as { id: string }).id, proof, ttlSeconds: requestedTtl(tokenRequest?.ttl) }
}

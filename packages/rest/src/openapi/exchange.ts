import { type IdentityProvider, jsonSchemaOf, restSchemas, ttlBounds } from '@bonafide/core'
import { answer, jsonBody, nobody, type Operation, type Paths, ref, refusals, type Schema, scopeSchema } from './parts.ts'

/** Where proofs become tokens: two paths for every provider. */
export function exchangePaths(providers: readonly IdentityProvider[]): Paths {
  return Object.fromEntries(
    providers.flatMap((provider) => [
      [`/api/v1/auth/${provider.alias}`, { post: exchangeOperation(provider, '') }],
      [`/service/public/identities/external/v1/${provider.path}/auth/`, { post: exchangeOperation(provider, 'OnLongPath') }],
    ]),
  )
}

const exchangeOperation = (provider: IdentityProvider, suffix: string): Operation => ({
  operationId: `exchange_${provider.form.id}${suffix}`,
  tags: ['Exchange'],
  summary: `Trades a proof of ${provider.form.name} for a token`,
  description:
    suffix === ''
      ? 'The short path.'
      : 'The path that existing clients call; also without `/service`, without `/public`, and without both.',
  security: nobody,
  requestBody: jsonBody(requestOf(provider)),
  responses: {
    200: answer('The proof was good: the token, told once.', ref('Authentication')),
    ...refusals(
      'malformed_request',
      'ttl_invalid',
      'ttl_exceeds_max',
      'scope_invalid',
      'target_unreachable',
      'login_denied',
      'principal_not_trusted',
      'audience_mismatch',
      'too_large',
      'unsupported_media_type',
      'rate_limited',
      'mint_failed',
      'upstream_error',
      'upstream_timeout',
    ),
  },
})

function requestOf({ envelope, proofSchema }: IdentityProvider): Schema {
  const frame = jsonSchemaOf(restSchemas.exchange) as { properties: Record<string, Schema>; required: string[] }
  const ttl = {
    type: 'integer',
    minimum: ttlBounds.minimumSeconds,
    maximum: ttlBounds.maximumSeconds,
    description: 'Seconds; the default of the identity where it is left out.',
  }
  return {
    ...frame,
    properties: {
      account: frame.properties.account,
      [envelope]: jsonSchemaOf(proofSchema),
      tokenRequest: { type: 'object', properties: { ttl, scope: scopeSchema } },
    },
    required: [...frame.required, envelope],
  }
}

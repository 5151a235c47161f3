import { answer, nobody, object, type Paths, ref, refusals, type Schema, text, uuid } from './parts.ts'

const list = (items: Schema): Schema => ({ type: 'array', items })
const status = object({ status: text() })

/** Health, discovery, this document; and the machines of the Lab. */
export function systemPaths(): Paths {
  const get = (operationId: string, summary: string, responses: Record<string, Record<string, unknown>>) => ({
    get: { operationId, tags: ['System'], summary, security: nobody, responses },
  })
  return {
    '/.well-known/bonafide-configuration': get('discover', 'Where everything is', {
      200: answer('Addresses and providers.', ref('Discovery')),
    }),
    '/.well-known/openid-configuration': get('openidConfiguration', 'This server as an issuer of tokens (OpenID Connect Discovery)', {
      200: answer('Who it is, and where its keys are.', {
        ...object({
          issuer: text(),
          jwks_uri: text(),
          response_types_supported: list(text()),
          subject_types_supported: list(text()),
          id_token_signing_alg_values_supported: list(text()),
          claims_supported: list(text()),
        }),
      }),
    }),
    '/.well-known/jwks.json': get('jwks', 'The public keys of its tokens (RFC 7517)', {
      200: answer('Those that sign now, soon or did lately.', {
        ...object({ keys: list(object({ kty: text(), use: text(), alg: text(), kid: text(), n: text(), e: text() })) }),
      }),
    }),
    '/openapi.json': get('openapi', 'This document', { 200: answer('OpenAPI 3.1.', { type: 'object' }) }),
    '/service/': get('root', 'Says that this is Bonafide', { 200: answer('Alive.', object({ message: text(), status: text() })) }),
    '/health/': get('health', 'Liveness, with the version', { 200: answer('Alive.', object({ status: text(), version: text() })) }),
    '/healthz': get('liveness', 'Whether the process runs', { 200: answer('Alive.', status) }),
    '/readyz': get('readiness', 'Whether this node can serve', { 200: answer('Ready.', status), 503: answer('Not ready.', status) }),
    '/metrics': {
      get: {
        operationId: 'metrics',
        tags: ['System'],
        summary: 'Metrics in the text format of Prometheus',
        description: 'With the token that the server was given for it; without one, for its own machine alone.',
        security: [{ metricsToken: [] }, {}],
        responses: { 200: answer('The metrics.', text(), 'text/plain'), ...refusals('unauthenticated', 'not_found') },
      },
    },
    '/api/cron/jobs': {
      get: {
        operationId: 'doJobs',
        tags: ['System'],
        summary: 'Does the jobs that are due, where no process stays to do them',
        description:
          'For a scheduler that calls each minute, with the secret that the server was given for it. Without one there is no such path.',
        security: [{ cronSecret: [] }],
        responses: {
          200: answer('How many jobs were done.', object({ done: { type: 'integer' } })),
          ...refusals('unauthenticated', 'not_found'),
        },
      },
    },
    '/api/v1/lab/managed-identity/{organisationId}/{personaId}': {
      get: {
        operationId: 'labManagedIdentity',
        tags: ['Lab'],
        summary: 'The token of a simulated managed identity, as the endpoint of a machine in Azure gives it',
        security: [{ identityHeader: [] }],
        parameters: [
          { name: 'organisationId', in: 'path', required: true, schema: uuid },
          { name: 'personaId', in: 'path', required: true, schema: text() },
          { name: 'resource', in: 'query', required: true, description: 'What the token is to be good for.', schema: text() },
        ],
        responses: {
          200: answer('As Azure answers.', {
            ...object({ access_token: text(), expires_on: text(), resource: text(), token_type: text(), client_id: text() }),
          }),
          ...refusals('malformed_request', 'not_found', 'lab_off', 'rate_limited'),
        },
      },
    },
  }
}

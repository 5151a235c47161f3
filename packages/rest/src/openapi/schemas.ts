import { httpStatus, secretTypes } from '@bonafide/core'
import { instant, object, type Schema, text, uuid } from './parts.ts'

const nullable = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] })

/** The answers that several operations share. */
export const schemas: Record<string, Schema> = {
  Problem: {
    description: 'RFC 9457. `error` repeats `detail` for clients that print that.',
    ...object(
      {
        type: { type: 'string', format: 'uri' },
        title: text(),
        status: { type: 'integer' },
        detail: text(),
        code: { type: 'string', enum: Object.keys(httpStatus) },
        error: text(),
        requestId: text('Finds the request in the log, and the exchange in the console.'),
        errors: { type: 'array', items: object({ pointer: text('JSON pointer into the request.'), detail: text() }) },
        caller: { type: 'object', additionalProperties: { type: 'string' }, description: 'What the caller itself proved.' },
      },
      ['errors', 'caller'],
    ),
  },
  Authentication: object({
    authentication: object(
      {
        tokenType: { const: 'ServiceAccount' },
        token: text('The whole token: whoever holds it can sign requests and decrypt.'),
        bearerToken: text('What goes behind `Bearer `: signs requests, holds no key.'),
        TTL: { type: 'integer', description: 'Seconds granted.' },
        maxTTL: { type: 'integer', description: 'The most that the identity grants, in seconds.' },
        scope: text('What the token is narrowed to; only where `tokenRequest.scope` asked for it.'),
      },
      ['scope'],
    ),
  }),
  SignedIn: object({
    sessionToken: text(),
    expiresAt: instant,
    organisation: object({ id: uuid, name: text() }),
    member: object({ id: uuid, email: text(), fullName: text() }),
  }),
  Secret: object({
    id: uuid,
    key: text(),
    value: text('Empty for machines where the secret is sealed.'),
    comment: text(),
    tags: { type: 'array', items: text() },
    override: nullable({ type: 'object', description: "The asking member's own value." }),
    type: { type: 'string', enum: [...secretTypes] },
    lifecycle: { const: 'static' },
    environment: uuid,
    folder: nullable(uuid),
    path: text(),
    keyDigest: text(),
    version: { type: 'integer', minimum: 1 },
    createdAt: instant,
    updatedAt: instant,
  }),
  Discovery: object({
    version: text(),
    publicUrl: text(),
    serverId: text('What AWS proofs are bound to.'),
    graphqlUrl: text(),
    signInUrl: text(),
    secretsUrl: text(),
    publicApiUrl: text(),
    exchangeStreamUrl: text(),
    exchanges: { type: 'array', items: object({ provider: text(), url: text(), alias: text() }) },
  }),
}

import { answer, nobody, object, type Paths, scopeSchema, text, uuid } from './parts.ts'

const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'

/** The exchange as OAuth clients know it. Its refusals are those of RFC 6749, and no problem documents. */
export function oauthPaths(): Paths {
  const refused = answer(
    'RFC 6749 5.2; `code` is our own word for it.',
    object({ error: text(), error_description: text(), code: text(), request_id: text() }),
  )
  return {
    '/.well-known/oauth-authorization-server': {
      get: {
        operationId: 'oauthMetadata',
        tags: ['Exchange'],
        summary: 'Where OAuth clients find the token endpoint (RFC 8414)',
        security: nobody,
        responses: { 200: answer('The metadata.', { type: 'object' }) },
      },
    },
    '/oauth/token': {
      post: {
        operationId: 'oauthToken',
        tags: ['Exchange'],
        summary: 'Trades a JWT for a token by OAuth 2.0 Token Exchange (RFC 8693)',
        description:
          'The service account is the client, without a secret. `scope`, `audience` and `resource` narrow the token; a token of ours as subject token is narrowed further.',
        security: nobody,
        requestBody: {
          required: true,
          content: {
            'application/x-www-form-urlencoded': {
              schema: {
                type: 'object',
                properties: {
                  grant_type: { const: 'urn:ietf:params:oauth:grant-type:token-exchange' },
                  client_id: { ...uuid, description: 'The service account to become.' },
                  subject_token: text('The token that the platform gave the workload, or a token of a service account.'),
                  subject_token_type: {
                    enum: ['jwt', 'access_token', 'id_token'].map((name) => `urn:ietf:params:oauth:token-type:${name}`),
                  },
                  requested_token_type: { const: accessTokenType },
                  scope: scopeSchema,
                  audience: text('This server, or the id or name of an app.'),
                  resource: text('The address of this server, or `/apps/<app>` or `/apps/<app>/environments/<environment>` below it.'),
                },
                required: ['grant_type', 'client_id', 'subject_token', 'subject_token_type'],
              },
            },
          },
        },
        responses: {
          200: answer('The token, told once.', {
            ...object(
              {
                access_token: text(),
                issued_token_type: { const: accessTokenType },
                token_type: { const: 'Bearer' },
                expires_in: { type: 'integer' },
                scope: text('What the token is narrowed to, ids for names; only where it is narrowed.'),
              },
              ['scope'],
            ),
          }),
          400: refused,
          401: refused,
          413: refused,
          429: refused,
          500: refused,
          502: refused,
          503: refused,
          504: refused,
        },
      },
    },
  }
}

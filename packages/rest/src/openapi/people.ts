import { jsonSchemaOf, restSchemas } from '@bonafide/core'
import {
  answer,
  instant,
  jsonBody,
  nobody,
  type Operation,
  object,
  type Paths,
  ref,
  refusals,
  text,
  uuid,
  withTokenOrSession,
} from './parts.ts'

const opening = (operationId: string, summary: string, schema: (typeof restSchemas)[keyof typeof restSchemas], description?: string) => ({
  post: {
    operationId,
    tags: ['Sign-in'],
    summary,
    description,
    security: nobody,
    requestBody: jsonBody(jsonSchemaOf(schema)),
    responses: {
      200: answer('The session, in a cookie too. Its token is told once.', ref('SignedIn')),
      ...refusals(...refused),
    },
  } satisfies Operation,
})
const refused = [
  'malformed_request',
  'login_denied',
  'forbidden',
  'conflict',
  'too_large',
  'unsupported_media_type',
  'rate_limited',
] as const

/** Set-up, sign-in, invites. Codes travel in bodies: addresses end up in logs. */
export function peoplePaths(): Paths {
  return {
    '/api/auth/sign-in': opening(
      'signIn',
      'Opens a session',
      restSchemas.signIn,
      'With `password`, or with the `authHash` that browsers derive from it.',
    ),
    '/api/auth/setup': opening('setUp', 'Makes the first owner of the server, once', restSchemas.setUp),
    '/api/auth/accept-invite': opening('acceptInvite', 'Makes a member of whoever holds the code', restSchemas.acceptInvite),
    '/api/auth/invite': {
      post: {
        operationId: 'readInvite',
        tags: ['Sign-in'],
        summary: 'What an invite offers, for whoever holds its code',
        security: nobody,
        requestBody: jsonBody(jsonSchemaOf(restSchemas.invite)),
        responses: {
          200: answer(
            'The invite.',
            object({ email: text(), organisation: object({ id: uuid, name: text() }), roleName: text(), expiresAt: instant }),
          ),
          ...refusals(...refused),
        },
      },
    },
    '/api/auth/sign-out': {
      post: {
        operationId: 'signOut',
        tags: ['Sign-in'],
        summary: 'Ends the session that it is called with',
        security: withTokenOrSession,
        responses: { 204: { description: 'Ended; the cookie is taken back.' }, ...refusals('unauthenticated', 'forbidden') },
      },
    },
  }
}

import { jsonSchemaOf, restSchemas } from '@bonafide/core'
import {
  answer,
  instant,
  jsonBody,
  object,
  type Parameter,
  type Paths,
  refusals,
  type Schema,
  text,
  uuid,
  withTokenOrSession,
} from './parts.ts'

const readers = ['unauthenticated', 'forbidden', 'rate_limited'] as const

/** GraphQL, the live stream, the audit log as a file. */
export function administrationPaths(): Paths {
  return {
    '/api/graphql': {
      post: {
        operationId: 'graphql',
        tags: ['Administration'],
        summary: 'Everything that the console can do, in GraphQL',
        description: 'The schema is open to introspection by whoever is signed in.',
        security: withTokenOrSession,
        requestBody: jsonBody(
          object({ query: text(), variables: { type: 'object' }, operationName: text() }, ['variables', 'operationName']),
        ),
        responses: {
          200: answer('Data, and the errors of fields.', { type: 'object' }),
          ...refusals('malformed_request', 'too_large', ...readers),
        },
      },
    },
    '/api/v1/exchanges/stream': {
      get: {
        operationId: 'streamExchanges',
        tags: ['Administration'],
        summary: 'Exchanges as they happen, as server-sent events',
        description:
          'Events are called `exchange`, and `end` with a code when the reader may no longer read. A comment comes every 15 seconds.',
        security: withTokenOrSession,
        parameters: [{ name: 'Last-Event-ID', in: 'header', description: 'Goes on after the exchange with this id.', schema: uuid }],
        responses: { 200: answer('The stream.', text(), 'text/event-stream'), ...refusals(...readers) },
      },
    },
    '/api/v1/audit/export': {
      get: {
        operationId: 'exportAuditLog',
        tags: ['Administration'],
        summary: 'The audit log as a file, newest first',
        security: withTokenOrSession,
        parameters: auditParameters(),
        responses: {
          200: {
            description: 'One event per line, sent while it is read.',
            content: { 'application/jsonl': { schema: text() }, 'text/csv': { schema: text() } },
          },
          ...refusals('malformed_request', 'unauthenticated', 'forbidden'),
        },
      },
    },
  }
}

function auditParameters(): Parameter[] {
  const { properties } = jsonSchemaOf(restSchemas.auditExport) as { properties: Record<string, Schema> }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    schema: name === 'since' || name === 'until' ? instant : schema,
  }))
}

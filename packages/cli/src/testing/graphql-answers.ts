import { readFileSync } from 'node:fs'
import { buildSchema, getVariableValues, Kind, parse, validate } from 'graphql'
import type { WireServer } from './wire-server.ts'

const schema = buildSchema(readFileSync(new URL('../../../../schema.graphql', import.meta.url), 'utf8'))

export interface SentOperation {
  query: string
  variables: Record<string, unknown> & { input?: Record<string, unknown> }
}

/** Answers of the administrators' door, given one after the other, and what was sent there. */
export function graphqlAnswers(server: WireServer) {
  const sent = (): SentOperation[] =>
    server.requests.flatMap(({ path, body }) => (path === '/api/graphql' ? [JSON.parse(body) as SentOperation] : []))
  return {
    answer: (data: object | null, errors?: object[]) => server.once('/api/graphql', () => Response.json({ data, errors })),
    sent,
    /** What the schema has against the operations that were sent, and against their variables. */
    faults: (): string[] =>
      sent().flatMap(({ query, variables = {} }) => {
        const document = parse(query)
        const [operation] = document.definitions
        const declared = operation?.kind === Kind.OPERATION_DEFINITION ? (operation.variableDefinitions ?? []) : []
        const { errors = [] } = getVariableValues(schema, declared, variables)
        return [...validate(schema, document), ...errors].map(({ message }) => message)
      }),
  }
}

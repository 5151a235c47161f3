import { buildClientSchema, type GraphQLSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql'

export interface Asked {
  query: string
  variables?: Record<string, unknown>
  operationName?: string
}

/** Sends an operation as the person who looks at the page; answers the body as it came. */
export async function askServer(asked: Asked): Promise<unknown> {
  const answer = await fetch('/api/graphql', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', 'x-bonafide-console': '1' },
    body: JSON.stringify(asked),
  })
  return answer.json()
}

export async function readSchema(): Promise<GraphQLSchema> {
  const { data } = (await askServer({ query: getIntrospectionQuery() })) as { data?: IntrospectionQuery }
  if (!data) throw new Error('The schema could not be read.')
  return buildClientSchema(data)
}

import * as z from 'zod'
import { type Api, unexpectedAnswer } from './api.ts'
import { exitOf, Failure } from './failure.ts'
import type { HttpResponse } from './http.ts'
import { fixFor, jsonOf, refusalOf } from './problem.ts'

/** The administrators' door. */
export const graphqlPath = '/api/graphql'

const errorsSchema = z.object({
  errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string().optional() }).optional() })),
})

/** GraphQL answers 200 to requests that failed: the first error decides. Undefined where nothing failed. */
export function graphqlFailure(response: HttpResponse): Failure | undefined {
  const first = errorsSchema.safeParse(jsonOf(response.text)).data?.errors[0]
  if (!first) return response.status < 400 ? undefined : refusalOf(response, 'the query')
  const code = first.extensions?.code?.toLowerCase()
  return new Failure(exitOf(response.status === 200 ? 400 : response.status, code), first.message, {
    fix: fixFor(code),
    code,
    requestId: response.headers['x-request-id'],
  })
}

/** The answer to a query or mutation, by its schema. Fails with what the server refuses. */
export async function ask<Schema extends z.ZodType>(api: Api, request: object, schema: Schema): Promise<z.output<Schema>> {
  const response = await api.raw('POST', graphqlPath, JSON.stringify(request))
  const answer = schema.safeParse(jsonOf(response.text))
  // A name that may not be read is null, with an error beside it: the rest is still worth telling.
  if (answer.success) return answer.data
  throw graphqlFailure(response) ?? unexpectedAnswer(answer.error)
}

import * as z from 'zod'
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

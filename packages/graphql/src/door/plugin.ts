import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server'
import { DomainError } from '@bonafide/core'
import type { GraphqlContext } from '../base/context.ts'
import { type DocumentNode, type FragmentDefinitionNode, Kind } from '../base/graphql.ts'
import { weigh } from './cost.ts'
import { refused } from './document-limits.ts'
import { type Translate, tell } from './errors.ts'
import { limits } from './limits.ts'

/** Where a failure that nobody foresaw goes. */
export type Report = (error: unknown, place: { requestId: string; path?: readonly (string | number)[] }) => void

type Request = GraphQLRequestContext<GraphqlContext>

/** Refuses operations that cost too much, and gives every error its code, request id and status. */
export const watch = (report: Report, translate: Translate): ApolloServerPlugin<GraphqlContext> => ({
  async requestDidStart() {
    return {
      async didResolveOperation(request) {
        requireAffordable(request)
      },
      async willSendResponse(request) {
        tellErrors(request, report, translate)
      },
    }
  },
})

function requireAffordable({ document, operation, request, schema }: Request): void {
  if (!operation)
    throw new DomainError('malformed_request', 'The document has several operations, or none of that name: say which in operationName.')
  const { cost, depth } = weigh(operation, fragmentsOf(document), request.variables ?? {}, schema)
  if (depth > limits.depth) throw refused(`${depth} levels of fields, more than ${limits.depth}`)
  if (cost > limits.cost) throw refused(`a cost of ${Math.ceil(cost)}, more than ${limits.cost}`)
}

const fragmentsOf = (document: DocumentNode | undefined): FragmentDefinitionNode[] =>
  document?.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION) ?? []

function tellErrors({ errors, response, contextValue }: Request, report: Report, translate: Translate): void {
  if (!errors || response.body?.kind !== 'single') return
  const { id: requestId } = contextValue.domain.request
  const all = errors.map((error) => tell(error, requestId, translate))
  for (const [index, { unexpected }] of all.entries()) {
    if (unexpected !== undefined) report(unexpected, { requestId, path: errors[index]?.path })
  }
  const { singleResult } = response.body
  singleResult.errors = all.map(({ told }) => told)
  // What was executed in part is a 200; where nothing came of it, the status says why.
  response.http.status = singleResult.data ? 200 : (all[0]?.status ?? 500)
  const waits = all.flatMap(({ retryAfterSeconds }) => retryAfterSeconds ?? [])
  if (waits.length > 0) response.http.headers.set('retry-after', String(Math.max(...waits)))
}

import { ApolloServer, HeaderMap } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import { type Context, rateLimits, requireRate, requireSignedIn, type Services, type SignedInContext } from '@bonafide/core'
import { type Catalogues, type GraphqlContext, graphqlContext } from '../base/context.ts'
import { type DocumentNode, type ExecutionResult, type FormattedExecutionResult, print } from '../base/graphql.ts'
import { createSchema } from '../schema.ts'
import { readDocument, requireFittingBody } from './document-limits.ts'
import { type Translate, tell } from './errors.ts'
import { type Report, watch } from './plugin.ts'
import { readRequest } from './read-request.ts'

export interface GraphqlOptions extends Catalogues {
  /** Told of every failure that nobody foresaw; its message is shown to no caller. */
  onError?: Report
  /** Recognises failures of what lies beneath, such as a database that is busy; undefined when the error is not known. */
  translate?: Translate
}

/** What the console's own server asks for, without HTTP in between. */
export interface LocalRequest {
  document: DocumentNode | string
  variables?: Record<string, unknown>
  operationName?: string
  context: Context
}

export interface GraphqlDoor {
  /** Answers one HTTP request. The context says who asks; nobody, and it is a 401. */
  handle(request: Request, context: Context): Promise<Response>
  execute(request: LocalRequest): Promise<FormattedExecutionResult>
  stop(): Promise<void>
}

const noCatalogues: GraphqlOptions = { awsStsEndpoints: [] }
const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** The administrators' door: GraphQL over HTTP, and in process. */
export async function createGraphqlDoor(
  { limits }: Pick<Services, 'limits'>,
  options: GraphqlOptions = noCatalogues,
): Promise<GraphqlDoor> {
  const { onError = () => {}, translate = () => undefined, ...catalogues } = options
  const server = new ApolloServer<GraphqlContext>({
    schema: createSchema(),
    csrfPrevention: true,
    // Nobody gets this far without having signed in.
    introspection: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    logger: silent,
    plugins: [
      watch(onError, translate),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
    ],
  })
  await server.start()

  const ask = async (request: Request, domain: SignedInContext): Promise<Response> => {
    const { query, variables, operationName, bodyBytes } = await readRequest(request)
    requireFittingBody(readDocument(query), bodyBytes)
    const answer = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: 'POST',
        headers: new HeaderMap([
          ['content-type', 'application/json'],
          ['accept', mediaType(request.headers)],
        ]),
        search: '',
        body: { query, ...(variables && { variables }), ...(operationName !== undefined && { operationName }) },
      },
      context: async () => graphqlContext(domain, catalogues),
    })
    const body = answer.body.kind === 'complete' ? answer.body.string : ''
    return new Response(body, {
      status: answer.status ?? 200,
      headers: { ...Object.fromEntries(answer.headers), ...always(request.headers) },
    })
  }

  return {
    async handle(request, context) {
      try {
        requireSignedIn(context)
        await requireRate(limits, `graphql:${context.actor.id}`, rateLimits.graphqlPerCaller)
        return await ask(request, context)
      } catch (error) {
        return refusal(error, request.headers, context, { onError, translate })
      }
    },
    async execute({ document, variables, operationName, context }) {
      requireSignedIn(context)
      const query = typeof document === 'string' ? document : print(document)
      readDocument(query)
      const { body } = await server.executeOperation(
        { query, variables, operationName },
        { contextValue: graphqlContext(context, catalogues) },
      )
      return body.kind === 'single' ? (body.singleResult as ExecutionResult & FormattedExecutionResult) : { errors: [] }
    },
    stop: () => server.stop(),
  }
}

// The same statuses under both media types, so that proxies and alerts see failures whatever a client accepts.
const responseType = 'application/graphql-response+json'
const mediaType = (headers: Headers): string => (headers.get('accept')?.includes(responseType) ? responseType : 'application/json')

const always = (headers: Headers): Record<string, string> => ({
  'content-type': `${mediaType(headers)}; charset=utf-8`,
  'cache-control': 'no-store',
})

function refusal(
  error: unknown,
  headers: Headers,
  context: Context,
  { onError, translate }: { onError: Report; translate: Translate },
): Response {
  const { told, status, unexpected, retryAfterSeconds } = tell(error, context.request.id, translate)
  if (unexpected !== undefined) onError(unexpected, { requestId: context.request.id })
  return new Response(JSON.stringify({ errors: [told] }), {
    status,
    headers: { ...always(headers), ...failureHeaders(status, retryAfterSeconds) },
  })
}

/** Headers that belong to a status. RFC 9110 11.6.1 (401), 15.5.6 (405), 10.2.3 (Retry-After). */
function failureHeaders(status: number, retryAfterSeconds: number | undefined): Record<string, string> {
  if (status === 401) return { 'www-authenticate': 'Bearer' }
  if (status === 405) return { allow: 'POST' }
  if (status === 413) return { connection: 'close' }
  return retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
}

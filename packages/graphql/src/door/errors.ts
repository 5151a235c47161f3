import { type DomainError, type ErrorCode, httpStatus, isDomainError } from '@bonafide/core'
import { GraphQLError, type GraphQLFormattedError } from '../base/graphql.ts'

/** What became of an error: what the caller is told, and whether it is ours to mend. */
export interface ToldError {
  told: GraphQLFormattedError
  status: number
  /** Set for what nobody foresaw: for the log. */
  unexpected?: unknown
  retryAfterSeconds?: number
}

/** Says in our words what an error from beneath means; undefined when it does not know it. */
export type Translate = (error: unknown) => DomainError | undefined

const hidden = 'Something broke on our side. The request id finds it in the server log.'

/** Turns any failure into the one form of this API: a sentence, a place, and `extensions {code, status, requestId}`. */
export function tell(error: unknown, requestId: string, translate: Translate): ToldError {
  const located = error instanceof GraphQLError ? error : undefined
  const cause = located?.originalError ?? error
  if (isDomainError(cause)) {
    const { retryAfterSeconds, fields } = cause
    const more = { ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }), ...(fields.length > 0 ? { fields } : {}) }
    return { ...told(cause.code, cause.message, located, requestId, more), retryAfterSeconds }
  }
  if (located && isRequestError(located)) return told('malformed_request', withoutSuggestions(located.message), located, requestId)
  const known = translate(cause)
  if (known) return { ...told(known.code, known.message, located, requestId), retryAfterSeconds: known.retryAfterSeconds }
  return { ...told('internal_error', hidden, located, requestId), unexpected: cause }
}

// Errors of the request itself (syntax, validation, variables) come from graphql-js: they have no path, and no cause but another of their kind.
// Whatever a resolver throws has a path. The one exception: a variable that turns out to be missing when its field is reached.
const isRequestError = ({ path, originalError, message, nodes }: GraphQLError): boolean =>
  path === undefined
    ? originalError === undefined || originalError instanceof GraphQLError
    : message.startsWith('Argument "') && nodes !== undefined

function told(
  code: ErrorCode,
  message: string,
  located: GraphQLError | undefined,
  requestId: string,
  more: Record<string, unknown> = {},
): ToldError {
  const status = httpStatus[code]
  const place = { ...(located?.locations ? { locations: located.locations } : {}), ...(located?.path ? { path: located.path } : {}) }
  return { told: { message, ...place, extensions: { code, status, requestId, ...more } }, status }
}

// Names that the caller did not ask for are none of its business.
const withoutSuggestions = (message: string): string => message.replace(/\s*Did you mean [^?]*\?/g, '')

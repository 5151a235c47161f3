import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors'

/** A failure as people are told it. */
export interface Problem {
  /** From the one vocabulary of reasons; `unreachable` when no answer came. */
  code: string
  message: string
  requestId?: string
}

/** What went wrong, from whatever a query or mutation threw. */
export function problemOf(error: unknown): Problem {
  if (CombinedGraphQLErrors.is(error)) {
    const [first] = error.errors
    return {
      code: textOf(first?.extensions?.code) ?? 'internal_error',
      message: first?.message ?? 'The server could not answer.',
      requestId: textOf(first?.extensions?.requestId),
    }
  }
  if (ServerError.is(error)) return problemOfAnswer(error)
  return { code: 'unreachable', message: 'The server could not be reached. Check the connection and try again.' }
}

/** The door answers with GraphQL errors under other statuses than 200 too. */
function problemOfAnswer({ statusCode, bodyText }: ServerError): Problem {
  const otherwise = { code: 'internal_error', message: `The server answered with status ${statusCode}.` }
  try {
    const { errors } = JSON.parse(bodyText) as { errors?: { message: string; extensions?: Record<string, unknown> }[] }
    const [first] = errors ?? []
    if (!first) return otherwise
    return {
      code: textOf(first.extensions?.code) ?? 'internal_error',
      message: first.message,
      requestId: textOf(first.extensions?.requestId),
    }
  } catch {
    return otherwise
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

import { type DomainError, type ErrorCode, httpStatus, isDomainError } from '@bonafide/core'

const titles: Partial<Record<ErrorCode, string>> = {
  malformed_request: 'The request is malformed',
  unauthenticated: 'Not signed in',
  login_denied: 'Login denied',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  method_not_allowed: 'Method not allowed',
  conflict: 'Conflict',
  too_large: 'Too large',
  unsupported_media_type: 'Unsupported media type',
  rate_limited: 'Too many requests',
  internal_error: 'Internal error',
  unavailable: 'Temporarily unavailable',
}

/** What a caller is told of a failure: RFC 9457, and `error` for the clients that print that. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: string
  /** Equal to `detail`. */
  error: string
  requestId: string
  errors?: { pointer: string; detail: string }[]
  /** What the caller itself proved. */
  caller?: Record<string, string>
}

/** The answer to a failure. Whatever is not a DomainError is ours to mend and says nothing but the request id. */
export function problemResponse(error: unknown, requestId: string): Response {
  return isDomainError(error) ? domainProblem(error, requestId) : internalProblem(requestId)
}

function domainProblem(error: DomainError, requestId: string): Response {
  const status = httpStatus[error.code]
  const problem: Problem = {
    type: `urn:bonafide:problem:${error.code}`,
    title: titles[error.code] ?? error.code.replaceAll('_', ' ').replace(/^./, (letter) => letter.toUpperCase()),
    status,
    detail: error.message,
    code: error.code,
    error: error.message,
    requestId,
  }
  if (error.fields.length > 0) problem.errors = error.fields.map(({ pointer, message }) => ({ pointer, detail: message }))
  if (error.caller) problem.caller = error.caller
  return new Response(JSON.stringify(problem), { status, headers: headersOf(error, status) })
}

function internalProblem(requestId: string): Response {
  const detail = 'Something broke on our side. The request id finds it in the server log.'
  const code = 'internal_error'
  const problem: Problem = {
    type: `urn:bonafide:problem:${code}`,
    title: 'Internal error',
    status: 500,
    detail,
    code,
    error: detail,
    requestId,
  }
  return new Response(JSON.stringify(problem), { status: 500, headers: { 'content-type': 'application/problem+json' } })
}

function headersOf(error: DomainError, status: number): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' }
  // RFC 9110 11.6.1: a 401 names the way to authenticate.
  if (status === 401) headers['www-authenticate'] = 'Bearer'
  if (error.retryAfterSeconds !== undefined) headers['retry-after'] = String(error.retryAfterSeconds)
  else if (status === 502 || status === 503 || status === 504) headers['retry-after'] = '5'
  // The rest of the body is not read, so the connection cannot serve another request.
  if (status === 413) headers.connection = 'close'
  return headers
}

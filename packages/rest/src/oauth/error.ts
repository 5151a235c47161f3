import { type DomainError, type ErrorCode, httpStatus } from '@bonafide/core'
import type { OAuthError } from './oauth-error.ts'

interface Told {
  status: number
  error: string
  description: string
  retryAfterSeconds?: number
}

/** An answer of RFC 6749 5.2, with our own code and the request id beside it. */
export function oauthErrorResponse(failure: DomainError | OAuthError, requestId: string): Response {
  const { status, error, description, retryAfterSeconds } = told(failure)
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (retryAfterSeconds !== undefined) headers['retry-after'] = String(retryAfterSeconds)
  if (status === 401) headers['www-authenticate'] = 'Basic realm="client_id without a secret"'
  const body = { error, error_description: inSet(description), code: failure.code, request_id: requestId }
  return new Response(JSON.stringify(body), { status, headers })
}

function told(failure: DomainError | OAuthError): Told {
  if (!('fields' in failure))
    return { status: failure.code === 'invalid_client' ? 401 : 400, error: failure.code, description: failure.message }
  const status = httpStatus[failure.code]
  const description = failure.message
  if (status >= 500 || status === 429) {
    const retryAfterSeconds = failure.retryAfterSeconds ?? 5
    return { status, error: status === 500 ? 'server_error' : 'temporarily_unavailable', description, retryAfterSeconds }
  }
  // RFC 8693 2.2.2: a token that is not valid, or not acceptable by policy, is an invalid request.
  return { status: status === 413 ? 413 : 400, error: ownWords[failure.code] ?? 'invalid_request', description }
}

const ownWords: Partial<Record<ErrorCode, OAuthError['code']>> = { scope_invalid: 'invalid_scope', target_unreachable: 'invalid_target' }

// RFC 6749 5.2: visible ASCII without quotation marks and back slashes.
const inSet = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').replaceAll(/["\\]/g, "'")

/**
 * The one vocabulary of reasons, shared by REST, GraphQL, the command line, the console and the audit log, with the HTTP status each travels
 * under. `login_denied` stands for everything a caller must not learn before its platform has vouched for it.
 */
export const httpStatus = {
  malformed_request: 400,
  unsupported_provider: 400,
  ttl_invalid: 400,
  ttl_exceeds_max: 400,
  scope_invalid: 400,
  target_unreachable: 400,
  server_keys_required: 400,
  server_encryption_required: 400,
  client_keys_required: 400,
  sealed_secret: 400,
  unauthenticated: 401,
  login_denied: 401,
  principal_not_trusted: 403,
  subject_not_trusted: 403,
  claim_mismatch: 403,
  audience_mismatch: 403,
  network_denied: 403,
  forbidden: 403,
  blocked_by_policy: 403,
  lab_off: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  mint_failed: 500,
  internal_error: 500,
  destination_failed: 502,
  upstream_error: 502,
  unavailable: 503,
  upstream_timeout: 504,
} as const

export type ErrorCode = keyof typeof httpStatus

/** Where a value is wrong: a JSON pointer into the request, and what to do about it. */
export interface FieldProblem {
  pointer: string
  message: string
}

export interface DomainErrorDetails {
  /** What is wrong, field by field, for `malformed_request`. */
  fields?: FieldProblem[]
  /** Seconds after which the same call may work; becomes `Retry-After`. */
  retryAfterSeconds?: number
  /** What the caller itself proved or sent, never what we expected. */
  caller?: Record<string, string>
  /** For administrators alone: kept in the trace of an exchange, never answered. */
  note?: string
  /** For us alone: logged, never answered. */
  cause?: unknown
}

/** An expected failure: a code for programs, a sentence for people. Each door turns it into its own language, once. */
export class DomainError extends Error {
  readonly code: ErrorCode
  readonly fields: FieldProblem[]
  readonly retryAfterSeconds?: number
  readonly caller?: Record<string, string>
  readonly note?: string

  constructor(code: ErrorCode, sentence: string, details: DomainErrorDetails = {}) {
    super(sentence, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'DomainError'
    this.code = code
    this.fields = details.fields ?? []
    this.retryAfterSeconds = details.retryAfterSeconds
    this.caller = details.caller
    this.note = details.note
  }
}

/** True for a DomainError of any module realm (the Next.js bundle carries its own copy of this class). */
export function isDomainError(error: unknown): error is DomainError {
  return (
    error instanceof Error && error.name === 'DomainError' && 'code' in error && typeof error.code === 'string' && error.code in httpStatus
  )
}

/** The answer for things that do not exist, are deleted or belong to another organisation: the three look the same. */
export function notFound(what: string): DomainError {
  return new DomainError('not_found', `There is no such ${what}, or it is not visible to you.`)
}

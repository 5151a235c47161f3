/** Exit codes are part of the contract: scripts branch on them. `run` answers with its child's own code instead. */
export const exitCodes = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  notFound: 3,
  notSignedIn: 4,
  refused: 5,
  invalid: 6,
  network: 7,
  rateLimited: 8,
  partial: 9,
  notExecutable: 126,
  commandNotFound: 127,
  interrupted: 130,
} as const

export type ExitName = keyof typeof exitCodes

export interface FailureDetails {
  /** The reason in one line: what was seen, or why it matters. */
  why?: string
  /** What to do about it, preferably a command to copy. */
  fix?: string
  /** Who can find out more, and how. */
  hint?: string
  /** The product's vocabulary of reasons: the server's own code where it gave one. */
  code?: string
  requestId?: string
  cause?: unknown
}

/** An expected failure: what, why and fix for people, a code and an exit code for programs. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly exit: ExitName
  readonly details: FailureDetails

  constructor(exit: ExitName, what: string, details: FailureDetails = {}) {
    super(what, details.cause === undefined ? undefined : { cause: details.cause })
    this.exit = exit
    this.details = details
  }
}

/** The command was called wrongly: exit code 2. */
export const usage = (what: string, fix?: string): Failure => new Failure('usage', what, { fix, code: 'usage' })

const exitOfCode: Record<string, ExitName> = {
  unauthenticated: 'notSignedIn',
  token_expired: 'notSignedIn',
  login_denied: 'refused',
  forbidden: 'refused',
  blocked_by_policy: 'refused',
  network_denied: 'refused',
  principal_not_trusted: 'refused',
  subject_not_trusted: 'refused',
  claim_mismatch: 'refused',
  not_found: 'notFound',
  conflict: 'invalid',
  malformed_request: 'invalid',
  rate_limited: 'rateLimited',
  upstream_error: 'network',
  unavailable: 'network',
  upstream_timeout: 'network',
  // What a cloud did not do, and why a sync stopped.
  destination_failed: 'network',
  session_expired: 'network',
  throttled: 'rateLimited',
  credential_unknown: 'refused',
  credential_refused: 'refused',
  role_not_assumable: 'refused',
  access_denied: 'refused',
  key_denied: 'refused',
  internal_error: 'unexpected',
}

const exitOfStatus: Record<number, ExitName> = {
  401: 'notSignedIn',
  403: 'refused',
  404: 'notFound',
  429: 'rateLimited',
  502: 'network',
  503: 'network',
  504: 'network',
}

/** Exit of a refused request: by the server's code where there is one, by the status else. */
export function exitOf(status: number, code?: string): ExitName {
  const byCode = code === undefined ? undefined : exitOfCode[code]
  return byCode ?? exitOfStatus[status] ?? (status >= 400 && status < 500 ? 'invalid' : 'unexpected')
}

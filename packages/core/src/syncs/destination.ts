import type { RemoteEntries } from './difference.ts'

/**
 * Why a destination did not do what it was asked. Codes are the same for every destination; `retries` says whether the very same call may work
 * later without anybody doing anything.
 */
export const destinationFailures = {
  credential_unknown: { retries: false },
  credential_refused: { retries: false },
  session_expired: { retries: true },
  clock_skewed: { retries: false },
  role_not_assumable: { retries: false },
  access_denied: { retries: false },
  region_disabled: { retries: false },
  key_denied: { retries: false },
  key_unusable: { retries: false },
  scheduled_for_deletion: { retries: false },
  absent: { retries: false },
  already_exists: { retries: false },
  token_spent: { retries: false },
  value_refused: { retries: false },
  too_large: { retries: false },
  version_limit: { retries: false },
  throttled: { retries: true },
  upstream_error: { retries: true },
  upstream_timeout: { retries: true },
} as const satisfies Record<string, { retries: boolean }>

export type DestinationFailureCode = keyof typeof destinationFailures

/** A destination's refusal: a code for programs, a sentence that says what to do, and what the cloud itself said for those who may see it. */
export class DestinationFailure extends Error {
  readonly code: DestinationFailureCode
  /** The permission that was missing, as the cloud names it: `secretsmanager:PutSecretValue`. */
  readonly missingAction: string | null
  /** The id under which the cloud knows the call. */
  readonly requestId: string | null

  constructor(code: DestinationFailureCode, sentence: string, more: { missingAction?: string; requestId?: string; cause?: unknown } = {}) {
    super(sentence, { cause: more.cause })
    this.name = 'DestinationFailure'
    this.code = code
    this.missingAction = more.missingAction ?? null
    this.requestId = more.requestId ?? null
  }

  get retries(): boolean {
    return destinationFailures[this.code].retries
  }
}

/** What is at a destination now. */
export interface RemoteSecret {
  /** `without_value`: there is a secret of that name, and nobody has written a value yet. */
  state: 'absent' | 'without_value' | 'present'
  /** The version that `entries` are of. */
  versionId: string | null
  /** Null when its value is no set of keys and values. */
  entries: RemoteEntries | null
  /** Which sync says that it owns the secret. */
  ownerId: string | null
}

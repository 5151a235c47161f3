import type * as z from 'zod'
import type { CredentialAccess, CredentialKindId } from '../credentials/kind.ts'
import type { FieldProblem } from '../errors.ts'
import type { FormField } from '../external-identities/provider.ts'
import type { Difference, Ownership, RemoteEntries } from './difference.ts'

export const destinationIds = ['aws_secrets_manager'] as const
export type DestinationId = (typeof destinationIds)[number]

/** What is at a destination now. Each destination may know more of it than stands here. */
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

/** A value as it would be written. */
export interface ComposedValue {
  value: string
  /** Of UTF-8, as the destination counts them. */
  bytes: number
}

export interface ListedDestination {
  /** What the options name it by. */
  name: string
  /** Which sync says that it owns it. */
  ownerId: string | null
}

/** Where secrets can be kept equal to an environment's. Adding one is adding one of these. */
export interface Destination<Options = unknown, Found extends RemoteSecret = RemoteSecret> {
  id: DestinationId
  /** As people call it: "AWS Secrets Manager". */
  name: string
  description: string
  credentialKinds: readonly CredentialKindId[]
  fields: FormField[]
  /** Untrusted options → options with defaults; refuses what could never work. */
  optionsSchema: z.ZodType<Options>
  /** What of the options cannot work where a credential leads to. */
  misfits(options: Options, at: { account: string; region: string }): FieldProblem[]
  /** What of them works, and may surprise. */
  warnings(options: Options): string[]
  /** Permissions that a credential needs for it, as the cloud names them, and a policy that allows just this. */
  needs(options: Options, at: { account: string; region: string }): { actions: readonly string[]; policy: string }
  /** Most bytes of a value. */
  maxValueBytes: number
  /** Where a sync really writes, whatever the credentials: two syncs to one place would undo each other's work. */
  placeOf(options: Options, at: { account: string; region: string }): string
  /** Of a place, the account and region that it is in. */
  locate(place: string): { account: string; region: string }
  /** One line for lists. */
  summary(options: Options): string
  /** What the destination makes of a source: pure. */
  compose(source: ReadonlyMap<string, string>, difference: Difference, remote: Found, ownership: Ownership): ComposedValue
  /** Whether everything beside the value is as it should be: whose it is, its key, its tags. When not, a write is due although no key differs. */
  isSetUp(options: Options, remote: Found, ownerId: string): boolean
  /** Signs in. Fails with a `DestinationFailure`, like every call of the connection. */
  open(credential: CredentialAccess): Promise<DestinationConnection<Options, Found>>
}

/** One destination, signed in. */
export interface DestinationConnection<Options = unknown, Found extends RemoteSecret = RemoteSecret> {
  account: string
  region: string
  find(options: Options): Promise<Found>
  write(options: Options, wanted: WantedValue, remote: Found): Promise<{ versionId: string; requestId: string | null }>
  /** A page of what is there, its name beginning with a text. */
  list(prefix: string, cursor?: string): Promise<{ found: ListedDestination[]; cursor: string | null }>
  /** Takes the remote secret away, for good after a number of days in which it can be restored. */
  remove(options: Options, recoveryDays: number): Promise<void>
  close(): void
}

export interface WantedValue {
  value: string
  /** The same for the same write, however often it is sent: 32 … 64 characters. */
  token: string
  /** Written beside the value, so that everybody sees whose it is. */
  ownerId: string
}

export type Destinations = Record<DestinationId, Destination>

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

/** True for a DestinationFailure of any module realm (the Next.js bundle carries its own copy of this class). */
export const isDestinationFailure = (error: unknown): error is DestinationFailure =>
  error instanceof Error && error.name === 'DestinationFailure' && 'code' in error && String(error.code) in destinationFailures

import { type DomainError, type ErrorCode, isDomainError } from '@bonafide/core'

/** Codes that the sender of a mutation can mend; all others end the request at the top. */
const fixable = [
  'malformed_request',
  'unsupported_provider',
  'ttl_invalid',
  'ttl_exceeds_max',
  'server_keys_required',
  'server_encryption_required',
  'client_keys_required',
  'sealed_secret',
  'conflict',
  'blocked_by_policy',
  'destination_failed',
] as const satisfies readonly ErrorCode[]
type FixableCode = (typeof fixable)[number]

const hints: Partial<Record<FixableCode, string>> = {
  blocked_by_policy: 'The query trustPolicy tells what is allowed; whoever may update the organisation can change it.',
  server_keys_required: 'Switch on server-side key management for the service account (useServerKeys), then try again.',
  server_encryption_required: 'Switch on server-side encryption for the app (setAppEncryption), or let the client do the cryptography.',
  client_keys_required: 'The browser or the CLI makes these keys and sends them along.',
  unsupported_provider: 'The query identityProviders lists those that exist.',
}

export interface UserError {
  field: string[] | null
  code: FixableCode
  message: string
  hint: string | null
}

export type Outcome<Result> = Partial<Result> & { userErrors: UserError[] }

export interface PayloadOptions<Result> {
  /** Turns the pointers of the use case into places of the input, where the two differ. */
  fieldOf?(field: string[]): string[]
  /** What else the answer says of such a failure, beside its sentences. */
  also?(error: DomainError): Partial<Result>
}

/**
 * What a mutation answers: its result, or what is wrong with the input. This is the one place where GraphQL catches failures; those that
 * nobody can mend by changing the input travel on.
 */
export async function payload<Result extends object>(
  deed: () => Promise<Result>,
  options: PayloadOptions<Result> = {},
): Promise<Outcome<Result>> {
  try {
    return { ...(await deed()), userErrors: [] }
  } catch (error) {
    if (!isDomainError(error)) throw error
    const code = fixable.find((one) => one === error.code)
    if (!code) throw error
    return { ...options.also?.(error), userErrors: userErrors(error, code, options) } as Outcome<Result>
  }
}

function userErrors(
  error: DomainError,
  code: FixableCode,
  { fieldOf = (field) => field }: Pick<PayloadOptions<never>, 'fieldOf'>,
): UserError[] {
  const hint = hints[code] ?? null
  if (error.fields.length === 0) return [{ field: null, code, message: error.message, hint }]
  return error.fields.map(({ pointer, message }) => {
    const field = pointerParts(pointer)
    return { field: field.length === 0 ? null : fieldOf(field), code, message, hint }
  })
}

// RFC 6901 4: "~1" before "~0".
export const pointerParts = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))

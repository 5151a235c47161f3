import { CryptoError, parseToken } from '@bonafide/crypto'
import { isOpaque } from './opaque.ts'

/** What a request carries to say who asks. */
export type Credential =
  | { kind: 'session'; token: string }
  | { kind: 'personal_access_token'; value: string }
  | { kind: 'service_account_token'; value: string }

// Documented for secret scanners too; longer texts are not looked at.
const maxHeaderLength = 512
const bearerValue = /^[0-9a-f]{64}$/

const kindOfType: Record<string, (value: string) => Credential | null> = {
  User: (value) => (bearerValue.test(value) ? { kind: 'personal_access_token', value } : null),
  ServiceAccount: (value) => (bearerValue.test(value) ? { kind: 'service_account_token', value } : null),
  Session: (token) => sessionCredential(token),
}

/**
 * Reads an `Authorization` header: `Bearer User|ServiceAccount <64 hex digits>`, `Bearer Session <token>` or `Bearer <whole token string>`.
 * The scheme is matched in any case (RFC 9110 11.1), the rest exactly: one space between the parts, nothing behind them. Null for any other.
 */
export function readAuthorization(header: string): Credential | null {
  if (header.length > maxHeaderLength) return null
  const [scheme = '', first = '', second, ...rest] = header.split(' ')
  if (scheme.toLowerCase() !== 'bearer' || rest.length > 0) return null
  if (second === undefined) return readTokenString(first)
  return Object.hasOwn(kindOfType, first) ? (kindOfType[first]?.(second) ?? null) : null
}

export const sessionCredential = (token: string): Credential | null => (isOpaque(token) ? { kind: 'session', token } : null)

function readTokenString(token: string): Credential | null {
  try {
    const { kind, value } = parseToken(token)
    if (kind === 'pss_user:v1') return { kind: 'personal_access_token', value }
    return kind === 'pss_service:v2' ? { kind: 'service_account_token', value } : null
  } catch (error) {
    if (error instanceof CryptoError) return null
    throw error
  }
}

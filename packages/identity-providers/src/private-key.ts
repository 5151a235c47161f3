import { asObject, ownProperty } from './strict-json.ts'

/** Whether a member of a JWKS holds what must never leave its owner: a private key or a shared secret (RFC 7518 6). */
export function isPrivateKey(value: unknown): boolean {
  const jwk = asObject(value)
  if (!jwk) return false
  return ownProperty(jwk, 'kty') === 'oct' || ['d', 'k', 'p', 'q', 'dp', 'dq', 'qi', 'oth'].some((name) => Object.hasOwn(jwk, name))
}

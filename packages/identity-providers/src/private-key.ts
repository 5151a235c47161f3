import { asObject, ownProperty } from './strict-json.ts'

/** Whether there is one anywhere in a document, at whatever place and by whatever mistake, as JWK or as PEM. */
export function holdsPrivateKey(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('PRIVATE KEY-----')
  if (Array.isArray(value)) return value.some(holdsPrivateKey)
  return isPrivateKey(value) || Object.values(asObject(value) ?? {}).some(holdsPrivateKey)
}

/** Whether a member of a JWKS holds what must never leave its owner: a private key or a shared secret (RFC 7518 6). */
export function isPrivateKey(value: unknown): boolean {
  const jwk = asObject(value)
  if (!jwk) return false
  return ownProperty(jwk, 'kty') === 'oct' || ['d', 'k', 'p', 'q', 'dp', 'dq', 'qi', 'oth'].some((name) => Object.hasOwn(jwk, name))
}

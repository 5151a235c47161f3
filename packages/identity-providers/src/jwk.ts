import { type CryptoKey, importJWK } from 'jose'
import { decodeBase64Url } from './base64.ts'
import { asObject, ownProperty } from './strict-json.ts'

/** A published RSA key that may verify RS256 signatures. */
export interface PublishedKey {
  keyId: string
  /** The `issuer` member that Entra gives its keys: for which issuer they sign. */
  issuer: string | undefined
  /** Imported when first used; `undefined` when the numbers make no key after all. */
  open(): Promise<CryptoKey | undefined>
}

const MIN_MODULUS_BITS = 2048
const MAX_MODULUS_BITS = 8192

/**
 * A member of a JWKS (RFC 7517 5) as a key for RS256; `undefined` for keys of other kinds or purposes, weak keys, private keys and nonsense.
 * Certificates (`x5c`) are not looked at: `n` and `e` are the key.
 */
export function readRsaKey(value: unknown): PublishedKey | undefined {
  const jwk = asObject(value)
  if (!jwk) return undefined
  const member = (name: string) => ownProperty(jwk, name)
  const [keyId, n, e, issuer] = [member('kid'), member('n'), member('e'), member('issuer')]
  if (member('kty') !== 'RSA' || member('d') !== undefined) return undefined
  if (typeof keyId !== 'string' || keyId === '' || keyId.length > 256) return undefined
  if ((member('use') ?? 'sig') !== 'sig' || (member('alg') ?? 'RS256') !== 'RS256' || !mayVerify(member('key_ops'))) return undefined
  if (issuer !== undefined && typeof issuer !== 'string') return undefined
  if (typeof n !== 'string' || typeof e !== 'string' || !isStrong(n, e)) return undefined
  let opened: Promise<CryptoKey | undefined> | undefined
  return {
    keyId,
    issuer,
    open: () => {
      opened ??= importPublicKey(n, e).catch(() => undefined)
      return opened
    },
  }
}

/** Imports an RSA public key for RS256 from its base64url members. */
export async function importPublicKey(n: string, e: string): Promise<CryptoKey> {
  const key = await importJWK({ kty: 'RSA', n, e, alg: 'RS256' }, 'RS256')
  if (key instanceof Uint8Array) throw new TypeError('an RSA key was imported as bytes')
  return key
}

function mayVerify(operations: unknown): boolean {
  return operations === undefined || (Array.isArray(operations) && operations.includes('verify'))
}

// RFC 8017: an exponent of 1 makes every text its own signature, an even one is none.
function isStrong(n: string, e: string): boolean {
  const modulus = decodeBase64Url(n)
  const exponent = decodeBase64Url(e)
  if (!modulus || !exponent || exponent.length === 0 || exponent.length > 4) return false
  const exponentValue = exponent.reduce((value, byte) => value * 256 + byte, 0)
  const bits = bitLength(modulus)
  return bits >= MIN_MODULUS_BITS && bits <= MAX_MODULUS_BITS && exponentValue >= 3 && exponentValue % 2 === 1
}

function bitLength(bytes: Uint8Array): number {
  const first = bytes.findIndex((byte) => byte !== 0)
  return first < 0 ? 0 : (bytes.length - first) * 8 - Math.clz32(bytes[first] ?? 0) + 24
}

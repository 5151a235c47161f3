import { createHash } from 'node:crypto'
import { type CryptoKey, importJWK, type JWK } from 'jose'
import { decodeBase64Url } from './base64.ts'
import { isPrivateKey } from './private-key.ts'
import type { SignatureAlgorithm } from './signature-algorithms.ts'
import { asObject, ownProperty } from './strict-json.ts'

/** A published key that may verify signatures. */
export interface PublishedKey {
  /** Undefined where the set names its keys not at all. */
  keyId: string | undefined
  /** `sig`, or `jwt-svid` in the bundles of SPIFFE. */
  use: 'sig' | 'jwt-svid'
  /** The `issuer` member that Entra gives its keys: for which issuer they sign. */
  issuer: string | undefined
  /** What it may verify: what kind of key it is, narrowed by its own `alg`. */
  algorithms: readonly SignatureAlgorithm[]
  /** Tells it from every other key, whatever it is called (RFC 7638). */
  thumbprint(): string
  /** Imported when first used; `undefined` when the numbers make no key after all, such as a point beside its curve. */
  open(algorithm: SignatureAlgorithm): Promise<CryptoKey | undefined>
}

const minModulusBits = 2048
const maxModulusBits = 8192
const curves: Record<string, { algorithm: SignatureAlgorithm; bytes: number }> = {
  'P-256': { algorithm: 'ES256', bytes: 32 },
  'P-384': { algorithm: 'ES384', bytes: 48 },
  'P-521': { algorithm: 'ES512', bytes: 66 },
}

/**
 * A member of a JWKS (RFC 7517 5) as a key; `undefined` for keys of other kinds or purposes, weak keys, private keys, shared secrets and
 * nonsense. Certificates (`x5c`) are not looked at: the numbers are the key.
 */
export function readPublicKey(value: unknown): PublishedKey | undefined {
  const jwk = asObject(value)
  const material = jwk && publicMaterial(jwk)
  if (!jwk || !material) return undefined
  const [keyId, use, alg, issuer] = ['kid', 'use', 'alg', 'issuer'].map((name) => ownProperty(jwk, name))
  if (keyId !== undefined && (typeof keyId !== 'string' || keyId === '' || keyId.length > 256)) return undefined
  if (issuer !== undefined && typeof issuer !== 'string') return undefined
  if (![undefined, 'sig', 'jwt-svid'].includes(use as string) || !mayVerify(ownProperty(jwk, 'key_ops'))) return undefined
  const algorithms = alg === undefined ? material.algorithms : material.algorithms.filter((algorithm) => algorithm === alg)
  if (algorithms.length === 0) return undefined
  const opened = new Map<SignatureAlgorithm, Promise<CryptoKey | undefined>>()
  return {
    keyId,
    use: use === 'jwt-svid' ? 'jwt-svid' : 'sig',
    issuer,
    algorithms,
    thumbprint: () => createHash('sha256').update(JSON.stringify(material.jwk)).digest('base64url'),
    open(algorithm) {
      if (!algorithms.includes(algorithm)) return Promise.resolve(undefined)
      const key = opened.get(algorithm) ?? importPublicKey(material.jwk, algorithm).catch(() => undefined)
      opened.set(algorithm, key)
      return key
    },
  }
}

/** Imports a public key for one algorithm from its JWK members. Throws when they make no key. */
export async function importPublicKey(jwk: JWK, algorithm: SignatureAlgorithm): Promise<CryptoKey> {
  const key = await importJWK({ ...jwk, alg: algorithm }, algorithm)
  if (key instanceof Uint8Array) throw new TypeError('a public key was imported as bytes')
  return key
}

/** Whether a member of a key set is an RSA key that anybody could sign with, given some patience or none. */
export function isWeakKey(value: unknown): boolean {
  const jwk = asObject(value)
  const [kty, n, e] = ['kty', 'n', 'e'].map((name) => jwk && ownProperty(jwk, name))
  return kty === 'RSA' && typeof n === 'string' && typeof e === 'string' && !isStrong(n, e)
}

interface Material {
  jwk: JWK
  algorithms: SignatureAlgorithm[]
}

function publicMaterial(jwk: Record<string, unknown>): Material | undefined {
  if (isPrivateKey(jwk)) return undefined
  const [kty, crv, n, e, x, y] = ['kty', 'crv', 'n', 'e', 'x', 'y'].map((name) => ownProperty(jwk, name))
  if (kty === 'RSA' && typeof n === 'string' && typeof e === 'string' && isStrong(n, e))
    return { jwk: { kty, n, e }, algorithms: ['RS256', 'RS512', 'PS256'] }
  if (kty === 'EC' && typeof crv === 'string' && typeof x === 'string' && typeof y === 'string') {
    const curve = Object.hasOwn(curves, crv) ? curves[crv] : undefined
    const fits = curve && [x, y].every((coordinate) => decodeBase64Url(coordinate)?.length === curve.bytes)
    return fits ? { jwk: { kty, crv, x, y }, algorithms: [curve.algorithm] } : undefined
  }
  if (kty === 'OKP' && crv === 'Ed25519' && typeof x === 'string' && isSoundPoint(decodeBase64Url(x)))
    return { jwk: { kty, crv, x }, algorithms: ['EdDSA'] }
  return undefined
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
  return bits >= minModulusBits && bits <= maxModulusBits && exponentValue >= 3 && exponentValue % 2 === 1
}

function bitLength(bytes: Uint8Array): number {
  const first = bytes.findIndex((byte) => byte !== 0)
  return first < 0 ? 0 : (bytes.length - first) * 8 - Math.clz32(bytes[first] ?? 0) + 24
}

// The y coordinates of the points of small order on Ed25519, little endian without the sign bit (RFC 8032 5.1.7): signatures that anybody can make verify with them.
const smallOrder = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
])

function isSoundPoint(x: Uint8Array | undefined): boolean {
  if (x?.length !== 32) return false
  const unsigned = Uint8Array.from(x)
  unsigned[31] = (unsigned[31] ?? 0) & 0x7f
  return !smallOrder.has(Buffer.from(unsigned).toString('hex'))
}

import {
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto'

export type IssuerAlgorithm = 'RS256' | 'RS512' | 'PS256' | 'ES256' | 'ES384' | 'ES512' | 'EdDSA'

/** A key that an issuer signs with, and what it publishes of it. */
export interface IssuerKey {
  kid: string
  algorithm: IssuerAlgorithm
  privateKey: KeyObject
  publicKey: KeyObject
  /** The member of the key set; more or other members may be written into it. */
  published: JsonWebKey & Record<string, unknown>
}

const curves = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' } as const

/** A key at random. */
export const makeKey = (algorithm: IssuerAlgorithm): IssuerKey => keyOf(algorithm, pairFor(algorithm))

/**
 * The ES256 key that follows from 32 secret bytes, so that two processes with one secret sign alike without telling each other. For simulations:
 * a real issuer's key is drawn, and rotated.
 */
export function deriveIssuerKey(secret: Uint8Array): IssuerKey {
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(secret)
  const point = curve.getPublicKey()
  const [d, x, y] = [Buffer.from(secret), point.subarray(1, 33), point.subarray(33)].map((bytes) => bytes.toString('base64url'))
  const privateKey = createPrivateKey({ key: { kty: 'EC', crv: 'P-256', d, x, y }, format: 'jwk' })
  return keyOf('ES256', { privateKey, publicKey: createPublicKey(privateKey) })
}

function keyOf(algorithm: IssuerAlgorithm, { privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }): IssuerKey {
  const jwk = publicKey.export({ format: 'jwk' })
  const kid = createHash('sha256').update(JSON.stringify(jwk)).digest('base64url').slice(0, 20)
  return { kid, algorithm, privateKey, publicKey, published: { ...jwk, kid, alg: algorithm, use: 'sig' } }
}

function pairFor(algorithm: IssuerAlgorithm): { privateKey: KeyObject; publicKey: KeyObject } {
  if (algorithm === 'EdDSA') return generateKeyPairSync('ed25519')
  if (/^[RP]S/.test(algorithm)) return generateKeyPairSync('rsa', { modulusLength: 2048 })
  return generateKeyPairSync('ec', { namedCurve: curves[algorithm as keyof typeof curves] })
}

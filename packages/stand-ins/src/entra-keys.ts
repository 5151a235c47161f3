import { createHash, createPublicKey, generateKeyPair, type JsonWebKey, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'

/** An RSA-2048 signing key and the name it goes by. */
export interface SigningKey {
  kid: string
  privateKey: KeyObject
  publicKey: KeyObject
  /** `n` and `e`, base64url. */
  publicJwk: JsonWebKey
}

/** The n-th key of a stand-in. */
export type KeySource = (index: number) => Promise<SigningKey>

const generate = promisify(generateKeyPair)
const pool: Promise<SigningKey>[] = []

/**
 * The n-th key of this process. Keys are made when first asked for and shared by every stand-in, since RSA keys are slow to make and
 * Entra itself signs for all tenants with the same few keys.
 */
export function pooledKey(index: number): Promise<SigningKey> {
  while (pool.length <= index) pool.push(newKey())
  return pool[index] ?? newKey()
}

async function newKey(): Promise<SigningKey> {
  return signingKeyOf((await generate('rsa', { modulusLength: 2048 })).privateKey)
}

/** A private key with everything that is published of it. */
export function signingKeyOf(privateKey: KeyObject): SigningKey {
  const publicKey = createPublicKey(privateKey)
  const publicJwk = publicKey.export({ format: 'jwk' })
  const kid = createHash('sha1')
    .update(publicJwk.n ?? '')
    .digest('base64url')
  return { kid, privateKey, publicKey, publicJwk }
}

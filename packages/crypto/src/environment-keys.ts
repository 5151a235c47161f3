import { type BulkRecipient, encryptTo, openInBulk, openPrivateKey, type Recipient } from './asymmetric.ts'
import { decodeHex, draw, encodeHex, type RandomBytes } from './bytes.ts'
import { CryptoError } from './errors.ts'
import { type KeyPair, seedKeyPair } from './key-pairs.ts'
import { keyBytes } from './primitives.ts'

/** The two secrets of an environment, 64 hex digits each: `seed` opens its values, `salt` makes its key digests. */
export interface EnvironmentKeys {
  seed: string
  salt: string
}

/** The same, each as a `ph:v1:` value that one principal can open. */
export interface WrappedEnvironmentKeys {
  wrappedSeed: string
  wrappedSalt: string
}

export function newEnvironmentKeys(randomBytes: RandomBytes): EnvironmentKeys {
  return { seed: encodeHex(draw(randomBytes, keyBytes)), salt: encodeHex(draw(randomBytes, keyBytes)) }
}

/** The environment's X25519 pair; its public half is what the wire calls `identity_key`. */
export function environmentKeyPair(seed: string): KeyPair {
  return seedKeyPair(seed)
}

/** Imports the environment's private key once; then each value costs one key agreement. */
export function openEnvironment(seed: string): Recipient {
  return openPrivateKey(environmentKeyPair(seed).privateKey)
}

/** The same for thousands of values. */
export function openEnvironmentInBulk(seed: string): Promise<BulkRecipient> {
  return openInBulk(environmentKeyPair(seed).privateKey)
}

/** Wraps both for a principal's X25519 public key. Clients expect the hex texts inside, not the bytes. */
export function wrapEnvironmentKeys({ seed, salt }: EnvironmentKeys, publicKey: string, randomBytes: RandomBytes): WrappedEnvironmentKeys {
  requireKeys({ seed, salt })
  return { wrappedSeed: encryptTo(publicKey, seed, randomBytes), wrappedSalt: encryptTo(publicKey, salt, randomBytes) }
}

/**
 * Opens both. Where the environment's public key is known, pass it: a seed that does not belong to it is refused with `unknown_key`, so that
 * keys of another environment, put in place of these, are noticed.
 */
export function unwrapEnvironmentKeys(wrapped: WrappedEnvironmentKeys, owner: Recipient, environmentPublicKey?: string): EnvironmentKeys {
  const keys = { seed: owner.decrypt(wrapped.wrappedSeed), salt: owner.decrypt(wrapped.wrappedSalt) }
  requireKeys(keys)
  if (environmentPublicKey !== undefined && environmentKeyPair(keys.seed).publicKey !== environmentPublicKey) {
    throw new CryptoError('unknown_key', 'the seed belongs to another environment')
  }
  return keys
}

function requireKeys({ seed, salt }: EnvironmentKeys): void {
  decodeHex(seed, keyBytes, 'malformed_key')
  decodeHex(salt, keyBytes, 'malformed_key')
}

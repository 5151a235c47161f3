import { argon2idAsync } from '@noble/hashes/argon2.js'
import { blake2b as nobleBlake2b } from '@noble/hashes/blake2.js'
import { CryptoError } from './errors.ts'
import type { Argon2Cost, Blake2bOptions } from './primitives.ts'

/** Neither platform offers keyed or personalised BLAKE2b. */
export function blake2b(message: Uint8Array, { lengthBytes, key, salt, personalisation }: Blake2bOptions): Uint8Array {
  return nobleBlake2b(message, { dkLen: lengthBytes, key, salt, personalization: personalisation })
}

export function argon2id(password: Uint8Array, salt: Uint8Array, { passes, memoryKiB, lengthBytes }: Argon2Cost): Promise<Uint8Array> {
  return argon2idAsync(password, salt, { t: passes, m: memoryKiB, p: 1, dkLen: lengthBytes, maxmem: memoryKiB * 1024 })
}

/** RFC 7748 section 6.1: an all-zero result means that the peer's point contributes nothing secret. */
export function weakPublicKey(cause?: unknown): CryptoError {
  return new CryptoError('weak_public_key', 'the public key is a point of low order', { cause })
}

export function requireLength(key: Uint8Array, lengthBytes: number): void {
  if (key.length !== lengthBytes) throw new CryptoError('malformed_key', `expected ${lengthBytes} bytes`)
}

export function decryptionFailed(cause?: unknown): CryptoError {
  return new CryptoError('decryption_failed', 'the value was changed or belongs to another key', { cause })
}

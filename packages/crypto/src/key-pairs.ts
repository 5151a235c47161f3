import { ed25519 } from '@noble/curves/ed25519.js'
import { primitives } from '#primitives'
import { concat, decodeHex, draw, encodeHex, equalBytes, type RandomBytes } from './bytes.ts'
import { CryptoError } from './errors.ts'
import { keyBytes } from './primitives.ts'

/** Lower-case hex. X25519: 64 digits each. Ed25519: 64 for the public key, 128 for the private one (seed ‖ public key, as libsodium has it). */
export interface KeyPair {
  publicKey: string
  privateKey: string
}

/** libsodium's `crypto_kx_seed_keypair`: the X25519 pair whose private key is BLAKE2b-256 of the 32-byte seed (64 hex digits). */
export function seedKeyPair(seed: string): KeyPair {
  return x25519Pair(primitives.blake2b(decodeHex(seed, keyBytes, 'malformed_key'), { lengthBytes: keyBytes }))
}

/** A fresh X25519 pair. */
export function newKeyPair(randomBytes: RandomBytes): KeyPair {
  return x25519Pair(draw(randomBytes, keyBytes))
}

/** The Ed25519 pair of a 32-byte seed (64 hex digits). */
export function signingKeyPair(seed: string): KeyPair {
  const seedBytes = decodeHex(seed, keyBytes, 'malformed_key')
  const publicKey = primitives.ed25519PublicKey(seedBytes)
  return { publicKey: encodeHex(publicKey), privateKey: encodeHex(concat(seedBytes, publicKey)) }
}

/** The X25519 pair that belongs to an Ed25519 pair. Throws `malformed_key` when the two halves do not belong together. */
export function exchangeKeyPair(signing: KeyPair): KeyPair {
  const privateKey = exchangePrivateKeyBytes(signing.privateKey)
  // The second half of the private key has just been derived from the first: a multiple of the base point, so of the main subgroup, and the
  // Montgomery form of it is what X25519 derives too (RFC 7748 section 4.1). Converting the point itself would cost fifty times as much.
  if (signing.publicKey !== signing.privateKey.slice(2 * keyBytes)) {
    exchangePublicKey(signing.publicKey)
    throw new CryptoError('malformed_key', 'the public key does not belong to the private key')
  }
  return x25519Pair(privateKey)
}

/**
 * The X25519 public key of an Ed25519 public key (RFC 7748 section 4.1). Throws `malformed_key` for what is not a point, and
 * `weak_public_key` for one of low order or outside the main subgroup, as libsodium does.
 */
export function exchangePublicKey(signingPublicKey: string): string {
  const bytes = decodeHex(signingPublicKey, keyBytes, 'malformed_key')
  const point = parsePoint(bytes)
  if (point.isSmallOrder() || !point.isTorsionFree()) throw new CryptoError('weak_public_key', 'the public key is a point of low order')
  return encodeHex(ed25519.utils.toMontgomery(bytes))
}

/** The X25519 private key of an Ed25519 private key (128 hex digits): clamped half of SHA-512(seed), RFC 8032 section 5.1.5. */
export function exchangePrivateKey(signingPrivateKey: string): string {
  return encodeHex(exchangePrivateKeyBytes(signingPrivateKey))
}

function exchangePrivateKeyBytes(signingPrivateKey: string): Uint8Array {
  const bytes = decodeHex(signingPrivateKey, 2 * keyBytes, 'malformed_key')
  const seed = bytes.subarray(0, keyBytes)
  if (!equalBytes(primitives.ed25519PublicKey(seed), bytes.subarray(keyBytes))) {
    throw new CryptoError('malformed_key', 'the private key does not end with its public key')
  }
  return clamp(primitives.sha512(seed).slice(0, keyBytes))
}

/** RFC 7748 section 5, decodeScalar25519. */
function clamp(scalar: Uint8Array): Uint8Array {
  return scalar.map((byte, index) => (index === 0 ? byte & 248 : index === keyBytes - 1 ? (byte & 127) | 64 : byte))
}

function x25519Pair(privateKey: Uint8Array): KeyPair {
  return { publicKey: encodeHex(primitives.x25519(privateKey).publicKey), privateKey: encodeHex(privateKey) }
}

function parsePoint(bytes: Uint8Array) {
  try {
    return ed25519.Point.fromBytes(bytes)
  } catch (cause) {
    throw new CryptoError('malformed_key', 'the public key is not a point of the curve', { cause })
  }
}

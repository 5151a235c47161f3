import { primitives } from '#primitives'
import { decodeHex, draw, encodeHex, encodeUtf8, type RandomBytes } from './bytes.ts'
import { CryptoError } from './errors.ts'
import { exchangeKeyPair, type KeyPair, signingKeyPair } from './key-pairs.ts'
import { keyBytes } from './primitives.ts'

/** The keys of an account, in hex: an Ed25519 pair and, for members, a symmetric key. Key order and spacing of the JSON are free. */
export interface Keyring {
  symmetricKey?: string
  /** Ed25519, 128 digits. */
  privateKey: string
  /** Ed25519, 64 digits: the account's `identity_key`. */
  publicKey: string
}

/** A member's keyring always holds the symmetric key. */
export type MemberKeyring = Required<Keyring>

/** A member's keys from the 32-byte account seed (64 hex digits). */
export function memberKeyring(accountSeed: string): MemberKeyring {
  const master = decodeHex(accountSeed, keyBytes, 'malformed_key')
  const { publicKey, privateKey } = signingKeyPair(encodeHex(deriveSubkey(master, 1, '__sign__')))
  return { symmetricKey: encodeHex(deriveSubkey(master, 0, '_secret_')), privateKey, publicKey }
}

/** Fresh keys for a service account. */
export function newServiceAccountKeyring(randomBytes: RandomBytes): Keyring {
  const { publicKey, privateKey } = signingKeyPair(encodeHex(draw(randomBytes, keyBytes)))
  return { publicKey, privateKey }
}

/** The X25519 pair that the account's environment keys are wrapped for and that its tokens carry. */
export function keyringKeyPair(keyring: Keyring): KeyPair {
  return exchangeKeyPair(keyring)
}

export function formatKeyring(keyring: Keyring): string {
  return JSON.stringify(keyring)
}

/** Reads a keyring's JSON and checks that its halves belong together. Throws `malformed_keyring` or `malformed_key`. */
export function parseKeyring(json: string): Keyring {
  const keyring = readKeyring(json)
  exchangeKeyPair(keyring)
  return keyring
}

/** The X25519 pair of a keyring's JSON: `keyringKeyPair` of `parseKeyring`, checked once. Throws like the latter. */
export function parseKeyPair(json: string): KeyPair {
  return exchangeKeyPair(readKeyring(json))
}

function readKeyring(json: string): Keyring {
  const { publicKey, privateKey, symmetricKey } = parseObject(json)
  if (typeof publicKey !== 'string' || typeof privateKey !== 'string') throw malformedKeyring()
  if (symmetricKey === undefined) return { publicKey, privateKey }
  if (typeof symmetricKey !== 'string') throw malformedKeyring()
  decodeHex(symmetricKey, keyBytes, 'malformed_key')
  return { symmetricKey, privateKey, publicKey }
}

function parseObject(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // The parser's message would quote the keyring, so it must not become our error's cause.
    throw malformedKeyring()
  }
  throw malformedKeyring()
}

function malformedKeyring(): CryptoError {
  return new CryptoError('malformed_keyring', 'expected a JSON object with publicKey and privateKey')
}

const blake2bParameterBytes = 16

/** libsodium's `crypto_kdf_derive_from_key`: keyed BLAKE2b-256 of nothing, id as salt, context as personalisation. */
function deriveSubkey(master: Uint8Array, id: number, context: string): Uint8Array {
  const salt = new Uint8Array(blake2bParameterBytes)
  // 64-bit little endian; our ids fit its first byte.
  salt[0] = id
  const personalisation = new Uint8Array(blake2bParameterBytes)
  personalisation.set(encodeUtf8(context))
  return primitives.blake2b(new Uint8Array(0), { lengthBytes: keyBytes, key: master, salt, personalisation })
}

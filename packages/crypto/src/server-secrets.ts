import { decodeHexOfAnyCase, draw, encodeHex, type RandomBytes } from './bytes.ts'
import { CryptoError } from './errors.ts'
import { keyBytes } from './primitives.ts'

/** A new server secret: 64 hex digits. */
export function newServerSecret(randomBytes: RandomBytes): string {
  return encodeHex(draw(randomBytes, keyBytes))
}

/**
 * Reads a comma-separated list of server secrets, 64 hex digits each, in lower case. Nothing is trimmed: a line feed at the end is as suspect
 * as a missing digit. Throws `missing_key`, `malformed_key`, `weak_key` or `duplicate_key`; messages name the position, never the value.
 */
export function parseServerSecrets(secrets: string): [string, ...string[]] {
  if (typeof secrets !== 'string' || secrets === '') throw new CryptoError('missing_key', 'no server key is set')
  const [first = '', ...others] = secrets.split(',').map(parseSecret)
  const all: [string, ...string[]] = [first, ...others]
  if (new Set(all).size !== all.length) throw new CryptoError('duplicate_key', 'a server key is listed twice')
  return all
}

function parseSecret(secret: string, index: number): string {
  const position = index + 1
  if (secret === '') throw new CryptoError('missing_key', `server key ${position} is empty`)
  if (!/^[0-9a-fA-F]{64}$/.test(secret)) throw new CryptoError('malformed_key', `server key ${position} is not 64 hex digits`)
  const bytes = decodeHexOfAnyCase(secret, keyBytes, 'malformed_key')
  if (isPredictable(bytes)) throw new CryptoError('weak_key', `server key ${position} is an example or a pattern, not a random key`)
  return encodeHex(bytes)
}

// 32 random bytes have fewer than 16 distinct values once in 10^17 draws; zeros, deadbeef… and repeated words always have.
const minDistinctBytes = 16
const countingDigits = ['0123456789abcdef', 'fedcba9876543210', '1234567890']

function isPredictable(bytes: Uint8Array): boolean {
  const hex = encodeHex(bytes)
  return new Set(bytes).size < minDistinctBytes || isArithmetic(bytes) || countingDigits.some((digits) => hex.includes(digits))
}

/** 00 01 02 … and the like: every byte differs from the one before by the same step. */
function isArithmetic(bytes: Uint8Array): boolean {
  const steps = bytes.slice(1).map((byte, index) => byte - (bytes[index] ?? 0))
  return new Set(steps).size === 1
}

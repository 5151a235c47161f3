import { decodeHex, type RandomBytes } from './bytes.ts'
import { CryptoError, type CryptoErrorCode } from './errors.ts'

/** Real randomness, for tests that need any. */
export const randomBytes: RandomBytes = (length) => globalThis.crypto.getRandomValues(new Uint8Array(length))

/** Randomness that was disclosed: gives out the hex values in order, and fails when asked for more or for another length. */
export function disclosed(...values: string[]): RandomBytes {
  const left = values.map((value) => decodeHex(value))
  return (length) => {
    const next = left.shift()
    if (next?.length !== length) throw new Error(`no disclosed value of ${length} bytes is left`)
    return next
  }
}

/** The code of the CryptoError that a deed throws; any other outcome fails the test. */
export function codeOf(deed: () => unknown): CryptoErrorCode {
  try {
    deed()
  } catch (error) {
    if (error instanceof CryptoError) return error.code
    throw error
  }
  throw new Error('nothing was refused')
}

/** The text with the character at `index` replaced by another one of the same alphabet. */
export function withOtherCharacter(text: string, index: number): string {
  const old = text.charAt(index)
  const other = old === 'a' ? 'b' : old === 'A' ? 'B' : old === '0' ? '1' : /[0-9]/.test(old) ? '0' : /[A-Z]/.test(old) ? 'A' : 'a'
  return text.slice(0, index) + other + text.slice(index + 1)
}

/**
 * Encodings of the u-coordinates of low order on Curve25519 and its twist, as published in RFC 7748's security notes and libsodium's
 * list: 0, 1, the two of order eight, p - 1, p, p + 1.
 */
export const lowOrderPoints = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]

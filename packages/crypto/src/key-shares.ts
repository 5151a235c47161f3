import { decodeHex, decodeUtf8, draw, encodeHex, encodeUtf8, type RandomBytes, xor } from './bytes.ts'
import { keyBytes } from './primitives.ts'
import { openRaw, sealOverheadBytes, sealRaw } from './symmetric.ts'

/** Two halves of a private key, 64 hex digits each. Either alone is a random number. */
export interface KeyShares {
  share0: string
  share1: string
}

/** Splits a 32-byte key (64 hex digits): share 0 is random, share 1 is share 0 XOR the key. */
export function splitKey(privateKey: string, randomBytes: RandomBytes): KeyShares {
  const share0 = draw(randomBytes, keyBytes)
  const share1 = xor(share0, decodeHex(privateKey, keyBytes, 'malformed_key'))
  return { share0: encodeHex(share0), share1: encodeHex(share1) }
}

/** Reverses `splitKey`. */
export function joinShares(share0: string, share1: string): string {
  return encodeHex(xor(decodeHex(share0, keyBytes, 'malformed_key'), decodeHex(share1, keyBytes, 'malformed_key')))
}

/** Seals a share under the wrap key (64 hex digits); 208 hex digits. The plaintext is the share's hex text, not its 32 bytes. */
export function wrapShare(share: string, wrapKey: string, randomBytes: RandomBytes): string {
  decodeHex(share, keyBytes, 'malformed_key')
  return encodeHex(sealRaw(encodeUtf8(share), { key: decodeHex(wrapKey, keyBytes, 'malformed_key') }, randomBytes))
}

/** Reverses `wrapShare`. Throws `malformed_ciphertext`, `malformed_key` or `decryption_failed`. */
export function unwrapShare(wrappedShare: string, wrapKey: string): string {
  const raw = decodeHex(wrappedShare, 2 * keyBytes + sealOverheadBytes, 'malformed_ciphertext')
  const share = decodeUtf8(openRaw(raw, { key: decodeHex(wrapKey, keyBytes, 'malformed_key') }))
  decodeHex(share, keyBytes, 'malformed_key')
  return share
}

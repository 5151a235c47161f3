import { primitives } from '#primitives'
import { concat, draw, type RandomBytes } from './bytes.ts'
import { CryptoError } from './errors.ts'
import { nonceBytes, tagBytes } from './primitives.ts'

export interface SymmetricKey {
  /** 32 bytes. */
  key: Uint8Array
  /** Where the value belongs, e.g. a table and a row id: the same bytes open nowhere else. */
  associatedData?: Uint8Array
}

/** Bytes that sealing adds: tag and nonce. */
export const sealOverheadBytes = tagBytes + nonceBytes

/**
 * The `raw` format of the wire contract: XChaCha20-Poly1305 ciphertext ‖ 16-byte tag ‖ 24-byte nonce.
 * Nonces are drawn at random: with 192 bits, 2^64 messages under one key leave the odds of a repetition near 2^-65.
 */
export function sealRaw(plaintext: Uint8Array, { key, associatedData }: SymmetricKey, randomBytes: RandomBytes): Uint8Array {
  const nonce = draw(randomBytes, nonceBytes)
  return concat(primitives.encrypt(plaintext, { key, nonce, associatedData }), nonce)
}

/** Reverses `sealRaw`. Throws `malformed_ciphertext` when too short, `decryption_failed` when anything about it was changed. */
export function openRaw(raw: Uint8Array, { key, associatedData }: SymmetricKey): Uint8Array {
  if (raw.length < sealOverheadBytes) throw new CryptoError('malformed_ciphertext', 'the ciphertext is too short')
  const nonceAt = raw.length - nonceBytes
  return primitives.decrypt(raw.subarray(0, nonceAt), { key, nonce: raw.subarray(nonceAt), associatedData })
}

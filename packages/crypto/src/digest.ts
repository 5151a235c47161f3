import { primitives } from '#primitives'
import { encodeHex, encodeUtf8 } from './bytes.ts'
import { CryptoError } from './errors.ts'

const digestBytes = 32
// RFC 7693: BLAKE2b takes keys of 1 to 64 bytes.
const maxSaltBytes = 64

/**
 * Blind index of a secret's name: BLAKE2b-256 keyed with the environment's salt, 64 hex digits. The key is the salt's text itself
 * (64 ASCII characters), not the 32 bytes it spells. Case matters: callers decide whether a name is upper-cased first.
 */
export function keyDigest(name: string, salt: string): string {
  const key = encodeUtf8(salt)
  if (key.length === 0 || key.length > maxSaltBytes) throw new CryptoError('malformed_key', 'the salt must have 1 to 64 bytes')
  return encodeHex(primitives.blake2b(encodeUtf8(name), { lengthBytes: digestBytes, key }))
}

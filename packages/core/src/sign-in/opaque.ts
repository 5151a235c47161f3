import { decodeHex, encodeBase64, hashBearerValue, type RandomBytes } from '@bonafide/crypto'

const secretBytes = 32

/** A secret of 256 random bits as 43 characters of base64url: session tokens, set-up codes, invite codes. */
export const newOpaque = (randomBytes: RandomBytes): string =>
  encodeBase64(randomBytes(secretBytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/** True for what `newOpaque` could have made; anything else is refused without asking the database. */
export const isOpaque = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text)

/** SHA-256 (32 bytes) of a secret's text: all that is kept of it. */
export const hashOf = (text: string): Uint8Array => decodeHex(hashBearerValue(text))

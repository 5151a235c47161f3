import { primitives } from '#primitives'
import { decodeBase64, decodeHex, decodeUtf8, draw, encodeBase64, encodeHex, encodeUtf8, type RandomBytes } from './bytes.ts'
import { CryptoError } from './errors.ts'
import { keyBytes } from './primitives.ts'
import { clientSessionKeys, serverSessionKeys } from './session.ts'
import { openRaw, sealOverheadBytes, sealRaw } from './symmetric.ts'

/** Somebody who can read `ph:v1:` values: the private key is imported once, so that thousands of values open quickly. */
export interface Recipient {
  /** X25519, 64 hex digits. */
  readonly publicKey: string
  /** `ph:v1:` ciphertext of the text, to this recipient. */
  encrypt(text: string, randomBytes: RandomBytes): string
  /** Throws `malformed_ciphertext`, `weak_public_key` or `decryption_failed`. */
  decrypt(ciphertext: string): string
}

/** Opens an X25519 private key (64 hex digits) for reading. Throws `malformed_key`. */
export function openPrivateKey(privateKey: string): Recipient {
  const owner = primitives.x25519(decodeHex(privateKey, keyBytes, 'malformed_key'))
  return {
    publicKey: encodeHex(owner.publicKey),
    encrypt: (text, randomBytes) => encryptBytes(owner.publicKey, text, randomBytes),
    decrypt(ciphertext) {
      const { ephemeralPublicKey, payload } = parseCiphertext(ciphertext)
      const { receive } = serverSessionKeys(owner, ephemeralPublicKey)
      return decodeUtf8(openRaw(payload, { key: receive }))
    },
  }
}

/**
 * Encrypts a text to an X25519 public key (64 hex digits): `ph:v1:<ephemeral public key>:<base64 of raw>`.
 * Throws `malformed_key`, or `weak_public_key` for a low-order point.
 */
export function encryptTo(publicKey: string, text: string, randomBytes: RandomBytes): string {
  return encryptBytes(decodeHex(publicKey, keyBytes, 'malformed_key'), text, randomBytes)
}

/** Decrypts one `ph:v1:` value. For many values under one key, `openPrivateKey` once is much faster. */
export function decryptWith(privateKey: string, ciphertext: string): string {
  return openPrivateKey(privateKey).decrypt(ciphertext)
}

/** A recipient for thousands of values in a row. What it answers rejects as `Recipient` throws. */
export interface BulkRecipient {
  encrypt(text: string, randomBytes: RandomBytes): Promise<string>
  decrypt(ciphertext: string): Promise<string>
}

/** Opens an X25519 private key for thousands of values, each of which takes browsers a fraction of the time that `openPrivateKey` needs. */
export async function openInBulk(privateKey: string): Promise<BulkRecipient> {
  const bytes = decodeHex(privateKey, keyBytes, 'malformed_key')
  const { publicKey } = primitives.x25519(bytes)
  const agree = await primitives.x25519InBulk(bytes)
  return {
    async encrypt(text, randomBytes) {
      const agreeOnce = await primitives.x25519InBulk(draw(randomBytes, keyBytes))
      const ephemeralPublicKey = await agreeOnce(basePoint)
      const shared = await agreeOnce(publicKey)
      const { send } = clientSessionKeys({ publicKey: ephemeralPublicKey, agree: () => shared }, publicKey)
      return formatCiphertext(ephemeralPublicKey, sealRaw(encodeUtf8(text), { key: send }, randomBytes))
    },
    async decrypt(ciphertext) {
      const { ephemeralPublicKey, payload } = parseCiphertext(ciphertext)
      const shared = await agree(ephemeralPublicKey)
      const { receive } = serverSessionKeys({ publicKey, agree: () => shared }, ephemeralPublicKey)
      return decodeUtf8(openRaw(payload, { key: receive }))
    },
  }
}

/** Whether a text has the shape of a `ph:v1:` value. Says nothing about who can open it. */
export function isCiphertext(text: unknown): text is string {
  if (typeof text !== 'string') return false
  try {
    parseCiphertext(text)
    return true
  } catch {
    return false
  }
}

const prefix = 'ph:v1:'
// RFC 7748 section 4.1: agreeing with it gives one's own public key.
const basePoint = Uint8Array.from({ length: keyBytes }, (_, index) => (index === 0 ? 9 : 0))
const payloadAt = prefix.length + keyBytes * 2 + 1

function encryptBytes(publicKey: Uint8Array, text: string, randomBytes: RandomBytes): string {
  const ephemeral = primitives.x25519(draw(randomBytes, keyBytes))
  const { send } = clientSessionKeys(ephemeral, publicKey)
  const payload = sealRaw(encodeUtf8(text), { key: send }, randomBytes)
  return formatCiphertext(ephemeral.publicKey, payload)
}

function formatCiphertext(ephemeralPublicKey: Uint8Array, payload: Uint8Array): string {
  return `${prefix}${encodeHex(ephemeralPublicKey)}:${encodeBase64(payload)}`
}

function parseCiphertext(ciphertext: string): { ephemeralPublicKey: Uint8Array; payload: Uint8Array } {
  // Only this version is read: an older or unknown one must never be a way to weaker rules.
  if (!ciphertext.startsWith(prefix) || ciphertext[payloadAt - 1] !== ':') {
    throw new CryptoError('malformed_ciphertext', 'expected ph:v1:<public key>:<payload>')
  }
  const ephemeralPublicKey = decodeHex(ciphertext.slice(prefix.length, payloadAt - 1), keyBytes, 'malformed_ciphertext')
  const payload = decodeBase64(ciphertext.slice(payloadAt), 'malformed_ciphertext')
  if (payload.length < sealOverheadBytes) throw new CryptoError('malformed_ciphertext', 'the ciphertext is too short')
  return { ephemeralPublicKey, payload }
}

import { primitives } from '#primitives'
import { openPrivateKey, type Recipient } from './asymmetric.ts'
import { decodeBase64, decodeHex, decodeUtf8, encodeBase64, encodeHex, encodeUtf8, type RandomBytes } from './bytes.ts'
import { CryptoError } from './errors.ts'
import { seedKeyPair } from './key-pairs.ts'
import { keyBytes } from './primitives.ts'
import { parseServerSecrets } from './server-secrets.ts'
import { openRaw, sealOverheadBytes, sealRaw } from './symmetric.ts'

/** The server's own keys. The first of the list wraps new values; all of them open old ones. */
export interface ServerKeyring {
  /** Eight hex digits: the start of SHA-256 of the X25519 public key's bytes. */
  readonly currentKeyId: string
  /** X25519 public key of the first, 64 hex digits: what clients encrypt to. */
  readonly publicKey: string
  /** Current first. */
  readonly keyIds: readonly string[]
  /**
   * `bf:v1:<key id>:<base64>` of the text. `associatedData` says where the value belongs, e.g. `service_account_keyring:<id>`;
   * moved anywhere else it no longer opens. An empty one is refused.
   */
  wrap(plaintext: string, associatedData: string, randomBytes: RandomBytes): string
  /** Throws `unknown_key` when the value names a key that is not listed, `decryption_failed` for anything else that is wrong with it. */
  unwrap(wrapped: string, associatedData: string): string
  /** Opens a `ph:v1:` value that a client made for any of the listed keys. */
  openFromClient(ciphertext: string): string
  /** The key id a wrapped value names, e.g. to find what rotation has left to do. Throws `decryption_failed`. */
  keyIdOf(wrapped: string): string
  /**
   * 16 hex digits by which people see whether two secrets of one place are the same, and from which nobody without the current key learns
   * anything of them. Another key gives another one.
   */
  fingerprint(secret: string, place: string): string
  /** A value to store beside the data, so that a start with the wrong keys is noticed before anything is written under them. */
  makeKeyCheck(randomBytes: RandomBytes): string
  /** Throws `unknown_key` or `decryption_failed` unless these keys are those the stored check was made with. */
  verifyKeyCheck(keyCheck: string): void
}

interface ServerKey {
  id: string
  wrapKey: Uint8Array
  fingerprintKey: Uint8Array
  recipient: Recipient
}

/** Reads `BONAFIDE_SECRET_KEY`: 64 hex digits, several with commas. See `parseServerSecrets` for what is refused. */
export function createServerKeyring(secrets: string): ServerKeyring {
  const [firstSecret, ...otherSecrets] = parseServerSecrets(secrets)
  const current = deriveServerKey(firstSecret)
  const keys = [current, ...otherSecrets.map(deriveServerKey)]
  const keyOfId = new Map(keys.map((key) => [key.id, key]))
  if (keyOfId.size !== keys.length) throw new CryptoError('duplicate_key', 'two server keys share one id; replace one of them')

  const wrap: ServerKeyring['wrap'] = (plaintext, associatedData, randomBytes) => {
    const raw = sealRaw(encodeUtf8(plaintext), { key: current.wrapKey, associatedData: place(associatedData) }, randomBytes)
    return `${prefix}${current.id}:${encodeBase64(raw)}`
  }

  const unwrap: ServerKeyring['unwrap'] = (wrapped, associatedData) => {
    const { keyId, raw } = parseWrapped(wrapped)
    const key = keyOfId.get(keyId)
    if (!key) throw new CryptoError('unknown_key', `the value is wrapped with server key ${keyId}, which is not among the keys set`)
    return decodeUtf8(openRaw(raw, { key: key.wrapKey, associatedData: place(associatedData) }))
  }

  return {
    currentKeyId: current.id,
    publicKey: current.recipient.publicKey,
    keyIds: keys.map((key) => key.id),
    wrap,
    unwrap,
    openFromClient: (ciphertext) => openWithAny(keys, ciphertext),
    keyIdOf: (wrapped) => parseWrapped(wrapped).keyId,
    fingerprint(secret, where) {
      // JSON keeps the two apart, whatever stands in them.
      const text = encodeUtf8(JSON.stringify([where, secret]))
      return encodeHex(primitives.blake2b(text, { lengthBytes: keyBytes, key: current.fingerprintKey })).slice(0, fingerprintDigits)
    },
    makeKeyCheck: (randomBytes) => wrap(keyCheckText, keyCheckPlace, randomBytes),
    verifyKeyCheck(keyCheck) {
      if (unwrap(keyCheck, keyCheckPlace) !== keyCheckText) throw changed()
    },
  }
}

const prefix = 'bf:v1:'
const keyIdDigits = 8
const payloadAt = prefix.length + keyIdDigits + 1
const keyCheckPlace = 'server_key_check'
const keyCheckText = 'bonafide'
// One label per use of a private key, so that no two uses ever share a key.
const wrapKeyLabel = 'bonafide server wrap key v1'
const fingerprintKeyLabel = 'bonafide server fingerprint key v1'
const fingerprintDigits = 16

function deriveServerKey(secret: string): ServerKey {
  const { publicKey, privateKey } = seedKeyPair(secret)
  const key = decodeHex(privateKey, keyBytes, 'malformed_key')
  const derive = (label: string) => primitives.blake2b(encodeUtf8(label), { lengthBytes: keyBytes, key })
  return {
    id: encodeHex(primitives.sha256(decodeHex(publicKey, keyBytes, 'malformed_key'))).slice(0, keyIdDigits),
    wrapKey: derive(wrapKeyLabel),
    fingerprintKey: derive(fingerprintKeyLabel),
    recipient: openPrivateKey(privateKey),
  }
}

function place(associatedData: string): Uint8Array {
  if (associatedData === '') throw new CryptoError('missing_associated_data', 'a wrapped value must say where it belongs')
  return encodeUtf8(associatedData)
}

/** Every fault of shape is the same `decryption_failed` as a fault of content: to us a malformed row is a changed row. */
function parseWrapped(wrapped: string): { keyId: string; raw: Uint8Array } {
  const keyId = wrapped.slice(prefix.length, payloadAt - 1)
  if (!wrapped.startsWith(prefix) || wrapped[payloadAt - 1] !== ':' || !/^[0-9a-f]{8}$/.test(keyId)) throw changed()
  const raw = decodeBase64(wrapped.slice(payloadAt), 'decryption_failed')
  if (raw.length < sealOverheadBytes) throw changed()
  return { keyId, raw }
}

/** A `ph:v1:` value does not name its recipient, so each key is tried, the current one first. */
function openWithAny(keys: ServerKey[], ciphertext: string): string {
  for (const { recipient } of keys) {
    try {
      return recipient.decrypt(ciphertext)
    } catch (error) {
      if (!(error instanceof CryptoError) || error.code !== 'decryption_failed') throw error
    }
  }
  throw changed()
}

function changed(): CryptoError {
  return new CryptoError('decryption_failed', 'the value was changed or belongs elsewhere')
}

import { createCipheriv, createDecipheriv, createHash, createPrivateKey, createPublicKey, diffieHellman, type KeyObject } from 'node:crypto'
import { hchacha } from '@noble/ciphers/chacha.js'
import { argon2id, blake2b, decryptionFailed, requireLength, weakPublicKey } from './primitives.shared.ts'
import { type AeadInput, type Agreement, keyBytes, nonceBytes, type Primitives, tagBytes } from './primitives.ts'

/** OpenSSL through node:crypto wherever it is exact, some twenty times faster than plain JavaScript for X25519. */
export const primitives = {
  x25519,

  // OpenSSL is quick enough in place.
  async x25519InBulk(privateKey) {
    const { agree } = x25519(privateKey)
    return async (peerPublicKey) => agree(peerPublicKey)
  },

  ed25519PublicKey(seed) {
    requireLength(seed, keyBytes)
    return rawPublicKey(importPrivateKey('Ed25519', seed))
  },

  sha256: (message) => plain(createHash('sha256').update(message).digest()),
  sha512: (message) => plain(createHash('sha512').update(message).digest()),
  blake2b,
  argon2id,

  encrypt(plaintext, input) {
    const { key, nonce } = ietfInput(input)
    const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: tagBytes })
    if (input.associatedData) cipher.setAAD(input.associatedData, { plaintextLength: plaintext.length })
    return plain(Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]))
  },

  decrypt(ciphertextAndTag, input) {
    const { key, nonce } = ietfInput(input)
    if (ciphertextAndTag.length < tagBytes) throw decryptionFailed()
    const tagAt = ciphertextAndTag.length - tagBytes
    const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: tagBytes })
    if (input.associatedData) decipher.setAAD(input.associatedData, { plaintextLength: tagAt })
    decipher.setAuthTag(ciphertextAndTag.subarray(tagAt))
    const plaintext = decipher.update(ciphertextAndTag.subarray(0, tagAt))
    try {
      return plain(Buffer.concat([plaintext, decipher.final()]))
    } catch (cause) {
      throw decryptionFailed(cause)
    }
  },
} satisfies Primitives

function x25519(privateKey: Uint8Array): Agreement {
  requireLength(privateKey, keyBytes)
  const own = importPrivateKey('X25519', privateKey)
  return {
    publicKey: rawPublicKey(own),
    agree(peerPublicKey) {
      requireLength(peerPublicKey, keyBytes)
      const peer = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: base64url(peerPublicKey) }, format: 'jwk' })
      try {
        return plain(diffieHellman({ privateKey: own, publicKey: peer }))
      } catch (cause) {
        // OpenSSL fails exactly when the shared secret is all zeros.
        throw weakPublicKey(cause)
      }
    },
  }
}

// RFC 8410 section 7: PKCS#8 around a raw 32-byte key.
const pkcs8Prefixes = {
  X25519: Buffer.from('302e020100300506032b656e04220420', 'hex'),
  Ed25519: Buffer.from('302e020100300506032b657004220420', 'hex'),
}
type Curve = keyof typeof pkcs8Prefixes

function importPkcs8(curve: Curve, key: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8Prefixes[curve], key]), format: 'der', type: 'pkcs8' })
}

/**
 * A JWK must state its public half `x`, which we do not know yet. Node does not look at it and imports ten times faster than from DER;
 * should a future version look, we notice here and take the slow road.
 */
function importJwk(curve: Curve, key: Uint8Array): KeyObject {
  return createPrivateKey({
    key: { kty: 'OKP', crv: curve, d: base64url(key), x: base64url(new Uint8Array(keyBytes)) },
    format: 'jwk',
  })
}

const importPrivateKey = jwkImportIgnoresX('X25519') && jwkImportIgnoresX('Ed25519') ? importJwk : importPkcs8

function jwkImportIgnoresX(curve: Curve): boolean {
  const probe = new Uint8Array(keyBytes).fill(9)
  try {
    return Buffer.compare(rawPublicKey(importJwk(curve, probe)), rawPublicKey(importPkcs8(curve, probe))) === 0
  } catch {
    return false
  }
}

function rawPublicKey(privateKey: KeyObject): Uint8Array {
  return plain(Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '', 'base64url'))
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url')
}

/** A copy that is not a Buffer: Buffers share pooled memory and compare, print and slice differently. */
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer)
}

// "expand 32-byte k", the constant of ChaCha20 (RFC 8439 section 2.3) as little-endian words.
const sigma = Uint32Array.of(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574)

/** draft-irtf-cfrg-xchacha-03 section 2.3: the first 16 nonce bytes make a subkey, the other 8 the nonce of IETF ChaCha20-Poly1305. */
function ietfInput({ key, nonce }: AeadInput): { key: Uint8Array; nonce: Uint8Array } {
  requireLength(key, keyBytes)
  requireLength(nonce, nonceBytes)
  const subkey = new Uint32Array(8)
  hchacha(sigma, words(key), words(nonce.subarray(0, 16)), subkey)
  const ietfNonce = new Uint8Array(12)
  ietfNonce.set(nonce.subarray(16), 4)
  return { key: new Uint8Array(subkey.buffer), nonce: ietfNonce }
}

/** A copy as 32-bit words: the bytes may lie at an odd place of a larger buffer. */
function words(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(new Uint8Array(bytes).buffer)
}

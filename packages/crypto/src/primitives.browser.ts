import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import nacl from 'tweetnacl'
import { argon2id, blake2b, decryptionFailed, requireLength, weakPublicKey } from './primitives.shared.ts'
import { type AeadInput, type Agreement, keyBytes, nonceBytes, type Primitives } from './primitives.ts'

/** Plain JavaScript: runs under a content security policy without `unsafe-eval` and without `wasm-unsafe-eval`. */
export const primitives = {
  x25519,

  async x25519InBulk(privateKey) {
    requireLength(privateKey, keyBytes)
    return (await platformAgreement(privateKey)) ?? (async (peerPublicKey) => agreement(privateKey, peerPublicKey))
  },

  ed25519PublicKey(seed) {
    requireLength(seed, keyBytes)
    return nacl.sign.keyPair.fromSeed(seed).publicKey
  },

  sha256: (message) => sha256(message),
  sha512: (message) => sha512(message),
  blake2b,
  argon2id,

  encrypt: (plaintext, input) => cipher(input).encrypt(plaintext),

  decrypt(ciphertextAndTag, input) {
    const aead = cipher(input)
    try {
      return aead.decrypt(ciphertextAndTag)
    } catch (cause) {
      throw decryptionFailed(cause)
    }
  },
} satisfies Primitives

function x25519(privateKey: Uint8Array): Agreement {
  requireLength(privateKey, keyBytes)
  return {
    publicKey: nacl.scalarMult.base(privateKey),
    agree: (peerPublicKey) => agreement(privateKey, peerPublicKey),
  }
}

function agreement(privateKey: Uint8Array, peerPublicKey: Uint8Array): Uint8Array {
  requireLength(peerPublicKey, keyBytes)
  const shared = nacl.scalarMult(privateKey, peerPublicKey)
  // tweetnacl returns zeros for low-order points instead of refusing them.
  if (shared.every((byte) => byte === 0)) throw weakPublicKey()
  return shared
}

// RFC 8410 section 7: PKCS#8 around a raw 32-byte X25519 key.
const pkcs8Prefix = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x04, 0x22, 0x04, 0x20]
const x25519Name = { name: 'X25519' }

/** The browser's own X25519, several times faster; undefined in older browsers, and on pages without TLS, which have no `subtle`. */
async function platformAgreement(privateKey: Uint8Array): Promise<((peerPublicKey: Uint8Array) => Promise<Uint8Array>) | undefined> {
  const { subtle } = globalThis.crypto
  const own = await subtle
    ?.importKey('pkcs8', Uint8Array.from([...pkcs8Prefix, ...privateKey]), x25519Name, false, ['deriveBits'])
    .catch(nothing)
  if (!own) return undefined
  return async (peerPublicKey) => {
    requireLength(peerPublicKey, keyBytes)
    try {
      const peer = await subtle.importKey('raw', Uint8Array.from(peerPublicKey), x25519Name, false, [])
      return new Uint8Array(await subtle.deriveBits({ ...x25519Name, public: peer }, own, keyBytes * 8))
    } catch (cause) {
      // W3C Secure Curves: derivation fails exactly when the shared secret is all zeros.
      throw weakPublicKey(cause)
    }
  }
}

const nothing = (): undefined => undefined

function cipher({ key, nonce, associatedData }: AeadInput) {
  requireLength(key, keyBytes)
  requireLength(nonce, nonceBytes)
  return xchacha20poly1305(key, nonce, associatedData)
}

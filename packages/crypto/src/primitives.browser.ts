import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import nacl from 'tweetnacl'
import { argon2id, blake2b, decryptionFailed, requireLength, weakPublicKey } from './primitives.shared.ts'
import { type AeadInput, type Agreement, keyBytes, nonceBytes, type Primitives } from './primitives.ts'

/** Plain JavaScript: runs under a content security policy without `unsafe-eval` and without `wasm-unsafe-eval`. */
export const primitives = {
  x25519(privateKey): Agreement {
    requireLength(privateKey, keyBytes)
    return {
      publicKey: nacl.scalarMult.base(privateKey),
      agree(peerPublicKey) {
        requireLength(peerPublicKey, keyBytes)
        const shared = nacl.scalarMult(privateKey, peerPublicKey)
        // tweetnacl returns zeros for low-order points instead of refusing them.
        if (shared.every((byte) => byte === 0)) throw weakPublicKey()
        return shared
      },
    }
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

function cipher({ key, nonce, associatedData }: AeadInput) {
  requireLength(key, keyBytes)
  requireLength(nonce, nonceBytes)
  return xchacha20poly1305(key, nonce, associatedData)
}

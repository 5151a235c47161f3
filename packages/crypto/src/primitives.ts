/** Length in bytes of keys, of X25519 and Ed25519 public keys, and of every random value of the wire formats. */
export const keyBytes = 32
/** Nonce length of XChaCha20-Poly1305: long enough to be drawn at random for any number of messages. */
export const nonceBytes = 24
/** Length of a Poly1305 tag. */
export const tagBytes = 16

/** An X25519 private key made ready once, for any number of agreements. */
export interface Agreement {
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  /** The 32-byte shared secret. Throws `weak_public_key` when the peer's point is of low order, i.e. when the result would be all zeros. */
  agree(peerPublicKey: Uint8Array): Uint8Array
}

export interface Blake2bOptions {
  /** 1 to 64. */
  lengthBytes: number
  /** 1 to 64 bytes. */
  key?: Uint8Array
  /** 16 bytes. */
  salt?: Uint8Array
  /** 16 bytes. */
  personalisation?: Uint8Array
}

export interface AeadInput {
  /** 32 bytes. */
  key: Uint8Array
  /** 24 bytes. */
  nonce: Uint8Array
  associatedData?: Uint8Array
}

export interface Argon2Cost {
  passes: number
  memoryKiB: number
  /** Length of the result. */
  lengthBytes: number
}

/** What the platform does for us. One implementation per platform; both pass every vector. Everything is bytes. */
export interface Primitives {
  /** Imports a 32-byte X25519 private key (RFC 7748). */
  x25519(privateKey: Uint8Array): Agreement
  /** The same private key for thousands of agreements in a row, as quickly as the platform can, which may be elsewhere than in this thread. */
  x25519InBulk(privateKey: Uint8Array): Promise<(peerPublicKey: Uint8Array) => Promise<Uint8Array>>
  /** Public key, 32 bytes, of a 32-byte Ed25519 seed (RFC 8032). */
  ed25519PublicKey(seed: Uint8Array): Uint8Array
  sha256(message: Uint8Array): Uint8Array
  sha512(message: Uint8Array): Uint8Array
  /** RFC 7693, with the salt and personalisation of the original parameter block. */
  blake2b(message: Uint8Array, options: Blake2bOptions): Uint8Array
  /** XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03): ciphertext ‖ tag. */
  encrypt(plaintext: Uint8Array, input: AeadInput): Uint8Array
  /** Reverses `encrypt`; `decryption_failed` for whatever does not authenticate. */
  decrypt(ciphertextAndTag: Uint8Array, input: AeadInput): Uint8Array
  /** Argon2id version 1.3 with one lane (RFC 9106). Seconds of one core: run it in a worker. */
  argon2id(password: Uint8Array, salt: Uint8Array, cost: Argon2Cost): Promise<Uint8Array>
}

export type CryptoErrorCode =
  | 'malformed_hex'
  | 'malformed_base64'
  | 'malformed_text'
  | 'malformed_ciphertext'
  | 'malformed_key'
  | 'malformed_keyring'
  | 'malformed_mnemonic'
  | 'malformed_token'
  | 'malformed_randomness'
  | 'weak_public_key'
  | 'decryption_failed'
  | 'missing_associated_data'
  | 'missing_key'
  | 'weak_key'
  | 'duplicate_key'
  | 'unknown_key'

/** The one error of this package. `code` is for programs and stays stable; the message never holds key, token or plaintext. */
export class CryptoError extends Error {
  override readonly name = 'CryptoError'
  readonly code: CryptoErrorCode

  constructor(code: CryptoErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}

export type VaultProblem =
  | 'locked'
  | 'wrong_password'
  | 'foreign_keyring'
  | 'no_keys'
  | 'unusable_keys'
  | 'unusable_recipient'
  | 'invalid_secret'
  | 'token_lost'
  | 'failed'

/** Why the vault did not do what it was asked. The message is a sentence for people and never holds a key, a password or plain text. */
export class VaultError extends Error {
  override readonly name = 'VaultError'
  readonly code: VaultProblem

  constructor(code: VaultProblem, message: string) {
    super(message)
    this.code = code
  }
}

export const lockedError = () => new VaultError('locked', 'Your keys are locked. Enter your password to unlock them.')

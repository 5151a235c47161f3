import { CryptoError, exchangePublicKey, type RandomBytes } from '@bonafide/crypto'
import { VaultError } from '../vault-error.ts'
import type { MemberKeys } from './member-keys.ts'

/** What every operation of the vault is lent. */
export interface Lent {
  keys: MemberKeys
  randomBytes: RandomBytes
  /** Tells the page how far a long operation has come. */
  report(done: number, total: number): void
}

/** The X25519 key of somebody's Ed25519 key, as the server shows it; one that would give what is wrapped for it to everybody is refused. */
export function recipientKey(identityKey: string): string {
  try {
    return exchangePublicKey(identityKey)
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error
    throw new VaultError('unusable_recipient', 'The public key of whoever is to get these keys is not usable. Nothing was wrapped for it.')
  }
}

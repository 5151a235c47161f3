import { CryptoError, type KeyPair, keyringKeyPair, openKeyring, openPrivateKey, type Recipient } from '@bonafide/crypto'
import type { Credentials } from '../shapes.ts'
import { VaultError } from '../vault-error.ts'

/** A member's opened keys: the one pair that everything here is wrapped for and split from. */
export interface MemberKeys {
  /** X25519. */
  pair: KeyPair
  recipient: Recipient
}

/** Turns a password and an e-mail address into the key that seals a keyring. Takes seconds. */
export type Derive = (password: string, email: string) => Promise<string>

export async function openMemberKeys({ email, password, sealedKeyring }: Credentials, derive: Derive): Promise<MemberKeys> {
  const keyring = openOrRefuse(sealedKeyring.wrappedKeyring, await derive(password, email))
  if (keyring.publicKey !== sealedKeyring.identityKey) {
    throw new VaultError('foreign_keyring', 'The server sent a keyring that is not the one of your account. Tell an administrator.')
  }
  const pair = keyringKeyPair(keyring)
  return { pair, recipient: openPrivateKey(pair.privateKey) }
}

function openOrRefuse(wrappedKeyring: string, key: string) {
  try {
    return openKeyring(wrappedKeyring, key)
  } catch (error) {
    if (error instanceof CryptoError && error.code === 'decryption_failed') {
      throw new VaultError('wrong_password', 'This password does not open your keys. Check it and try again.')
    }
    throw error
  }
}

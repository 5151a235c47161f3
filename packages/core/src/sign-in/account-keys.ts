import { CryptoError, exchangePublicKey, newMemberKeyring, sealKeyring, sealRecovery } from '@bonafide/crypto'
import * as z from 'zod'
import type { Services } from '../context.ts'
import { DomainError } from '../errors.ts'
import { text } from '../parse.ts'
import { hashOf } from './opaque.ts'
import type { SealedKeyring } from './store.ts'

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`), `must be ${digits} hex digits in lower case`)
const sealed = z
  .string()
  .max(4096, 'must be at most 4096 characters')
  .regex(/^(?:[0-9a-f]{2}){40,}$/, 'must be sealed bytes in lower-case hex')

/** A password, as typed. Long ones are refused early: each costs argon2id. */
export const password = text(1024).min(1, 'must not be empty')
export const authHash = hex(64)
const newPassword = password.min(8, 'must be at least 8 characters')

/** How a new account brings its keys: made by the browser, which never shows its password, or by the server from the password. */
export const accountKeysInput = {
  password: newPassword.optional(),
  authHash: authHash.optional(),
  identityKey: hex(64).optional(),
  wrappedKeyring: sealed.optional(),
  wrappedRecovery: sealed.optional(),
}

type AccountKeysInput = z.output<z.ZodObject<typeof accountKeysInput>>

/** What is stored of a member's password and keys. */
export interface AccountKeys extends SealedKeyring {
  /** SHA-256 (32 bytes) of the auth hash. */
  authVerifier: Uint8Array
}

/**
 * The keys of a new account with this e-mail address (in its stored spelling): those the browser made, checked, or else made here from the
 * password, as the browser would. Takes seconds in the second case. Fails with `malformed_request` when it is neither or both.
 */
export async function accountKeys(
  email: string,
  input: AccountKeysInput,
  services: Pick<Services, 'passphrases' | 'runtime'>,
): Promise<AccountKeys> {
  const { password, authHash, identityKey, wrappedKeyring, wrappedRecovery } = input
  const madeByBrowser = [authHash, identityKey, wrappedKeyring, wrappedRecovery]
  if (password !== undefined && madeByBrowser.every((part) => part === undefined)) return keysFromPassword(email, password, services)
  if (password !== undefined || !authHash || !identityKey || !wrappedKeyring || !wrappedRecovery) {
    throw malformed('/password', 'send either password, or authHash, identityKey, wrappedKeyring and wrappedRecovery')
  }
  requireUsableKey(identityKey)
  return { authVerifier: hashOf(authHash), identityKey, wrappedKeyring, wrappedRecovery }
}

async function keysFromPassword(
  email: string,
  password: string,
  { passphrases, runtime }: Pick<Services, 'passphrases' | 'runtime'>,
): Promise<AccountKeys> {
  const hash = await passphrases.authHash(email, password)
  const key = await passphrases.deviceKey(email, password)
  const { keyring, recoveryCode } = newMemberKeyring(runtime.randomBytes)
  return {
    authVerifier: hashOf(hash),
    identityKey: keyring.publicKey,
    wrappedKeyring: sealKeyring(keyring, key, runtime.randomBytes),
    wrappedRecovery: sealRecovery(recoveryCode, key, runtime.randomBytes),
  }
}

// Environment keys will be wrapped for it: a key of low order would give them to everybody.
function requireUsableKey(identityKey: string): void {
  try {
    exchangePublicKey(identityKey)
  } catch (error) {
    if (error instanceof CryptoError) throw malformed('/identityKey', 'must be an Ed25519 public key')
    throw error
  }
}

const malformed = (pointer: string, message: string) =>
  new DomainError('malformed_request', `${pointer}: ${message}`, { fields: [{ pointer, message }] })

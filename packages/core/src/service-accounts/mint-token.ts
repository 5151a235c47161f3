import { mintToken as cutToken, decodeHex, hashBearerValue, parseKeyPair } from '@bonafide/crypto'
import type { Services } from '../context.ts'
import { newId } from '../runtime.ts'
import type { ServiceAccount } from './service-account.ts'

/** A fresh token: what its holder gets, and the little that is kept of it. */
export interface MintedToken {
  id: string
  /** For the holder alone: never stored, never logged. */
  token: string
  /** What goes behind `Bearer `. */
  bearerToken: string
  /** SHA-256 of the bearer value, 32 bytes. */
  valueHash: Uint8Array
  /** X25519 public key of the account, hex. */
  identityKey: string
  wrappedKeyShare: string
}

/** Associated data of a service account's keyring wrapped for the server. */
export const keyringPlace = (serviceAccountId: string): string => `service_account_keyring:${serviceAccountId}`

/** Mints a token for an account whose keys the server manages. Throws when they cannot be opened. */
export function mintToken(
  account: Pick<ServiceAccount, 'id' | 'serverWrappedKeyring'>,
  { keyring, runtime }: Pick<Services, 'keyring' | 'runtime'>,
): MintedToken {
  if (account.serverWrappedKeyring === null) throw new Error('the account has no keyring wrapped for the server')
  const pair = parseKeyPair(keyring.unwrap(account.serverWrappedKeyring, keyringPlace(account.id)))
  const minted = cutToken('pss_service:v2', pair, (length) => runtime.randomBytes(length))
  return {
    id: newId(runtime),
    token: minted.token,
    bearerToken: `ServiceAccount ${minted.value}`,
    valueHash: decodeHex(hashBearerValue(minted.value)),
    identityKey: minted.publicKey,
    wrappedKeyShare: minted.wrappedKeyShare,
  }
}

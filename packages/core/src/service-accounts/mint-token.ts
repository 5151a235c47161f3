import {
  CryptoError,
  mintToken as cutToken,
  decodeHex,
  equalText,
  exchangePublicKey,
  hashBearerValue,
  newBearerValue,
  parseKeyPair,
  parseToken,
  tokenKeyPair,
} from '@bonafide/crypto'
import type { Services } from '../context.ts'
import { newId } from '../runtime.ts'
import type { ServiceAccount } from './service-account.ts'

/** The little that is kept of a token. */
export interface KeptToken {
  id: string
  /** SHA-256 of the bearer value, 32 bytes. */
  valueHash: Uint8Array
  /** X25519 public key of the account, hex. */
  identityKey: string
  wrappedKeyShare: string
}

/** A fresh token: what is kept, and what its holder alone gets, never stored and never logged. */
export interface MintedToken extends KeptToken {
  /** The whole token string. Null when a client keeps the other half of the key: it alone can put the string together. */
  token: string | null
  /** What goes behind `Bearer `. */
  bearerToken: string
}

/** Associated data of a service account's keyring wrapped for the server. */
export const keyringPlace = (serviceAccountId: string): string => `service_account_keyring:${serviceAccountId}`

/** Mints a token for an account whose keys the server manages. Throws when they cannot be opened. */
export function mintToken(
  account: Pick<ServiceAccount, 'id' | 'serverWrappedKeyring'>,
  { keyring, runtime }: Pick<Services, 'keyring' | 'runtime'>,
): MintedToken & { token: string } {
  const pair = keyPairOf(account, keyring)
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

function keyPairOf({ id, serverWrappedKeyring }: Pick<ServiceAccount, 'id' | 'serverWrappedKeyring'>, keyring: Services['keyring']) {
  if (serverWrappedKeyring === null) throw new Error('the account has no keyring wrapped for the server')
  return parseKeyPair(keyring.unwrap(serverWrappedKeyring, keyringPlace(id)))
}

/**
 * True when a token string opens the account's private key with the half that we keep. Its value alone says who asks; whoever has no more than
 * that must not be given a key.
 */
export function holdsKeyOf(
  account: Pick<ServiceAccount, 'id' | 'serverWrappedKeyring'>,
  token: string,
  wrappedKeyShare: string,
  { keyring }: Pick<Services, 'keyring'>,
): boolean {
  const { privateKey } = keyPairOf(account, keyring)
  try {
    return equalText(tokenKeyPair(parseToken(token), wrappedKeyShare).privateKey, privateKey)
  } catch (error) {
    if (error instanceof CryptoError) return false
    throw error
  }
}

/** The same for a client that holds the account's keyring and has split it: the value is made here, the halves of the key are not seen. */
export function mintForClient(
  account: Pick<ServiceAccount, 'identityKey'>,
  wrappedKeyShare: string,
  { runtime }: Pick<Services, 'runtime'>,
): MintedToken {
  const value = newBearerValue((length) => runtime.randomBytes(length))
  return {
    id: newId(runtime),
    token: null,
    bearerToken: `ServiceAccount ${value}`,
    valueHash: decodeHex(hashBearerValue(value)),
    identityKey: exchangePublicKey(account.identityKey),
    wrappedKeyShare,
  }
}

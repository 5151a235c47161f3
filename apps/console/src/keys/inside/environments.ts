import {
  CryptoError,
  type EnvironmentKeys,
  encryptTo,
  environmentKeyPair,
  newEnvironmentKeys,
  unwrapEnvironmentKeys,
  wrapEnvironmentKeys,
} from '@bonafide/crypto'
import type {
  GrantedEnvironmentKeyInput,
  HandedEnvironmentKeyInput,
  HeldEnvironment,
  KeyRecipient,
  NewEnvironmentInput,
} from '../shapes.ts'
import { VaultError } from '../vault-error.ts'
import type { MemberKeys } from './member-keys.ts'
import { type Lent, recipientKey } from './operation.ts'

/** Opens the member's copy of an environment's keys. Keys of another environment, put in place of these, are refused. */
export function openEnvironmentKeys({ name, identityKey, wrappedKeys }: HeldEnvironment, { recipient }: MemberKeys): EnvironmentKeys {
  if (!wrappedKeys) throw new VaultError('no_keys', `You do not hold the keys of ${name}. Ask a member who does to give them to you.`)
  try {
    return unwrapEnvironmentKeys({ wrappedSeed: wrappedKeys.seed, wrappedSalt: wrappedKeys.salt }, recipient, identityKey)
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error
    throw new VaultError(
      'unusable_keys',
      `The keys of ${name} do not open with yours. Ask a member who holds them to give them to you anew.`,
    )
  }
}

/** Fresh keys for environments of an end-to-end app, wrapped for everybody who must hold them. */
export function makeEnvironments(
  { names, recipients }: { names: readonly string[]; recipients: readonly KeyRecipient[] },
  { keys: mine, randomBytes }: Lent,
): NewEnvironmentInput[] {
  const wrapFor = recipients.map(({ kind, id, identityKey }) => ({
    holder: kind === 'MEMBER' ? { memberId: id } : { serviceAccountId: id },
    publicKey: recipientKey(identityKey),
  }))
  if (!wrapFor.some(({ publicKey }) => publicKey === mine.pair.publicKey)) {
    throw new VaultError('unusable_recipient', 'Your own key is missing among those who are to hold the environment. Reload the page.')
  }
  return names.map((name) => {
    const keys = newEnvironmentKeys(randomBytes)
    return {
      name,
      identityKey: environmentKeyPair(keys.seed).publicKey,
      keys: wrapFor.map(({ holder, publicKey }) => ({ ...holder, ...wrapEnvironmentKeys(keys, publicKey, randomBytes) })),
    }
  })
}

/** The keys of environments for one more member or service account. */
export function wrapEnvironments(
  { environments, identityKey }: { environments: readonly HeldEnvironment[]; identityKey: string },
  { keys, randomBytes }: Lent,
): GrantedEnvironmentKeyInput[] {
  const publicKey = recipientKey(identityKey)
  return environments.map((environment) => ({
    environmentId: environment.id,
    ...wrapEnvironmentKeys(openEnvironmentKeys(environment, keys), publicKey, randomBytes),
  }))
}

/** The keys of environments for the server, which can read them from then on. */
export function handEnvironments(
  { environments, serverPublicKey }: { environments: readonly HeldEnvironment[]; serverPublicKey: string },
  { keys, randomBytes }: Lent,
): HandedEnvironmentKeyInput[] {
  return environments.map((environment) => {
    const { seed, salt } = openEnvironmentKeys(environment, keys)
    return {
      environmentId: environment.id,
      seed: encryptTo(serverPublicKey, seed, randomBytes),
      salt: encryptTo(serverPublicKey, salt, randomBytes),
    }
  })
}

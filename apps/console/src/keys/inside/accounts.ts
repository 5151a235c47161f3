import { CryptoError, encryptTo, formatKeyring, type Keyring, newServiceAccountKeyring, parseKeyring } from '@bonafide/crypto'
import type { AccountHandlerInput, ClientKeysInput, HandledAccount, Handler, UseClientKeysInput, UseServerKeysInput } from '../shapes.ts'
import { VaultError } from '../vault-error.ts'
import type { MemberKeys } from './member-keys.ts'
import { type Lent, recipientKey } from './operation.ts'

/** Opens the keyring of a service account that the member handles. */
export function openAccountKeyring({ name, identityKey, wrappedKeyring }: HandledAccount, { recipient }: MemberKeys): Keyring {
  if (!wrappedKeyring) throw new VaultError('no_keys', `You do not handle the keys of ${name}. Ask one of its handlers.`)
  const keyring = openOrNull(wrappedKeyring, recipient)
  if (keyring?.publicKey === identityKey) return keyring
  throw new VaultError('unusable_keys', `The keys of ${name} do not open with yours. Ask one of its handlers to wrap them for you anew.`)
}

/** Fresh keys for a client-managed service account. */
export function makeAccount({ handlers }: { handlers: readonly Handler[] }, { randomBytes }: Lent): ClientKeysInput {
  const keyring = newServiceAccountKeyring(randomBytes)
  return { identityKey: keyring.publicKey, handlers: wrapKeyring(keyring, handlers, randomBytes) }
}

/** The account's keyring for the server, which can mint its tokens from then on. */
export function handAccount(
  { account, serverPublicKey }: { account: HandledAccount; serverPublicKey: string },
  { keys, randomBytes }: Lent,
): UseServerKeysInput {
  const keyring = openAccountKeyring(account, keys)
  return { id: account.id, keyring: encryptTo(serverPublicKey, formatted(keyring), randomBytes) }
}

/** The account's keyring for these members and nobody else. */
export function wrapAccount(
  { account, handlers }: { account: HandledAccount; handlers: readonly Handler[] },
  { keys, randomBytes }: Lent,
): UseClientKeysInput {
  return { id: account.id, handlers: wrapKeyring(openAccountKeyring(account, keys), handlers, randomBytes) }
}

function wrapKeyring(keyring: Keyring, handlers: readonly Handler[], randomBytes: Lent['randomBytes']): AccountHandlerInput[] {
  return handlers.map(({ id, identityKey }) => ({
    memberId: id,
    wrappedKeyring: encryptTo(recipientKey(identityKey), formatted(keyring), randomBytes),
  }))
}

const formatted = ({ publicKey, privateKey }: Keyring): string => formatKeyring({ publicKey, privateKey })

function openOrNull(wrappedKeyring: string, recipient: MemberKeys['recipient']): Keyring | null {
  try {
    return parseKeyring(recipient.decrypt(wrappedKeyring))
  } catch (error) {
    if (error instanceof CryptoError) return null
    throw error
  }
}

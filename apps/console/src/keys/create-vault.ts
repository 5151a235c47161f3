import { type IdleWatch, watchIdle } from './idle-lock.ts'
import type { InputOf, OperationName, ResultOf } from './inside/operations.ts'
import { needed } from './needed.ts'
import type {
  ChangedEncryptedSecretInput,
  ChangedPlainSecret,
  ClientKeysInput,
  Credentials,
  GrantedEnvironmentKeyInput,
  HandedEnvironmentKeyInput,
  HandledAccount,
  Handler,
  HeldEnvironment,
  KeyRecipient,
  NewEncryptedSecretInput,
  NewEnvironmentInput,
  NewPlainSecret,
  OpenedEntry,
  OpenedSecret,
  SealedEntry,
  SealedSecret,
  UseClientKeysInput,
  UseServerKeysInput,
} from './shapes.ts'
import { lockedError, VaultError } from './vault-error.ts'
import { type Conversation, converse, type Progress, type Thread } from './vault-thread.ts'

export type VaultState = 'locked' | 'unlocking' | 'unlocked'

/**
 * The member's own keys, in a thread of their own that forgets them after a quarter of an hour without work and when the page is left. Pages give
 * it answers of the GraphQL API and get inputs for it. Everything rejects with a `VaultError`, whose message is a sentence to show and whose code is
 * `locked` when the password has to be asked for.
 */
export interface Vault {
  /** For React: `useSyncExternalStore(vault.subscribe, vault.state, () => 'locked')`. Plain text that was opened must not outlive `locked`. */
  state(): VaultState
  /** Calls the listener after each change of `state`; answers how to stop. */
  subscribe(listener: () => void): () => void
  /** Opens the keys with the account's password: `{ viewer { email keyring { identityKey wrappedKeyring } } }`. Takes some seconds. */
  unlock(credentials: Credentials): Promise<void>
  /** Forgets the keys at once, also in the middle of work. For sign-out. */
  lock(): void

  /** Opens key and comment of `Environment.secretEntries` of an end-to-end app, in their order. */
  decryptEntries<Sealed extends SealedEntry>(
    environment: HeldEnvironment,
    entries: readonly Sealed[],
    progress?: Progress,
  ): Promise<OpenedEntry<Sealed>[]>
  /** The same for `revealSecrets`, `Secret.history` and `Environment.secrets`: whichever of key, value, comment and override is there. Sealed values stay empty. */
  decryptSecrets<Sealed extends SealedSecret>(
    environment: HeldEnvironment,
    secrets: readonly Sealed[],
    progress?: Progress,
  ): Promise<OpenedSecret<Sealed>[]>
  /** For `createEncryptedSecrets(input: { environmentId, secrets })`. Keys are stored in upper case. Large lists: `inRequests`. */
  encryptNewSecrets(
    environment: HeldEnvironment,
    secrets: readonly NewPlainSecret[],
    progress?: Progress,
  ): Promise<NewEncryptedSecretInput[]>
  /** For `updateEncryptedSecrets(input: { environmentId, secrets })`. Fields that are left out stay as they are, but for the tags. */
  encryptChangedSecrets(
    environment: HeldEnvironment,
    secrets: readonly ChangedPlainSecret[],
    progress?: Progress,
  ): Promise<ChangedEncryptedSecretInput[]>

  /**
   * Fresh environments for `createApp(input: { serverEncryption: false, environments })`, or one of them spread into `createEnvironment(input)` of an
   * end-to-end app. `recipients`: `requiredKeyRecipients { kind id identityKey }`.
   */
  makeEnvironments(names: readonly string[], recipients: readonly KeyRecipient[]): Promise<NewEnvironmentInput[]>
  /**
   * `keys` of `grantServiceAccountAccess`, `setServiceAccountAccess` and `setMemberAccess`, for the environments of end-to-end apps among those that are
   * granted. `holder`: the member or service account.
   */
  wrapEnvironments(environments: readonly HeldEnvironment[], holder: { identityKey: string }): Promise<GrantedEnvironmentKeyInput[]>
  /** `environmentKeys` of `setAppEncryption(input: { serverEncryption: true })`: every environment of the app. Key: `server.publicKey`. */
  handEnvironments(environments: readonly HeldEnvironment[], serverPublicKey: string): Promise<HandedEnvironmentKeyInput[]>

  /** `clientKeys` of `createServiceAccount(input: { keyManagement: CLIENT })`. `handlers`: the members who are to use the account. */
  makeAccount(handlers: readonly Handler[]): Promise<ClientKeysInput>
  /** The whole input of `useServerKeys`. Key: `server.publicKey`. */
  handAccount(account: HandledAccount, serverPublicKey: string): Promise<UseServerKeysInput>
  /** The whole input of `useClientKeys`, for handlers that the member wraps for; the server can wrap what it holds itself. */
  wrapAccount(account: HandledAccount, handlers: readonly Handler[]): Promise<UseClientKeysInput>

  /**
   * The whole token string of a new personal access token that opens end-to-end apps. `create` calls `createPersonalAccessToken` with this
   * `wrappedKeyShare` and answers its `value`. Show the string once and forget it.
   */
  makePersonalAccessToken(create: (wrappedKeyShare: string) => Promise<string>): Promise<string>
  /** The same for an account with client-managed keys: `create` calls `createServiceAccountToken` and answers its `bearerToken`. */
  makeServiceAccountToken(account: HandledAccount, create: (wrappedKeyShare: string) => Promise<string>): Promise<string>
}

/** `startThread` is called with each unlocking, `page` tells of the person at work and of the page's end. */
export function createVault(startThread: () => Thread, page: () => EventTarget): Vault {
  const listeners = new Set<() => void>()
  let state: VaultState = 'locked'
  let open: { conversation: Conversation; idle: IdleWatch } | undefined

  const change = (next: VaultState) => {
    if (state === next) return
    state = next
    for (const listener of listeners) listener()
  }

  const lock = () => {
    const closing = open
    open = undefined
    closing?.idle.stop()
    closing?.conversation.end()
    change('locked')
  }

  const unlock = async (credentials: Credentials) => {
    lock()
    const conversation = converse(startThread(), () => lock())
    const mine = { conversation, idle: watchIdle(page(), lock) }
    open = mine
    change('unlocking')
    try {
      await conversation.ask('unlock', credentials)
      if (open !== mine) throw lockedError()
      change('unlocked')
    } catch (error) {
      if (open === mine) lock()
      throw error
    }
  }

  const ask = async <Name extends OperationName>(name: Name, input: InputOf<Name>, progress?: Progress): Promise<ResultOf<Name>> => {
    open?.idle.touch()
    if (!open || state !== 'unlocked') throw lockedError()
    // The other side answers by the same table.
    return (await open.conversation.ask(name, input, progress)) as ResultOf<Name>
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    unlock,
    lock,
    async decryptSecrets(environment, secrets, progress) {
      const opened = await ask(
        'decryptSecrets',
        { environment: needed.environment(environment), secrets: secrets.map(needed.secret) },
        progress,
      )
      return secrets.map((secret, index) => ({ ...secret, ...(opened[index] ?? { unreadable: true }) }))
    },
    async decryptEntries(environment, entries, progress) {
      const opened = await ask(
        'decryptSecrets',
        { environment: needed.environment(environment), secrets: entries.map(needed.entry) },
        progress,
      )
      return entries.map((entry, index) => {
        const { key, comment, unreadable = true } = opened[index] ?? {}
        return { ...entry, key: key ?? '', comment: comment ?? '', unreadable }
      })
    },
    encryptNewSecrets: (environment, secrets, progress) =>
      ask('encryptNewSecrets', { environment: needed.environment(environment), secrets }, progress),
    encryptChangedSecrets: (environment, secrets, progress) =>
      ask('encryptChangedSecrets', { environment: needed.environment(environment), secrets }, progress),
    makeEnvironments: (names, recipients) => ask('makeEnvironments', { names, recipients: recipients.map(needed.recipient) }),
    wrapEnvironments: (environments, { identityKey }) =>
      ask('wrapEnvironments', { environments: environments.map(needed.environment), identityKey }),
    handEnvironments: (environments, serverPublicKey) =>
      ask('handEnvironments', { environments: environments.map(needed.environment), serverPublicKey }),
    makeAccount: (handlers) => ask('makeAccount', { handlers: handlers.map(needed.handler) }),
    handAccount: (account, serverPublicKey) => ask('handAccount', { account: needed.account(account), serverPublicKey }),
    wrapAccount: (account, handlers) => ask('wrapAccount', { account: needed.account(account), handlers: handlers.map(needed.handler) }),
    makePersonalAccessToken: async (create) => completed(await ask('draftPersonalToken', {}), create),
    makeServiceAccountToken: async (account, create) =>
      completed(await ask('draftServiceToken', { account: needed.account(account) }), create),
  }
}

/** The server gives the value behind the scheme, or alone; needs no key, so that a lock in between loses nothing. */
async function completed(
  { beforeValue, afterValue, wrappedKeyShare }: ResultOf<'draftPersonalToken'>,
  create: (share: string) => Promise<string>,
) {
  const value = /^(?:ServiceAccount )?([0-9a-f]{64})$/.exec(await create(wrappedKeyShare))?.[1]
  if (value === undefined) throw new VaultError('token_lost', 'The server gave the new token no usable value. Revoke it and make another.')
  return `${beforeValue}${value}${afterValue}`
}

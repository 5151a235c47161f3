/** What the vault takes and gives: the shapes of schema.graphql, field for field, so that pages pass answers in and results on as they are. */

/** `Viewer.keyring`. */
export interface SealedKeyring {
  identityKey: string
  wrappedKeyring: string
}

export interface Credentials {
  /** `Viewer.email`, letter by letter: it is part of what the password is stretched with. */
  email: string
  password: string
  sealedKeyring: SealedKeyring
}

/** `Environment { id name identityKey wrappedKeys { seed salt } }`. */
export interface HeldEnvironment {
  id: string
  name: string
  identityKey: string
  wrappedKeys?: { seed: string; salt: string } | null
}

/** One of `requiredKeyRecipients { kind id identityKey }`. */
export interface KeyRecipient {
  kind: 'MEMBER' | 'SERVICE_ACCOUNT'
  id: string
  identityKey: string
}

/** `Member { id identityKey }`: who is to handle a service account. */
export interface Handler {
  id: string
  identityKey: string
}

/** `ServiceAccount { id name identityKey wrappedKeyring }`. */
export interface HandledAccount {
  id: string
  name: string
  identityKey: string
  wrappedKeyring?: string | null
}

type SecretType = 'SECRET' | 'SEALED' | 'CONFIG'

/** A `Secret`, `SecretVersion` or `RevealedSecret` of an end-to-end app, with whichever of these fields were asked for. */
export interface SealedSecret {
  key?: string | null
  value?: string | null
  comment?: string | null
  type?: SecretType
  override?: { value: string; isActive?: boolean } | null
}

/** The same in plain text. */
export type OpenedSecret<Sealed extends SealedSecret> = Sealed & {
  /** True when a field does not open: somebody stored what is no ciphertext of this environment. Its fields are empty then. */
  unreadable: boolean
}

/** A `SecretEntry` of an end-to-end app. */
export interface SealedEntry {
  encryptedKey?: string | null
  encryptedComment?: string | null
}

/** The same with both in plain text, as entries of other apps have them. */
export type OpenedEntry<Sealed extends SealedEntry> = Omit<Sealed, 'key' | 'comment'> & {
  key: string
  comment: string
  unreadable: boolean
}

interface PlainFields {
  key?: string
  value?: string
  comment?: string
  path?: string
  type?: SecretType
  override?: { value: string; isActive: boolean } | null
}

export interface NewPlainSecret extends PlainFields {
  key: string
  value: string
  tags?: string[]
}

export interface ChangedPlainSecret extends PlainFields {
  id: string
  /** All of them: what is left out here is taken away. */
  tags: string[]
  version?: number
}

/** `NewEncryptedSecretInput`. */
export type NewEncryptedSecretInput = NewPlainSecret & { keyDigest: string }
/** `ChangedEncryptedSecretInput`. */
export type ChangedEncryptedSecretInput = ChangedPlainSecret & { keyDigest?: string }

/** `WrappedEnvironmentKeyInput`. */
export interface WrappedEnvironmentKeyInput {
  memberId?: string
  serviceAccountId?: string
  wrappedSeed: string
  wrappedSalt: string
}

/** `NewEnvironmentInput`. */
export interface NewEnvironmentInput {
  name: string
  identityKey: string
  keys: WrappedEnvironmentKeyInput[]
}

/** `HandedEnvironmentKeyInput`. */
export interface HandedEnvironmentKeyInput {
  environmentId: string
  seed: string
  salt: string
}

/** `GrantedEnvironmentKeyInput`. */
export interface GrantedEnvironmentKeyInput {
  environmentId: string
  wrappedSeed: string
  wrappedSalt: string
}

/** `ClientKeysInput`. */
export interface ClientKeysInput {
  identityKey: string
  handlers: AccountHandlerInput[]
}

/** `AccountHandlerInput`. */
export interface AccountHandlerInput {
  memberId: string
  wrappedKeyring: string
}

/** `UseServerKeysInput`. */
export interface UseServerKeysInput {
  id: string
  keyring: string
}

/** `UseClientKeysInput`. */
export interface UseClientKeysInput {
  id: string
  handlers: AccountHandlerInput[]
}

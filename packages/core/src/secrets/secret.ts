export const secretTypes = ['secret', 'sealed', 'config'] as const
export type SecretType = (typeof secretTypes)[number]
export type SecretEvent = 'create' | 'update' | 'delete'

/** A secret as it is stored: key, value and comment are `ph:v1:` to the environment's key (a comment may be empty). */
export interface Secret {
  id: string
  environmentId: string
  path: string
  key: string
  /** Keyed BLAKE2b-256 of the key's name, 64 hex digits. */
  keyDigest: string
  value: string
  comment: string
  tags: string[]
  type: SecretType
  /** 1 when created; one more with every update. */
  version: number
  createdAt: Date
  updatedAt: Date
}

/** A member's own value of a secret. */
export interface Override {
  id: string
  value: string
  isActive: boolean
  createdAt: string
  updatedAt: string
}

/** A secret as an answer carries it. Instants are ISO 8601 in UTC. */
export interface WireSecret {
  id: string
  key: string
  value: string
  comment: string
  tags: string[]
  /** The asking member's own; always null for service accounts. */
  override: Override | null
  type: SecretType
  lifecycle: 'static'
  /** Id of the environment. */
  environment: string
  /** Stable id of the folder; null at the root. */
  folder: string | null
  path: string
  keyDigest: string
  version: number
  createdAt: string
  updatedAt: string
}

/** Key, value, comment and override value are `ph:v1:` to the environment's key. */
export type EncryptedSecret = WireSecret
/** Key, value, comment and override value are plain text. */
export type PlainSecret = WireSecret

export interface SecretTag {
  name: string
  /** `#rrggbb`, or empty. */
  color: string
}

/** The snapshot of one version, and who made it. Encrypted as it was. */
export interface StoredVersion {
  version: number
  event: SecretEvent
  path: string
  key: string
  keyDigest: string
  value: string
  comment: string
  tags: string[]
  type: SecretType
  actor: { kind: string; id: string | null; name: string }
  createdAt: Date
}

/** The same as lists show it: without its value, but with the length of it in bytes. */
export interface ListedVersion extends Omit<StoredVersion, 'value'> {
  id: string
  secretId: string
  valueLength: number
}

export interface SecretVersionEntry extends Omit<ListedVersion, 'valueLength'> {
  /** Null: sealed, and not for whoever asks. */
  valueLength: number | null
  /** True in end-to-end apps: key and comment are `ph:v1:`. */
  encrypted: boolean
}

export interface SecretVersion extends StoredVersion {
  /** True in end-to-end apps: key, value and comment are `ph:v1:` and only clients open them. */
  encrypted: boolean
}

export interface Folder {
  name: string
  path: string
  /** Live secrets in this folder itself. */
  secrets: number
}

import type { SecretType } from './secret.ts'

/** A secret as lists show it: everything but its value. Key and comment are `ph:v1:` as stored. */
export interface StoredEntry {
  id: string
  environmentId: string
  path: string
  key: string
  keyDigest: string
  comment: string
  tags: string[]
  type: SecretType
  version: number
  createdAt: Date
  updatedAt: Date
  /** Bytes of the value in UTF-8, told from its ciphertext: nothing is opened for it. */
  valueLength: number
  /** True when the asking member keeps a value of its own. */
  hasOverride: boolean
}

/** The same as it is answered. In end-to-end apps only clients can open key and comment, so those travel as ciphertext. */
export interface SecretEntry extends Omit<StoredEntry, 'key' | 'comment' | 'valueLength'> {
  /** Null: sealed, and not for whoever asks. */
  valueLength: number | null
  encrypted: boolean
  key: string | null
  comment: string | null
  encryptedKey: string | null
  encryptedComment: string | null
}

/** What comparing environments needs of a secret, and no more. */
export type StoredKey = Pick<
  StoredEntry,
  'id' | 'environmentId' | 'path' | 'key' | 'keyDigest' | 'type' | 'version' | 'updatedAt' | 'valueLength'
>

/** The same for whoever asks. */
export interface ShownKey extends Omit<StoredKey, 'valueLength'> {
  /** Null: sealed, and not for whoever asks. Then its value is not compared either. */
  valueLength: number | null
}

export interface EntryFilter {
  path?: string
  /** Any of these names. */
  tags?: string[]
  type?: SecretType
}

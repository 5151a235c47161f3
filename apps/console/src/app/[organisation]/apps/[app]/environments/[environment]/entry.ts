import type { SecretEntryFragment } from './operations.generated.ts'

export type SecretType = SecretEntryFragment['type']

/** A stored secret without its value; in end-to-end apps key and comment were opened in this browser. */
export interface Entry {
  id: string
  key: string
  comment: string
  path: string
  type: SecretType
  tags: readonly string[]
  version: number
  /** Bytes in UTF-8, of the ciphertext's content in end-to-end apps; null: sealed. */
  valueLength: number | null
  hasOverride: boolean
  updatedAt: string
  /** Somebody stored what does not open with the keys of this environment. */
  unreadable: boolean
}

export const plainEntry = ({ encryptedKey: _key, encryptedComment: _comment, ...entry }: SecretEntryFragment): Entry => ({
  ...entry,
  key: entry.key ?? '',
  comment: entry.comment ?? '',
  unreadable: false,
})

export const typeChoices: { value: SecretType; label: string }[] = [
  { value: 'SECRET', label: 'Secret' },
  { value: 'CONFIG', label: 'Config' },
  { value: 'SEALED', label: 'Sealed' },
]

export const typeLabel = (type: SecretType): string => typeChoices.find(({ value }) => value === type)?.label ?? type

export const byteLength = (text: string): number => new TextEncoder().encode(text).length

/** "1 byte", "32 bytes"; "sealed" where the length is told to nobody. */
export const bytes = (count: number | null): string =>
  count === null ? 'sealed' : `${count.toLocaleString('en')} ${count === 1 ? 'byte' : 'bytes'}`

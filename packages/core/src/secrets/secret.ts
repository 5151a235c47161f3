export const secretTypes = ['secret', 'sealed', 'config'] as const
export type SecretType = (typeof secretTypes)[number]

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

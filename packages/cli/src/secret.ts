/** A secret in the clear, as the command works with it. */
export interface PlainValue {
  id: string
  key: string
  /** The value this caller sees: its personal override where one is active. */
  value: string
  /** The value everybody shares. */
  sharedValue: string
  comment: string
  tags: string[]
  type: string
  path: string
  version: number
  overridden: boolean
  createdAt: string | null
  updatedAt: string | null
}

export interface NewSecret {
  key: string
  value: string
  path: string
  type: string
}

export interface ChangedSecret {
  secret: PlainValue
  value: string
}

/** Reads and writes the secrets of one environment, whoever does the cryptography. */
export interface SecretDoor {
  /** Whether values come with their references already resolved. */
  resolvesReferences: boolean
  read(filter: { path?: string; key?: string }): Promise<PlainValue[]>
  create(secrets: NewSecret[]): Promise<void>
  update(changes: ChangedSecret[]): Promise<void>
  remove(ids: string[]): Promise<void>
}

/** Where environments live. */
export interface App {
  id: string
  organisationId: string
  name: string
  description: string
  /** True: the server holds a wrapped copy of every environment's keys and can decrypt. False: end-to-end, only members and accounts can. */
  serverEncryption: boolean
  /** Belongs to the Lab: only simulated accounts are given its environments, and those are given no other. */
  simulated: boolean
  createdAt: Date
  updatedAt: Date
}

export const environmentTypes = ['dev', 'staging', 'prod', 'custom'] as const
export type EnvironmentType = (typeof environmentTypes)[number]

export interface Environment {
  id: string
  appId: string
  organisationId: string
  name: string
  type: EnvironmentType
  /** Place in the app's list, from 0. */
  position: number
  /** The environment's X25519 public key, 64 hex digits. */
  identityKey: string
  /** Seed and salt wrapped for the server, associated data `environment_seed:<id>` and `environment_salt:<id>`; null in end-to-end apps. */
  serverWrappedSeed: string | null
  serverWrappedSalt: string | null
  createdAt: Date
  /** Moves with every write to a secret: existing operators only sync when it grows. */
  updatedAt: Date
}

/** The environment's seed and salt, each `ph:v1:` to one member's or account's X25519 key. Whoever has a row has access. */
export interface EnvironmentKey {
  id: string
  environmentId: string
  memberId: string | null
  serviceAccountId: string | null
  wrappedSeed: string
  wrappedSalt: string
  createdAt: Date
  updatedAt: Date
}

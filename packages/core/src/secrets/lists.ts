import type { Holder } from '../apps/reach.ts'
import type { EntryFilter, StoredEntry, StoredKey } from './entry.ts'
import type { ListedVersion, SecretTag } from './secret.ts'

export interface PathCount {
  environmentId: string
  path: string
  /** Live secrets at exactly this path. */
  secrets: number
}

/** The last thing that happened to a secret, live or deleted. */
export interface LastChange {
  secretId: string
  version: number
  isDeleted: boolean
  actorName: string
  at: Date
}

/** What is told of secrets without their values. Whoever calls has made sure that the caller holds the environments. */
export interface SecretLists {
  /** Live secrets of an environment, in the order of their making. */
  listEntries(environmentId: string, filter: EntryFilter, holder: Holder): Promise<StoredEntry[]>
  /** Live secrets of several environments, at most `limit`; in the order of their making. */
  listKeys(environmentIds: readonly string[], path: string | undefined, limit: number): Promise<StoredKey[]>
  /** The live secrets of the environment at these addresses; those that are free are left out. */
  findAt(environmentId: string, addresses: readonly { path: string; keyDigest: string }[]): Promise<StoredKey[]>
  /** Every path of the environments in use. */
  listPaths(environmentIds: readonly string[]): Promise<PathCount[]>
  /** Newest first. */
  listVersions(secretId: string): Promise<ListedVersion[]>
  /** Of those secrets that are or were in the environment; in no order. */
  lastChanges(environmentId: string, secretIds: readonly string[]): Promise<LastChange[]>
  listTags(organisationId: string): Promise<SecretTag[]>
  /** The one thing here that is opened: values, `ph:v1:`, to be compared on the server. */
  listValues(environmentIds: readonly string[], secretIds: readonly string[]): Promise<{ id: string; value: string }[]>
}

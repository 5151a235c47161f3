import type { EnvironmentTarget, Holder } from '../apps/reach.ts'
import type { FoundEnvironment } from '../apps/store.ts'
import type { AuditActor, AuditEvent } from '../audit/event.ts'
import type { SecretLists } from './lists.ts'
import type { EncryptedSecret, Secret, SecretEvent, SecretType, StoredVersion } from './secret.ts'

/** How the fields of an answer are spelled. */
export type Naming = 'snake' | 'camel'

export interface SecretFilter {
  path?: string
  keyDigest?: string
  /** Any of these names. */
  tags?: string[]
}

export interface SecretRead {
  organisationId: string
  target: EnvironmentTarget
  holder: Holder
  filter: SecretFilter
  naming: Naming
  /** Nothing is read (nor recorded) of an end-to-end app. */
  serverEncryptedOnly: boolean
  /** The row of the read; environment, path and ids are filled in by the statement. */
  audit: AuditEvent
}

/** The environment, and its secrets as a JSON array; empty when the holder has no key. */
export interface SecretsRead {
  environment: OpenedEnvironment
  json: string
}

export type OpenedEnvironment = Pick<
  FoundEnvironment,
  'id' | 'appId' | 'organisationId' | 'name' | 'identityKey' | 'serverWrappedSeed' | 'serverWrappedSalt' | 'serverEncryption' | 'held'
>

export interface NamedEnvironment extends OpenedEnvironment {
  /** The place of the name in the question. */
  index: number
}

/** Of an end-to-end app nothing is read, nor recorded. */
export interface FolderRead {
  environment: OpenedEnvironment
  secrets: Pick<Secret, 'id' | 'path' | 'key' | 'keyDigest' | 'value' | 'type'>[]
}

export interface SecretAddress {
  environmentId: string
  path: string
  keyDigest: string
}

export interface OverrideChange {
  id: string
  secretId: string
  value: string
  isActive: boolean
}

export interface SecretStore extends SecretLists {
  /** Access check, secrets and the audit row in one statement. Undefined when the environment is not there. */
  read(request: SecretRead): Promise<SecretsRead | undefined>
  /** Environments of server-encrypted apps of which the holder has a key, by app (id or name) and name, any case. */
  findNamed(organisationId: string, holder: Holder, names: readonly { app: string; environment: string }[]): Promise<NamedEnvironment[]>
  /** The secrets of a folder in the order of their making, for what the server does by itself or has checked: nobody's key is asked for. */
  readFolder(organisationId: string, environmentId: string, path: string, audit: AuditEvent): Promise<FolderRead | undefined>
  /** The same as `findNamed`, whoever holds the keys: what is found is not for people. */
  findNamedByServer(organisationId: string, names: readonly { app: string; environment: string }[]): Promise<NamedEnvironment[]>
  /** Secrets that references lead to, recorded as one read per environment. The environments must have been found by `findNamed`. */
  readReferenced(
    addresses: readonly SecretAddress[],
    audits: readonly { environmentId: string; event: AuditEvent }[],
  ): Promise<(SecretAddress & { id: string; value: string; type: SecretType })[]>

  /** Locks the environment for this transaction and moves its time of change; undefined when it is not there or not held. */
  openForWriting(organisationId: string, target: EnvironmentTarget, holder: Holder): Promise<OpenedEnvironment | undefined>
  /** The same for what the server does by itself: nobody's key is asked for. */
  openForWritingByServer(organisationId: string, environmentId: string): Promise<OpenedEnvironment | undefined>
  /** Live secrets of the environment, in no order; unknown ids are left out. */
  find(environmentId: string, ids: readonly string[]): Promise<Secret[]>
  /** Which of the addresses a live secret holds, other than the ids given. */
  taken(environmentId: string, addresses: readonly SecretAddress[], exceptIds: readonly string[]): Promise<SecretAddress[]>
  /** Answers the ids that were stored: fewer than given when an address was taken meanwhile. */
  insert(secrets: readonly Secret[], versionIds: readonly string[], actor: AuditActor): Promise<string[]>
  update(secrets: readonly Secret[], versionIds: readonly string[], actor: AuditActor): Promise<void>
  remove(secrets: readonly Secret[], versionIds: readonly string[], actor: AuditActor): Promise<void>
  saveOverrides(memberId: string, overrides: readonly OverrideChange[]): Promise<void>
  ensureTags(organisationId: string, names: readonly string[]): Promise<void>
  /** What was just written, as a read would answer it. */
  show(environmentId: string, ids: readonly string[], holder: Holder): Promise<EncryptedSecret[]>

  /** Newest first. */
  history(secretId: string): Promise<StoredVersion[]>
  /** The last stored snapshot of a version. */
  findVersion(secretId: string, version: number): Promise<StoredVersion | undefined>
}

export type { SecretEvent }

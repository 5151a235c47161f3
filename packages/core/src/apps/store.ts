import type { FieldOf, OrderFields, Page, PageRequest } from '../page.ts'
import type { App, Environment, EnvironmentKey } from './app.ts'
import type { EnvironmentTarget, Holder, KeyRecipient } from './reach.ts'

/** An environment that somebody may read, as lists of access show it. */
export interface EnvironmentAccess {
  environmentId: string
  environmentName: string
  appId: string
  appName: string
  serverEncryption: boolean
  grantedAt: Date
}

export interface FoundEnvironment extends Environment {
  appName: string
  serverEncryption: boolean
  /** True when its app belongs to the Lab. */
  simulated: boolean
  /** True when the asking holder has a key. */
  held: boolean
}

export const appOrder = { createdAt: 'id', name: 'text' } as const satisfies OrderFields
/** One holder's copies of an environment's keys, each `ph:v1:` to its X25519 key. */
export type HeldKeys = Pick<EnvironmentKey, 'environmentId' | 'wrappedSeed' | 'wrappedSalt'>

/** Deleted apps and their environments are invisible to every method. */
export interface AppStore {
  /** Until the end of the transaction nobody else adds apps, environments or members that hold everything. */
  lockOrganisation(organisationId: string): Promise<void>

  insertApp(app: App): Promise<void>
  updateApp(app: App): Promise<void>
  /** Marks the app deleted and removes every key of its environments. */
  deleteApp(appId: string, at: Date): Promise<void>
  findApp(organisationId: string, appId: string): Promise<App | undefined>
  /** Of these ids, in no order; unknown ones are left out. */
  findApps(organisationId: string, ids: readonly string[]): Promise<App[]>
  appNameTaken(organisationId: string, name: string, exceptAppId: string | null): Promise<boolean>
  /** With a holder only the apps of which it has an environment key. */
  listApps(
    organisationId: string,
    filter: { holder: Holder | null; search?: string },
    page: PageRequest<FieldOf<typeof appOrder>>,
  ): Promise<Page<App>>

  insertEnvironments(environments: readonly Environment[]): Promise<void>
  /** Writes name, position, server-wrapped keys and the time of change. */
  updateEnvironments(environments: readonly Environment[]): Promise<void>
  deleteEnvironment(environmentId: string): Promise<void>
  /** By place in their app; `held` says whether the holder has a key. */
  listEnvironments(
    organisationId: string,
    filter: { appIds?: readonly string[]; ids?: readonly string[] },
    holder: Holder,
  ): Promise<FoundEnvironment[]>
  findEnvironment(organisationId: string, target: EnvironmentTarget, holder: Holder): Promise<FoundEnvironment | undefined>

  /** Members whose role holds every environment. */
  globalRecipients(organisationId: string): Promise<KeyRecipient[]>
  findRecipient(organisationId: string, holder: Holder): Promise<KeyRecipient | undefined>
  isGlobalMember(organisationId: string, memberId: string): Promise<boolean>
  /** A holder that already has a key of the environment keeps that one. */
  insertKeys(keys: readonly EnvironmentKey[]): Promise<void>
  deleteKeys(holder: Holder, environmentIds: readonly string[]): Promise<void>
  listAccess(organisationId: string, holder: Holder): Promise<EnvironmentAccess[]>
  listKeys(organisationId: string, holder: Holder, environmentIds: readonly string[]): Promise<HeldKeys[]>

  /** The answer of `GET secrets/tokens/` as JSON text, in one statement. */
  introspect(holder: Holder, tokenId: string): Promise<string | undefined>
}

import {
  type AccountFigures,
  type App,
  type CredentialUsage,
  countSecrets,
  type Environment,
  type Exchange,
  type ExternalIdentity,
  type Folder,
  type HeldKeys,
  type IdentityFigures,
  type IdentityStats,
  listBoundIdentities,
  listEnvironmentsOfApps,
  listFolders,
  listRoles,
  type Member,
  type Role,
  type RoleCounts,
  readAccountFigures,
  readApps,
  readCredentialsOfSyncs,
  readCredentialUsage,
  readEnvironments,
  readExchanges,
  readExternalIdentities,
  readIdentityFigures,
  readIdentityStats,
  readLastRuns,
  readMembers,
  readRoleCounts,
  readSecretHistory,
  readServiceAccounts,
  readSyncStandings,
  readWrappedKeys,
  type SecretVersion,
  type ServiceAccount,
  type ShownCloudCredential,
  type SignedInContext,
  type SyncRun,
  type SyncStanding,
} from '@bonafide/core'
import { batched, perArgument, remembered } from './batch.ts'

/** Lookups by id for nested fields. Null: deleted, or not visible to whoever asks. A lacking right fails. */
export interface Loaders {
  role(id: string): Promise<Role | null>
  identity(id: string): Promise<ExternalIdentity | null>
  account(id: string): Promise<ServiceAccount | null>
  member(id: string): Promise<Member | null>
  app(id: string): Promise<App | null>
  environment(id: string): Promise<Environment | null>
  /** Null also where whoever asks may not see credentials. */
  credentialOfSync(id: string): Promise<ShownCloudCredential | null>
  syncStanding(syncId: string): Promise<SyncStanding | null>
  lastRunOf(syncId: string): Promise<SyncRun | null>
  exchange(id: string): Promise<Exchange | null>
  accountFigures(serviceAccountId: string): Promise<AccountFigures | null>
  identityFigures(identityId: string): Promise<IdentityFigures | null>
  identityStats(identityId: string, days: number): Promise<IdentityStats | null>
  roleCounts(roleId: string): Promise<RoleCounts | null>
  /** Null: no sync uses it. */
  credentialUsage(credentialId: string): Promise<CredentialUsage | null>
  /** Those that whoever asks holds, of an app that it has been shown. */
  environmentsOf(appId: string): Promise<Environment[] | null>
  /** An environment's keys as they are wrapped for whoever asks. */
  wrappedKeys(environmentId: string): Promise<HeldKeys | null>
  identitiesOf(serviceAccountId: string): Promise<ExternalIdentity[]>
  secretCountOf(environmentId: string): Promise<number | null>
  foldersOf(environmentId: string, path: string): Promise<Folder[] | null>
  /** Every version with its value: one read and one audit row, however many of the values are asked for. */
  historyOf(secretId: string): Promise<SecretVersion[]>
}

export function createLoaders(domain: SignedInContext): Loaders {
  const foldersAt = perArgument((path: string) => batched((environmentIds) => listFolders({ environmentIds, path }, domain)))
  const statsOver = perArgument((days: number) => batched((ids) => readIdentityStats({ ids, days }, domain)))
  return {
    role: batched(async () => byId(await listRoles(domain))),
    identity: batched(async (ids) => byId(await readExternalIdentities({ ids }, domain))),
    account: batched(async (ids) => byId(await readServiceAccounts({ ids }, domain))),
    member: batched(async (ids) => byId(await readMembers({ ids }, domain))),
    app: batched(async (ids) => byId(await readApps({ ids }, domain))),
    environment: batched(async (ids) => byId(await readEnvironments({ ids }, domain))),
    credentialOfSync: batched(async (ids) => byId(await readCredentialsOfSyncs({ ids }, domain))),
    syncStanding: batched((ids) => readSyncStandings({ ids }, domain)),
    lastRunOf: batched((ids) => readLastRuns({ ids }, domain)),
    exchange: batched(async (ids) => byId(await readExchanges({ ids }, domain))),
    accountFigures: batched((ids) => readAccountFigures({ ids }, domain)),
    identityFigures: batched((ids) => readIdentityFigures({ ids }, domain)),
    identityStats: (id, days) => statsOver(days)(id),
    roleCounts: batched(() => readRoleCounts(domain)),
    credentialUsage: batched((ids) => readCredentialUsage({ ids }, domain)),
    environmentsOf: batched((appIds) => environmentsByApp(appIds, domain)),
    wrappedKeys: batched(
      async (ids) => new Map((await readWrappedKeys({ environmentIds: ids }, domain)).map((keys) => [keys.environmentId, keys])),
    ),
    identitiesOf: remembered((serviceAccountId) => listBoundIdentities({ serviceAccountId }, domain)),
    secretCountOf: batched((environmentIds) => countSecrets({ environmentIds }, domain)),
    foldersOf: (environmentId, path) => foldersAt(path)(environmentId),
    historyOf: remembered((secretId) => readSecretHistory({ secretId }, domain)),
  }
}

async function environmentsByApp(appIds: string[], domain: SignedInContext): Promise<Map<string, Environment[]>> {
  const environments = new Map<string, Environment[]>(appIds.map((id) => [id, []]))
  for (const environment of await listEnvironmentsOfApps({ appIds }, domain)) environments.get(environment.appId)?.push(environment)
  return environments
}

const byId = <Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> => new Map(rows.map((row) => [row.id, row]))

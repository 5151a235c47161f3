import {
  createSync,
  type DestinationFailure,
  type DomainError,
  deleteSync,
  destinationOf,
  type Environment,
  listRemoteSecrets,
  listSyncRuns,
  listSyncs,
  type PlannedKey,
  pauseSync,
  planSync,
  readKeysOfRun,
  readSync,
  refusalOf,
  resolveDrift,
  resumeSync,
  runSyncNow,
  type Sync,
  type SyncPlan,
  type SyncRun,
  updateSync,
} from '@bonafide/core'
import { connection, connectionOfArray, keyOfText, pageOf } from '../base/connection.ts'
import type { GraphqlContext } from '../base/context.ts'
import { given } from '../base/input.ts'
import { payload } from '../base/payload.ts'
import type { AwsSecretsManagerOptions, Resolvers } from '../generated/resolvers.ts'
import { insideOptions, syncInput } from './destination-options.ts'
import { syncEnums } from './enums.ts'

const planPages = { list: 'sync_plan', keyOf: ({ name }: PlannedKey) => keyOfText(name), defaultSize: 100, maxSize: 5000 }

export const resolvers: Resolvers = {
  Query: {
    syncs: async (_, { filter, ...page }, { domain }) =>
      connection('syncs', await listSyncs({ ...given(filter ?? {}), ...pageOf('syncs', page) }, domain)),
    sync: (_, { id }, { domain }) => readSync({ id }, domain),
    remoteSecrets: async (_, input, { domain }) => {
      const { failure, ...page } = await listRemoteSecrets(given(input), domain)
      return { ...page, failure: told(failure) }
    },
  },
  Credential: {
    syncs: async ({ id }, page, { domain }) => connection('syncs', await listSyncs({ credentialId: id, ...pageOf('syncs', page) }, domain)),
  },
  Sync: {
    app: ({ appId }, _, { load }) => load.app(appId),
    environment: ({ environmentId }, _, { load }) => load.environment(environmentId),
    summary: (sync, _, { domain }) => destinationOf(sync, domain).summary,
    account: (sync, _, { domain }) => destinationOf(sync, domain).account,
    region: (sync, _, { domain }) => destinationOf(sync, domain).region,
    awsSecretsManager: ({ destination, options }) => (destination === 'aws_secrets_manager' ? (options as AwsSecretsManagerOptions) : null),
    credential: ({ credentialId }, _, { load }) => load.credentialOfSync(credentialId),
    referencedEnvironments: ({ referencedEnvironmentIds }, _, context) => environmentsOf(referencedEnvironmentIds, context),
    state: async ({ id, pausedAt }, _, { load }) => (await load.syncStanding(id))?.state ?? (pausedAt ? 'paused' : 'pending'),
    failure: async ({ id }, _, { load }) => failureOf(await load.syncStanding(id)),
    failingSince: async ({ id }, _, { load }) => (await load.syncStanding(id))?.failingSince ?? null,
    nextRunAt: async ({ id, pausedAt }, _, { load }) => (pausedAt ? null : ((await load.syncStanding(id))?.dueAt ?? null)),
    lastSyncedAt: async ({ id }, _, { load }) => (await load.syncStanding(id))?.lastSyncedAt ?? null,
    lastRunAt: async ({ id }, _, { load }) => (await load.syncStanding(id))?.lastRunAt ?? null,
    lastRun: ({ id }, _, { load }) => load.lastRunOf(id),
    runs: async ({ id }, page, { domain }) =>
      connection('sync_runs', await listSyncRuns({ syncId: id, ...pageOf('sync_runs', page) }, domain)),
  },
  SyncRun: {
    failure: (run) => failureOf(run),
    keys: (run, _, { domain }) => readKeysOfRun(run, domain),
  },
  SyncPlan: {
    addedCount: ({ difference }) => difference.added.length,
    changedCount: ({ difference }) => difference.changed.length,
    removedCount: ({ difference }) => difference.removed.length,
    unchangedCount: ({ difference }) => difference.unchanged.length,
    keptCount: ({ difference }) => difference.kept.length,
    keys: ({ keys }, page) => connectionOfArray(keys, page, planPages),
    neededActions: ({ neededActions }) => [...neededActions],
    referencedEnvironments: ({ referencedEnvironmentIds }, _, context) => environmentsOf(referencedEnvironmentIds, context),
  },
  Mutation: {
    planSync: (_, { input }, { domain }) =>
      payload(async (): Promise<Planned> => ({ plan: await planSync(syncInput(input), domain) }), {
        fieldOf: insideOptions(input.options),
        also,
      }),
    createSync: (_, { input }, { domain }) =>
      payload(async (): Promise<Saved> => ({ sync: await createSync(syncInput(input), domain) }), {
        fieldOf: insideOptions(input.options),
        also,
      }),
    updateSync: (_, { input }, { domain }) =>
      payload(async (): Promise<Saved> => ({ sync: await updateSync(syncInput(input), domain) }), {
        fieldOf: insideOptions(input.options),
        also,
      }),
    runSync: (_, { input }, { domain }) => payload(async () => ({ sync: await runSyncNow(input, domain) })),
    pauseSync: (_, { input }, { domain }) => payload(async () => ({ sync: await pauseSync(input, domain) })),
    resumeSync: (_, { input }, { domain }) => payload(async () => ({ sync: await resumeSync(input, domain) })),
    resolveDrift: (_, { input }, { domain }) => payload(async () => ({ sync: await resolveDrift(input, domain) })),
    deleteSync: (_, { input }, { domain }) =>
      payload(
        async (): Promise<Deleted> => {
          await deleteSync(input, domain)
          return { deletedId: input.id }
        },
        { also },
      ),
  },
  ...syncEnums,
}

interface Refusable {
  failure?: ToldFailure | null
}
type Planned = Refusable & { plan: SyncPlan }
type Saved = Refusable & { sync: Sync }
type Deleted = Refusable & { deletedId: string }

const also = (error: DomainError) => ({ failure: told(refusalOf(error)) })

type ToldFailure = Pick<DestinationFailure, 'code' | 'message' | 'missingAction' | 'requestId'>

/** A refusal as part of an answer: as the error that it is, it would end the answer instead. */
const told = (failure: DestinationFailure | null): ToldFailure | null =>
  failure && { code: failure.code, message: failure.message, missingAction: failure.missingAction, requestId: failure.requestId }

type Failed = Pick<SyncRun, 'failure' | 'failureSentence' | 'missingAction'> & { requestId?: string | null }

/** Why a run failed, as it was written down; null when it did not. */
const failureOf = (failed: Failed | null) =>
  failed && failed.failure !== null
    ? {
        code: failed.failure,
        message: failed.failureSentence ?? '',
        missingAction: failed.missingAction,
        requestId: failed.requestId ?? null,
      }
    : null

async function environmentsOf(ids: readonly string[], { load }: GraphqlContext): Promise<Environment[]> {
  const found = await Promise.all(ids.map((id) => load.environment(id)))
  return found.filter((environment) => environment !== null)
}

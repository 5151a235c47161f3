import {
  createApp,
  createEnvironment,
  deleteApp,
  deleteEnvironment,
  grantAccountAccess,
  listApps,
  listRequiredRecipients,
  readApp,
  readEnvironment,
  renameEnvironment,
  reorderEnvironments,
  revokeAccountAccess,
  setAccountAccess,
  setEncryptionMode,
  setMemberAccess,
  updateApp,
} from '@bonafide/core'
import { connection, connectionOfArray, pageOf } from '../base/connection.ts'
import { given } from '../base/input.ts'
import { payload } from '../base/payload.ts'
import type { Resolvers } from '../generated/resolvers.ts'

export const resolvers: Resolvers = {
  Query: {
    apps: async (_, { filter, ...page }, { domain }) =>
      connection('apps', await listApps({ ...given(filter ?? {}), ...pageOf('apps', page) }, domain)),
    app: (_, { id }, { domain }) => readApp({ id }, domain),
    environment: (_, { id }, { domain }) => readEnvironment({ id }, domain),
    requiredKeyRecipients: (_, __, { domain }) => listRequiredRecipients(domain),
  },
  App: {
    environments: async ({ id }, page, { load }) =>
      connectionOfArray((await load.environmentsOf(id)) ?? [], page, { list: 'environments', keyOf: (environment) => environment.id }),
  },
  Environment: {
    app: ({ appId }, _, { load }) => load.app(appId),
    wrappedKeys: async ({ id }, _, { load }) => {
      const keys = await load.wrappedKeys(id)
      return keys && { seed: keys.wrappedSeed, salt: keys.wrappedSalt }
    },
  },
  Mutation: {
    createApp: (_, { input }, { domain }) => payload(async () => ({ app: await createApp(given(input), domain) })),
    updateApp: (_, { input }, { domain }) => payload(async () => ({ app: await updateApp(given(input), domain) })),
    deleteApp: (_, { input }, { domain }) =>
      payload(async () => {
        await deleteApp(input, domain)
        return { deletedId: input.id }
      }),
    setAppEncryption: (_, { input }, { domain }) => payload(async () => ({ app: await setEncryptionMode(given(input), domain) })),
    createEnvironment: (_, { input }, { domain }) => payload(async () => ({ environment: await createEnvironment(given(input), domain) })),
    renameEnvironment: (_, { input }, { domain }) => payload(async () => ({ environment: await renameEnvironment(input, domain) })),
    reorderEnvironments: (_, { input }, { domain }) => payload(async () => ({ environments: await reorderEnvironments(input, domain) })),
    deleteEnvironment: (_, { input }, { domain }) =>
      payload(async () => {
        await deleteEnvironment(input, domain)
        return { deletedId: input.id }
      }),
    setServiceAccountAccess: (_, { input }, { domain }) => payload(async () => ({ access: await setAccountAccess(given(input), domain) })),
    grantServiceAccountAccess: (_, { input }, { domain }) =>
      payload(async () => ({ access: await grantAccountAccess(given(input), domain) })),
    revokeServiceAccountAccess: (_, { input }, { domain }) => payload(async () => ({ access: await revokeAccountAccess(input, domain) })),
    setMemberAccess: (_, { input }, { domain }) => payload(async () => ({ access: await setMemberAccess(given(input), domain) })),
  },
  EnvironmentType: { DEV: 'dev', STAGING: 'staging', PROD: 'prod', CUSTOM: 'custom' },
  AppOrderField: { NAME: 'name', CREATED_AT: 'createdAt' },
}

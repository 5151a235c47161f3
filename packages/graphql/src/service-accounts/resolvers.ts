import {
  bindExtIdentity,
  createServiceAccount,
  createServiceAccountToken,
  deleteServiceAccount,
  disableServiceAccount,
  enableServiceAccount,
  listAccountAccess,
  listExchanges,
  listServiceAccounts,
  listServiceAccountTokens,
  printScope,
  readAccountKeyring,
  readServiceAccount,
  revokeIdentityTokens,
  revokeServiceAccountToken,
  revokeServiceAccountTokens,
  type ServiceAccountToken,
  type TokenStatus,
  unbindExtIdentity,
  updateServiceAccount,
  useClientKeys,
  useServerKeys,
} from '@bonafide/core'
import { connection, connectionOfArray, pageOf } from '../base/connection.ts'
import { given } from '../base/input.ts'
import { ofApp } from '../base/of-app.ts'
import { payload } from '../base/payload.ts'
import type { Resolvers } from '../generated/resolvers.ts'

export const resolvers: Resolvers = {
  Query: {
    serviceAccounts: async (_, { filter, ...page }, { domain }) =>
      connection('service_accounts', await listServiceAccounts({ ...given(filter ?? {}), ...pageOf('service_accounts', page) }, domain)),
    serviceAccount: (_, { id }, { domain }) => readServiceAccount({ id }, domain),
    serviceAccountTokens: async (_, { filter, ...page }, { domain }) =>
      connection('tokens', await listServiceAccountTokens({ ...given(filter ?? {}), ...pageOf('tokens', page) }, domain)),
  },
  ServiceAccount: {
    role: ({ roleId }, _, { load }) => load.role(roleId),
    wrappedKeyring: ({ id }, _, { domain }) => readAccountKeyring({ id }, domain),
    keyManagement: ({ serverWrappedKeyring }) => (serverWrappedKeyring === null ? 'client' : 'server'),
    enabled: ({ disabledAt }) => disabledAt === null,
    externalIdentities: async ({ id }, page, { load }) =>
      connectionOfArray(await load.identitiesOf(id), page, { list: 'bound_identities', keyOf: (identity) => identity.id }),
    tokens: async ({ id }, { status, ...page }, { domain }) =>
      connection(
        'tokens',
        await listServiceAccountTokens({ serviceAccountId: id, status: status ?? undefined, ...pageOf('tokens', page) }, domain),
      ),
    exchanges: async ({ id }, { filter, ...page }, { domain }) =>
      connection('exchanges', await listExchanges({ ...given(filter ?? {}), serviceAccountId: id, ...pageOf('exchanges', page) }, domain)),
    access: async ({ id }, { appId, ...page }, { domain }) =>
      connectionOfArray(ofApp(await listAccountAccess({ serviceAccountId: id }, domain), appId), page, {
        list: 'access',
        keyOf: ({ environmentId }) => environmentId,
      }),
  },
  ServiceAccountToken: {
    status: (token, _, { domain }) => statusOf(token, domain.runtime.now()),
    isDerived: ({ derivedFrom }) => derivedFrom !== null,
    serviceAccount: ({ serviceAccountId }, _, { load }) => load.account(serviceAccountId),
    externalIdentity: ({ externalIdentityId }, _, { load }) => (externalIdentityId === null ? null : load.identity(externalIdentityId)),
    exchange: ({ exchangeId }, _, { load }) => (exchangeId === null ? null : load.exchange(exchangeId)),
    createdBy: ({ createdByMemberId }, _, { load }) => (createdByMemberId === null ? null : load.member(createdByMemberId)),
  },
  TokenNarrowing: {
    scope: printScope,
    readOnly: ({ access }) => access === 'read',
    app: ({ appId }, _, { load }) => (appId === null ? null : load.app(appId)),
    environment: async ({ appId, environmentId }, _, { load }) =>
      appId === null ? null : ((await load.environmentsOf(appId))?.find(({ id }) => id === environmentId) ?? null),
  },
  Mutation: {
    createServiceAccount: (_, { input }, { domain }) =>
      payload(async () => ({ serviceAccount: await createServiceAccount(given(input), domain) })),
    updateServiceAccount: (_, { input }, { domain }) =>
      payload(async () => ({ serviceAccount: await updateServiceAccount(given(input), domain) })),
    disableServiceAccount: (_, { input }, { domain }) =>
      payload(async () => ({ serviceAccount: await disableServiceAccount(input, domain) })),
    enableServiceAccount: (_, { input }, { domain }) =>
      payload(async () => ({ serviceAccount: await enableServiceAccount(input, domain) })),
    deleteServiceAccount: (_, { input }, { domain }) =>
      payload(async () => {
        await deleteServiceAccount(input, domain)
        return { deletedId: input.id }
      }),
    useServerKeys: (_, { input }, { domain }) => payload(async () => ({ serviceAccount: await useServerKeys(input, domain) })),
    useClientKeys: (_, { input }, { domain }) => payload(async () => ({ serviceAccount: await useClientKeys(input, domain) })),
    bindExtIdentity: (_, { input }, { domain }) => payload(async () => ({ serviceAccount: await bindExtIdentity(input, domain) })),
    unbindExtIdentity: (_, { input }, { domain }) => payload(async () => ({ serviceAccount: await unbindExtIdentity(input, domain) })),
    createServiceAccountToken: (_, { input }, { domain }) =>
      payload(() => createServiceAccountToken(given(input, ['expiresInSeconds']), domain)),
    revokeServiceAccountToken: (_, { input }, { domain }) =>
      payload(async () => ({ serviceAccountToken: await revokeServiceAccountToken(input, domain) })),
    revokeServiceAccountTokens: (_, { input }, { domain }) => payload(() => revokeServiceAccountTokens(input, domain)),
    revokeIdentityTokens: (_, { input }, { domain }) => payload(() => revokeIdentityTokens(given(input), domain)),
  },
  KeyManagement: { SERVER: 'server', CLIENT: 'client' },
  ServiceAccountTokenOrderField: { NAME: 'name', CREATED_AT: 'createdAt', EXPIRES_AT: 'expiresAt', LAST_USED_AT: 'lastUsedAt' },
  ServiceAccountOrderField: { NAME: 'name', CREATED_AT: 'createdAt', LAST_USED_AT: 'lastUsedAt' },
  TokenStatus: { ACTIVE: 'active', EXPIRED: 'expired', REVOKED: 'revoked' },
}

/** For show: whether a token works is decided by the database, by its own clock. */
function statusOf({ revokedAt, expiresAt }: ServiceAccountToken, now: number): TokenStatus {
  if (revokedAt !== null) return 'revoked'
  return expiresAt !== null && expiresAt.getTime() <= now ? 'expired' : 'active'
}

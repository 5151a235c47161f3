import {
  createPersonalAccessToken,
  listPersonalAccessTokens,
  listSessions,
  readViewer,
  revokeOtherSessions,
  revokePersonalAccessToken,
  revokeSession,
} from '@bonafide/core'
import { connection, pageOf } from '../base/connection.ts'
import { given } from '../base/input.ts'
import { payload } from '../base/payload.ts'
import type { Resolvers } from '../generated/resolvers.ts'

export const resolvers: Resolvers = {
  Query: {
    viewer: (_, __, { domain }) => readViewer(domain),
    server: (_, __, { domain }) => ({ ...domain.settings, publicKey: domain.keyring.publicKey, labEnabled: domain.lab !== null }),
  },
  Viewer: {
    kind: ({ actor }) => actor.kind,
    id: ({ actor }) => actor.id,
    name: ({ actor }) => actor.name,
    via: ({ actor }) => actor.via.kind,
    sessions: async (_, page, { domain }) => connection('sessions', await listSessions(pageOf('sessions', page), domain)),
    personalAccessTokens: async (_, page, { domain }) =>
      connection('personal_access_tokens', await listPersonalAccessTokens(pageOf('personal_access_tokens', page), domain)),
  },
  Mutation: {
    revokeSession: (_, { input }, { domain }) =>
      payload(async () => {
        await revokeSession(input, domain)
        return { revokedId: input.id }
      }),
    revokeOtherSessions: (_, __, { domain }) => payload(() => revokeOtherSessions(domain)),
    createPersonalAccessToken: (_, { input }, { domain }) =>
      payload(() => createPersonalAccessToken(given(input, ['expiresInSeconds']), domain)),
    revokePersonalAccessToken: (_, { input }, { domain }) =>
      payload(async () => {
        await revokePersonalAccessToken(input, domain)
        return { revokedId: input.id }
      }),
  },
  ActorKind: { MEMBER: 'member', SERVICE_ACCOUNT: 'service_account' },
  CredentialKind: {
    SESSION: 'session',
    PERSONAL_ACCESS_TOKEN: 'personal_access_token',
    SERVICE_ACCOUNT_TOKEN: 'service_account_token',
  },
}

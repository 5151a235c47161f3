import {
  countUnverifiedRefusals,
  dismissRefusedCaller,
  listRefusedCallers,
  proposeTrust,
  readExchange,
  restoreRefusedCaller,
} from '@bonafide/core'
import { connection, pageOf } from '../base/connection.ts'
import { given } from '../base/input.ts'
import { payload } from '../base/payload.ts'
import type { Resolvers } from '../generated/resolvers.ts'

export const resolvers: Resolvers = {
  Query: {
    refusedCallers: async (_, { filter, search, dismissed, ...page }, { domain }) => {
      const wanted = { ...given(filter ?? {}), search: search ?? undefined, dismissed, ...pageOf('refused_callers', page) }
      return connection('refused_callers', await listRefusedCallers(wanted, domain))
    },
    unverifiedRefusals: (_, { filter }, { domain }) => countUnverifiedRefusals(given(filter ?? {}), domain),
  },
  RefusedCaller: {
    id: ({ key }) => key,
    trustable: async ({ latest }, _, { load, domain }) => {
      const { externalIdentityId } = latest
      const identity = externalIdentityId === null ? null : await load.identity(externalIdentityId)
      return Boolean(proposeTrust(latest, identity, domain)?.identity)
    },
  },
  Mutation: {
    dismissRefusedCaller: (_, { input: { exchangeId, forGood } }, { domain }) =>
      payload(async () => {
        await dismissRefusedCaller({ exchangeId, forGood }, domain)
        return { exchange: await readExchange({ id: exchangeId }, domain) }
      }),
    restoreRefusedCaller: (_, { input: { exchangeId } }, { domain }) =>
      payload(async () => {
        await restoreRefusedCaller({ exchangeId }, domain)
        return { exchange: await readExchange({ id: exchangeId }, domain) }
      }),
  },
}

import { listExchanges, proposeTrust, readExchange } from '@bonafide/core'
import { connection, pageOf } from '../base/connection.ts'
import { given } from '../base/input.ts'
import { markedConfig } from '../external-identities/config.ts'
import type { Resolvers } from '../generated/resolvers.ts'

export const resolvers: Resolvers = {
  Query: {
    exchanges: async (_, { filter, ...page }, { domain }) =>
      connection('exchanges', await listExchanges({ ...given(filter ?? {}), ...pageOf('exchanges', page) }, domain)),
    exchange: (_, { id }, { domain }) => readExchange({ id }, domain),
  },
  Exchange: {
    serviceAccount: ({ serviceAccountId }, _, { load }) => (serviceAccountId === null ? null : load.account(serviceAccountId)),
    identityId: ({ externalIdentityId }) => externalIdentityId,
    identity: ({ externalIdentityId }, _, { load }) => (externalIdentityId === null ? null : load.identity(externalIdentityId)),
    trustProposal: async (exchange, _, { load, domain }) => {
      const { externalIdentityId } = exchange
      return proposeTrust(exchange, externalIdentityId === null ? null : await load.identity(externalIdentityId), domain)
    },
  },
  TrustProposal: {
    before: ({ before, provider }) => (before === null ? null : markedConfig(before, provider)),
    after: ({ config, provider }) => markedConfig(config, provider),
    alternatives: ({ alternatives, provider }) =>
      alternatives.map((alternative) => ({ ...alternative, after: markedConfig(alternative.config, provider) })),
  },
  ExchangeOutcome: { ACCEPTED: 'accepted', REFUSED: 'refused' },
}

import { listExchanges, readExchange } from '@bonafide/core'
import { connection, pageOf } from '../base/connection.ts'
import type { Resolvers } from '../generated/resolvers.ts'
import { exchangeFilter } from './filter.ts'

export const resolvers: Resolvers = {
  Query: {
    exchanges: async (_, { filter, ...page }, { domain }) =>
      connection('exchanges', await listExchanges({ ...exchangeFilter(filter), ...pageOf('exchanges', page) }, domain)),
    exchange: (_, { id }, { domain }) => readExchange({ id }, domain),
  },
  Exchange: {
    serviceAccount: ({ serviceAccountId }, _, { load }) => (serviceAccountId === null ? null : load.account(serviceAccountId)),
    externalIdentity: ({ externalIdentityId }, _, { load }) => (externalIdentityId === null ? null : load.identity(externalIdentityId)),
  },
  ExchangeOutcome: { ACCEPTED: 'accepted', REFUSED: 'refused' },
  StepStatus: { PASSED: 'passed', FAILED: 'failed', SKIPPED: 'skipped' },
}

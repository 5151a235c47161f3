import { listExchanges, readExchange } from '@bonafide/core'
import { connection, pageOf } from '../base/connection.ts'
import { given } from '../base/input.ts'
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
  },
  ExchangeOutcome: { ACCEPTED: 'accepted', REFUSED: 'refused' },
  StepStatus: { PASSED: 'passed', FAILED: 'failed', SKIPPED: 'skipped' },
}

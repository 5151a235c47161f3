import { previewTrustPolicy, readTrustPolicy, updateTrustPolicy } from '@bonafide/core'
import { connectionOfArray } from '../base/connection.ts'
import { payload } from '../base/payload.ts'
import type { Resolvers, TrustPolicyInput } from '../generated/resolvers.ts'

const toCore = ({ blockedSeverity, allowedIssuers }: TrustPolicyInput) => ({ blockedSeverity: blockedSeverity ?? null, allowedIssuers })

export const resolvers: Resolvers = {
  Query: {
    trustPolicy: (_, __, { domain }) => readTrustPolicy(domain),
    trustPolicyPreview: (_, { policy }, { domain }) => previewTrustPolicy(toCore(policy), domain),
  },
  TrustPolicyPreview: {
    impacts: ({ impacts }, page) => connectionOfArray(impacts, page, { list: 'policy_impacts', keyOf: ({ identity }) => identity.id }),
  },
  Mutation: {
    updateTrustPolicy: (_, { input: { policy, expectedVersion } }, { domain }) =>
      payload(
        async () => {
          const { policy: trustPolicy, revokedTokens } = await updateTrustPolicy({ ...toCore(policy), expectedVersion }, domain)
          return { trustPolicy, revokedTokens }
        },
        { fieldOf: (field) => (field[0] === 'expectedVersion' ? field : ['policy', ...field]) },
      ),
  },
  BlockingSeverity: { WARNING: 'warning', DANGER: 'danger' },
}

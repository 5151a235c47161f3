import { previewIdentityChange, readReported, readTestimony } from '@bonafide/core'
import { given } from '../base/input.ts'
import { toCore } from '../external-identities/lifetimes.ts'
import { configFor } from '../external-identities/update-input.ts'
import type { Resolvers } from '../generated/resolvers.ts'

export const resolvers: Resolvers = {
  Query: {
    reportOnlyCounts: (_, { identityId }, { domain }) => readReported({ identityId }, domain),
    previewIdentityChange: async (_, { input: { identityId, version, days, config, ...fields } }, { domain }) => {
      const change = { ...toCore(given(fields)), ...(config && { config: await configFor(identityId, config, domain) }) }
      return previewIdentityChange({ identityId, change, ...given({ version, days }) }, domain)
    },
    exchangeTestimony: (_, { id }, { domain }) => readTestimony({ exchangeId: id }, domain),
  },
  ChangedCaller: {
    serviceAccounts: async ({ serviceAccountIds }, _, { load }) =>
      (await Promise.all(serviceAccountIds.slice(0, 10).map((id) => load.account(id)))).flatMap((account) => account ?? []),
  },
  StepStatus: { PASSED: 'passed', FAILED: 'failed', SKIPPED: 'skipped', REPORTED: 'reported' },
  IdentityChangeKind: {
    REFUSED: 'refused',
    ADMITTED: 'admitted',
    REPORTED: 'reported',
    TRUSTED: 'trusted',
    ELSEWHERE: 'elsewhere',
    UNDECIDED: 'undecided',
  },
}

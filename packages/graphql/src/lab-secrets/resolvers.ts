import { editLabSecret, listLabSecrets, revealLabSecret } from '@bonafide/core'
import { payload } from '../base/payload.ts'
import type { Resolvers } from '../generated/resolvers.ts'

export const resolvers: Resolvers = {
  Query: {
    labSecrets: (_, __, { domain }) => listLabSecrets(domain),
    labSecretValues: (_, { name, region }, { domain }) => revealLabSecret({ name, region }, domain),
  },
  Mutation: {
    editLabSecret: (_, { input }, { domain }) => payload(async () => ({ secret: await editLabSecret(input, domain) })),
  },
}

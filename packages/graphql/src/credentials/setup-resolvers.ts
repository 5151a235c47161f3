import { credentialSetup, readOwnIssuer } from '@bonafide/core'
import { given } from '../base/input.ts'
import type { Resolvers } from '../generated/resolvers.ts'

/** What clouds are made ready with. */
export const setupResolvers: Resolvers = {
  Query: {
    credentialSetup: (_, { input: { kind, ...input } }, { domain }) => credentialSetup({ ...given(input), kind }, domain),
    ownIssuer: (_, _arguments, { domain }) => readOwnIssuer(domain),
  },
}

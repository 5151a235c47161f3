import { tryProof } from '@bonafide/core'
import { given } from '../base/input.ts'
import { payload } from '../base/payload.ts'
import { insideEnvelope, unwrapped } from '../external-identities/one-of.ts'
import type { Resolvers } from '../generated/resolvers.ts'

export const resolvers: Resolvers = {
  Mutation: {
    tryProof: (_, { input: { proof, ...input } }, { domain }) => {
      const { envelope, provider, value } = unwrapped(proof)
      return payload(async () => ({ trial: await tryProof({ ...given(input), provider, proof: value }, domain) }), {
        fieldOf: insideEnvelope('proof', envelope),
      })
    },
  },
}

import { listSecretEntries, revealSecrets, revealSecretVersion } from '@bonafide/core'
import { connection, pageOf } from '../base/connection.ts'
import { given } from '../base/input.ts'
import { payload } from '../base/payload.ts'
import type { Resolvers } from '../generated/resolvers.ts'

export const resolvers: Resolvers = {
  Environment: {
    secretEntries: async ({ id }, { filter, orderBy, ...page }, { domain }) => {
      // The place of an entry is found by its id, whatever the order.
      const { first, after } = pageOf('secret_entries', page)
      const wanted = { environmentId: id, orderBy, ...given(filter ?? {}), first, after: after?.id ?? undefined }
      return connection('secret_entries', await listSecretEntries(wanted, domain))
    },
    secretCount: ({ id }, _, { load }) => load.secretCountOf(id),
  },
  Mutation: {
    revealSecrets: (_, { input }, { domain }) => payload(async () => ({ secrets: await revealSecrets(input, domain) })),
    revealSecretVersion: (_, { input }, { domain }) => payload(async () => ({ secret: await revealSecretVersion(input, domain) })),
  },
  SecretEntryOrder: { KEY: 'key', UPDATED_AT: 'updated_at' },
}

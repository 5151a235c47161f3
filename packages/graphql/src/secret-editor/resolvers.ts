import {
  type ChangedSecrets,
  changeEncryptedSecrets,
  changeSecrets,
  type DomainError,
  listSecretEntries,
  revealSecrets,
  revealSecretVersion,
  type SecretConflict,
} from '@bonafide/core'
import { connection, pageOf } from '../base/connection.ts'
import { given } from '../base/input.ts'
import { payload, pointerParts } from '../base/payload.ts'
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
  SecretConflict: {
    field: ({ pointer }) => pointerParts(pointer),
  },
  Mutation: {
    changeSecrets: (_, { input }, { domain }) => deployed(() => changeSecrets(given(input), domain)),
    changeEncryptedSecrets: (_, { input }, { domain }) => deployed(() => changeEncryptedSecrets(given(input), domain)),
    revealSecrets: (_, { input }, { domain }) => payload(async () => ({ secrets: await revealSecrets(input, domain) })),
    revealSecretVersion: (_, { input }, { domain }) => payload(async () => ({ secret: await revealSecretVersion(input, domain) })),
  },
  SecretEntryOrder: { KEY: 'key', UPDATED_AT: 'updated_at' },
}

/** What a deploy did, or who was faster. */
async function deployed(deed: () => Promise<ChangedSecrets>) {
  return {
    conflicts: [],
    ...(await payload<ChangedSecrets & { conflicts: SecretConflict[] }>(async () => ({ ...(await deed()), conflicts: [] }), { also })),
  }
}

// Told by its member: the class may come from another bundle.
const also = (error: DomainError & { conflicts?: SecretConflict[] }) => ({ conflicts: error.conflicts ?? [] })

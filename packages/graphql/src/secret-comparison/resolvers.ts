import { compareEnvironments, copySecrets, previewSecretImport, readSecretMatrix } from '@bonafide/core'
import { connection, pageOf } from '../base/connection.ts'
import { given } from '../base/input.ts'
import { payload } from '../base/payload.ts'
import type { Resolvers } from '../generated/resolvers.ts'

export const resolvers: Resolvers = {
  Query: {
    compareEnvironments: (_, { input }, { domain }) => compareEnvironments(given(input), domain),
  },
  App: {
    secretMatrix: async ({ id }, { first, after, ...filter }, { domain }) => {
      // The place of a row is found by its id, whatever the filter.
      const page = pageOf('secret_matrix', { first, after })
      const wanted = { appId: id, ...given(filter), first: page.first, after: page.after?.id ?? undefined }
      return connection('secret_matrix', await readSecretMatrix(wanted, domain))
    },
  },
  Mutation: {
    copySecrets: (_, { input }, { domain }) => payload(() => copySecrets(input, domain)),
    previewSecretImport: (_, { input }, { domain }) => payload(async () => ({ rows: await previewSecretImport(input, domain) })),
  },
  ComparisonState: { ONLY_LEFT: 'only_left', ONLY_RIGHT: 'only_right', DIFFERENT: 'different', SAME: 'same', SEALED: 'sealed' },
  SecretCellState: { SET: 'set', MISSING: 'missing', SEALED: 'sealed' },
  ImportState: { NEW: 'new', CHANGED: 'changed', SAME: 'same', INVALID: 'invalid' },
}

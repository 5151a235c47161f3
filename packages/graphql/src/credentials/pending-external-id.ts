import { pendingExternalId } from '@bonafide/core'
import type { Resolvers } from '../generated/resolvers.ts'

export const pendingExternalIdResolvers: Resolvers = {
  Query: { pendingExternalId: (_, __, { domain }) => pendingExternalId(domain) },
}

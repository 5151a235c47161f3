import { mayInOrganisation } from '@bonafide/core'
import type { Resolvers } from '../generated/resolvers.ts'

export const resolvers: Resolvers = {
  ServiceAccount: {
    lastUsedAt: async ({ id }, _, { load }) => (await load.accountFigures(id))?.lastUsedAt ?? null,
    activeTokenCount: async ({ id }, _, { load }) => (await load.accountFigures(id))?.activeTokenCount ?? null,
    neverExpiringTokenCount: async ({ id }, _, { load }) => (await load.accountFigures(id))?.neverExpiringTokenCount ?? null,
    externalIdentityCount: async ({ id }, _, { load }) => (await load.accountFigures(id))?.externalIdentityCount ?? null,
    appCount: async ({ id }, _, { load }) => (await load.accountFigures(id))?.appCount ?? null,
  },
  ExternalIdentity: {
    boundAccountCount: async ({ id }, _, { load }) => (await load.identityFigures(id))?.boundAccountCount ?? null,
    liveTokenCount: async ({ id }, _, { load }) => (await load.identityFigures(id))?.liveTokenCount ?? null,
    lastExchangeAt: async ({ id }, _, { load }) => (await load.identityFigures(id))?.lastExchangeAt ?? null,
    lastAcceptedAt: async ({ id }, _, { load }) => (await load.identityFigures(id))?.lastAcceptedAt ?? null,
    async createdBy({ id }, _, { load, domain }) {
      const memberId = mayInOrganisation(domain.actor, 'Members', 'read') ? (await load.identityFigures(id))?.createdByMemberId : null
      return memberId ? load.member(memberId) : null
    },
    stats: ({ id }, { days }, { load, domain }) => (mayInOrganisation(domain.actor, 'Logs', 'read') ? load.identityStats(id, days) : null),
  },
  Role: {
    memberCount: async ({ id }, _, { load }) => (await load.roleCounts(id))?.memberCount ?? null,
    serviceAccountCount: async ({ id }, _, { load }) => (await load.roleCounts(id))?.serviceAccountCount ?? null,
  },
}

import { listAttention, mayInOrganisation, readExchangeStats, readSetupProgress } from '@bonafide/core'
import { given } from '../base/input.ts'
import type { Resolvers } from '../generated/resolvers.ts'

export const resolvers: Resolvers = {
  Query: {
    exchangeStats: (_, { filter, since, until, buckets }, { domain }) =>
      readExchangeStats({ ...given(filter ?? {}), since, until: until ?? undefined, buckets }, domain),
    attention: (_, { first }, { domain }) => listAttention({ first: first ?? undefined }, domain),
    setupProgress: (_, __, { domain }) => readSetupProgress(domain),
  },
  ExchangesOfIdentity: {
    identityId: ({ externalIdentityId }) => externalIdentityId,
    identity: ({ externalIdentityId }, _, { load }) => (externalIdentityId === null ? null : load.identity(externalIdentityId)),
  },
  AttentionKind: {
    REFUSALS: 'refusals',
    ISSUER_UNREACHABLE: 'issuer_unreachable',
    ISSUER_ENDS_SOON: 'issuer_ends_soon',
    ISSUER_CLOCK_OFF: 'issuer_clock_off',
    DISABLED_ACCOUNT_ASKED: 'disabled_account_asked',
    TOKEN_EXPIRES_SOON: 'token_expires_soon',
    TOKEN_NEVER_EXPIRES: 'token_never_expires',
    IDENTITY_UNBOUND: 'identity_unbound',
    IDENTITY_UNUSED: 'identity_unused',
    LAB_REFUSALS: 'lab_refusals',
    SYNC_FAILING: 'sync_failing',
    SYNC_DRIFTED: 'sync_drifted',
    CREDENTIAL_UNPROTECTED: 'credential_unprotected',
    WEBHOOK_FAILING: 'webhook_failing',
  },
  AttentionSeverity: { DANGER: 'danger', WARNING: 'warning', INFO: 'info' },
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

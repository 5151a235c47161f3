import type { Holder } from '../apps/reach.ts'

/** What lists show of a service account besides its own fields. Null: not for whoever asks, or, of an instant, never. */
export interface AccountFigures {
  lastUsedAt: Date | null
  activeTokenCount: number | null
  neverExpiringTokenCount: number | null
  externalIdentityCount: number | null
  /** Of the apps that whoever asks reaches too. */
  appCount: number | null
}

/** What lists show of an identity besides its own fields; null as above. */
export interface IdentityFigures {
  boundAccountCount: number | null
  liveTokenCount: number | null
  lastExchangeAt: Date | null
  /** As far back as tokens are kept. */
  lastAcceptedAt: Date | null
  createdByMemberId: string | null
}

export interface RoleCounts {
  memberCount: number | null
  serviceAccountCount: number | null
}

export interface ExchangeCounts {
  accepted: number
  refused: number
}

/** Numbers over many rows, each answered by one statement however many ids are asked for. */
export interface OverviewStore {
  /** `holder`: whose reach bounds the apps that are counted; null for those who reach everything. */
  accountFigures(organisationId: string, ids: readonly string[], holder: Holder | null): Promise<Map<string, AccountFigures>>
  identityFigures(organisationId: string, ids: readonly string[]): Promise<Map<string, IdentityFigures>>
  roleCounts(organisationId: string): Promise<Map<string, RoleCounts>>
  /** Exchanges of identities by slices of `sliceSeconds` from `since` on; slices without any are left out. */
  identityExchanges(
    organisationId: string,
    ids: readonly string[],
    since: Date,
    sliceSeconds: number,
  ): Promise<(ExchangeCounts & { identityId: string; slice: number })[]>
}

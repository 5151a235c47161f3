import type { Holder } from '../apps/reach.ts'
import type { ExchangeFilter } from '../exchange/store.ts'

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

export interface ExchangesOfIdentity extends ExchangeCounts {
  /** Null: no identity came near. */
  externalIdentityId: string | null
}

export type IssuerAttentionKind = 'issuer_unreachable' | 'issuer_ends_soon' | 'issuer_clock_off'

export type AttentionKind = StoredAttentionKind | IssuerAttentionKind

/** Those that one statement finds. */
export type StoredAttentionKind =
  | 'refusals'
  | 'disabled_account_asked'
  | 'token_expires_soon'
  | 'token_never_expires'
  | 'identity_unbound'
  | 'identity_unused'
  | 'lab_refusals'
  | 'sync_failing'
  | 'sync_drifted'
  | 'credential_unprotected'
  | 'webhook_failing'

/** Something that deserves attention; what it is not about is null. */
export interface AttentionRow {
  kind: AttentionKind
  /** How many times, of what repeats. */
  count: number
  /** The last time, or when it will be. */
  at: Date | null
  code: string | null
  principal: string | null
  /** The latest one. */
  exchangeId: string | null
  identityId: string | null
  identityName: string | null
  serviceAccountId: string | null
  serviceAccountName: string | null
  tokenId: string | null
  tokenName: string | null
  syncId: string | null
  appName: string | null
  environmentName: string | null
  /** What to do about a sync. */
  sentence: string | null
  credentialId: string | null
  credentialName: string | null
  webhookId: string | null
  /** The host of its endpoint. */
  webhookName: string | null
}

/** How far what runs by itself is behind, in the whole product. */
export interface QueueFigures {
  /** Syncs whose time has come, run or not. */
  syncsDue: number
  /** How long the one that waits longest has waited; 0 when none does. */
  syncLagSeconds: number
  syncsFailing: number
  /** By outcome. */
  runsOfLastHour: Record<string, number>
  deliveriesWaiting: number
}

export interface SetupProgress {
  hasApp: boolean
  hasServiceAccount: boolean
  hasIdentity: boolean
  hasBinding: boolean
  hasAcceptedExchange: boolean
}

export interface FoundExchangeStats {
  total: ExchangeCounts & { p95Ms: number | null }
  /** Those with any, from `since` on. */
  slices: (ExchangeCounts & { slice: number })[]
  identities: ExchangesOfIdentity[]
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
  exchangeStats(
    organisationId: string,
    filter: ExchangeFilter,
    slices: { since: Date; until: Date; sliceSeconds: number },
  ): Promise<FoundExchangeStats>
  /** Things of one kind, the most pressing first. `holder`: syncs of the environments that it holds alone; null for those who reach everything. */
  attention(organisationId: string, kind: StoredAttentionKind, holder: Holder | null, limit: number, now: Date): Promise<AttentionRow[]>
  setupProgress(organisationId: string): Promise<SetupProgress>
  queueFigures(): Promise<QueueFigures>
}

import type { ProviderId, Testimony } from '../external-identities/provider.ts'
import type { Page, PageRequest } from '../page.ts'
import type { KeptToken } from '../service-accounts/mint-token.ts'
import type { Sought } from '../service-accounts/narrow.ts'
import type { Narrowing } from '../service-accounts/narrowing.ts'
import type { ReasonCode, Step, StepName } from './trace.ts'

/** One attempt to trade a proof for a token. */
export interface Exchange {
  id: string
  /** Null when no account of any organisation was named. */
  organisationId: string | null
  at: Date
  outcome: 'accepted' | 'refused'
  code: ReasonCode | null
  provider: ProviderId
  serviceAccountId: string | null
  externalIdentityId: string | null
  identityVersion: number | null
  tokenId: string | null
  principal: string | null
  ttlSeconds: number | null
  ip: string
  userAgent: string
  requestId: string
  durationMs: number
  steps: Step[]
  /** Why it would have been refused, had the identity not been report-only; null when it would not, or was. */
  reportedCode: ReasonCode | null
}

/** The account named by a request, as the exchange needs it. */
export interface CandidateAccount {
  id: string
  organisationId: string
  name: string
  identityKey: string
  serverWrappedKeyring: string | null
  simulated: boolean
  disabled: boolean
}

/** A live identity of the right provider that is bound to the account. */
export interface CandidateIdentity {
  id: string
  name: string
  version: number
  enabled: boolean
  reportOnly: boolean
  config: unknown
  tokenName: string
  defaultTtlSeconds: number
  maxTtlSeconds: number
}

export interface Candidates {
  /** Null: unknown or deleted. */
  account: CandidateAccount | null
  /** In a stable order. Simulated identities only ever meet simulated accounts. */
  identities: CandidateIdentity[]
  /** By the trust policy of the account's organisation; empty: any. */
  allowedIssuers: string[]
  /** The version of that policy; 0: none was ever set. */
  policyVersion: number
}

/** What one statement writes or refuses as a whole. */
export interface Grant {
  exchange: Omit<
    Exchange,
    'at' | 'outcome' | 'code' | 'steps' | 'organisationId' | 'serviceAccountId' | 'externalIdentityId' | 'identityVersion'
  > & {
    organisationId: string
    serviceAccountId: string
    externalIdentityId: string
    identityVersion: number
    tokenId: string
    ttlSeconds: number
  }
  /** What to keep of what the platform vouched for, if the caller is let in. */
  testimony: Testimony | null
  token: KeptToken & { name: string; maxTtlSeconds: number; sought: Sought | null }
  proof: { hash: Uint8Array; endsAt: Date; singleUse: boolean }
  /** The trust policy by which it was judged. */
  policyVersion: number
  /** The trace to keep for each way the statement can end. */
  steps: Record<GrantOutcome, Step[]>
}

/**
 * `changed`: the account, its binding, the identity or the trust policy is no longer what was judged. `unreachable`: it does not read what the
 * token is to be narrowed to.
 */
export type GrantOutcome = 'accepted' | 'replayed' | 'changed' | 'unreachable'

export interface GrantResult {
  outcome: GrantOutcome
  /** What the token was narrowed to. */
  narrowing: Narrowing | null
}

export interface ExchangeFilter {
  outcome?: 'accepted' | 'refused'
  code?: string
  /** Any of these. */
  codes?: string[]
  provider?: ProviderId
  identityId?: string
  serviceAccountId?: string
  /** Let through by report-only alone. */
  reported?: boolean
  /** Exactly this one. */
  principal?: string
  ip?: string
  /** Part of the principal, the address or the request id. */
  search?: string
  since?: Date
  until?: Date
}

export interface WantedAttempts {
  organisationId: string
  provider: ProviderId
  serviceAccountIds: readonly string[]
  since: Date
  before: string | null
  limit: number
}

/** An attempt of the past as far as it can be judged again. */
export interface KeptAttempt extends Pick<Exchange, 'id' | 'at' | 'outcome' | 'code' | 'principal'> {
  serviceAccountId: string
  /** Null: nothing was vouched for, or it was too much to keep. */
  testimony: Testimony | null
}

/** Would-be refusals that report-only has let through. */
export interface ReportedCounts {
  total: number
  /** There are more than were counted, which are the newest. */
  isMore: boolean
  /** By the check that would have refused, the most frequent first. */
  groups: { step: StepName; code: ReasonCode; expected: string | null; count: number; lastAt: Date }[]
}

export interface ExchangeStore {
  /** First round trip of an exchange. */
  candidates(serviceAccountId: string, provider: ProviderId): Promise<Candidates>
  /**
   * Second and last round trip: in one statement the used proof, the token (only if that proof is new where it must be, account, binding and
   * identity are still live, the trust policy is the same, and the account reads what is sought), the exchange row, accepted or refused, and the
   * notification of those who watch.
   */
  grant(grant: Grant): Promise<GrantResult>
  /** Writes a refusal and notifies. */
  refuse(exchange: Omit<Exchange, 'at' | 'reportedCode'>, testimony?: Testimony | null): Promise<void>
  /** What was kept of what the platform vouched for in an exchange. */
  testimonyOf(organisationId: string, exchangeId: string): Promise<Testimony | null>
  /** Attempts at some accounts with proofs of one provider, newest first, from `before` (an id) on. */
  attempts(wanted: WantedAttempts): Promise<KeptAttempt[]>
  /** What report-only of an identity has let through since: how often, and why. */
  reported(organisationId: string, identityId: string, since: Date): Promise<ReportedCounts>
  list(organisationId: string, filter: ExchangeFilter, page: PageRequest): Promise<Page<Exchange>>
  find(organisationId: string, id: string): Promise<Exchange | null>
  findMany(organisationId: string, ids: readonly string[]): Promise<Exchange[]>
  /** Forgets refusals that name no account of ours, and so no organisation could ever see, after a day. */
  purgeUnattributed(limit: number): Promise<number>
  /** Forgets proofs that could no longer be accepted; answers how many. */
  purgeProofs(limit: number): Promise<number>
  /** Deletes rows older than so many days, by the database's clock; answers how many. */
  purge(outcome: Exchange['outcome'], days: number, limit: number): Promise<number>
}

import type { ReasonCode } from '../exchange/trace.ts'
import type { ProviderId } from '../external-identities/provider.ts'
import type { Page, PageRequest } from '../page.ts'

/** What of the refused inbox is shown. */
export interface InboxFilter {
  provider?: ProviderId
  serviceAccountId?: string
  since: Date
}

/** Refusals that are one matter: the same caller of the same provider, refused for the same reason by the same identity and account. */
export interface RefusedGroup {
  /** That of its latest exchange, by which lists are ordered. */
  id: string
  /** Tells the group from others for as long as it lasts. */
  key: string
  /** What the platform called the caller; of one that has many names, what they have in common. */
  caller: string
  /** How many names it had. */
  principalCount: number
  provider: ProviderId
  code: ReasonCode
  count: number
  firstAt: Date
  lastAt: Date
  /** Some of its addresses, at most five. */
  addresses: string[]
  addressCount: number
  dismissal: Dismissal | null
}

export interface Dismissal {
  /** Also when it happens again. */
  forGood: boolean
  /** As they were called then. */
  by: string
  at: Date
}

/** Refusals of whoever no platform vouched for: what they sent is nobody's name. */
export interface UnverifiedRefusals {
  /** Of the newest 10 000. */
  count: number
  /** There are more than those. */
  more: boolean
  lastAt: Date | null
  /** The most frequent first, at most five. */
  reasons: { code: ReasonCode; count: number }[]
  addresses: string[]
  addressCount: number
}

/** By provider: what `IdentityProvider.manyNames` says. */
export type ManyNames = Partial<Record<ProviderId, string>>

export interface RefusedInboxStore {
  /** Groups of verified callers, the latest first; over at most the newest 50 000 refusals of them. */
  list(
    organisationId: string,
    filter: InboxFilter & { search?: string; dismissed: boolean },
    page: PageRequest,
    manyNames: ManyNames,
  ): Promise<Page<RefusedGroup>>
  unverified(organisationId: string, filter: InboxFilter): Promise<UnverifiedRefusals>
  /** Hides the group of a refused exchange until a later one joins it, or for good. False when there is no such refusal of a verified caller. */
  dismiss(organisationId: string, exchangeId: string, dismissal: Omit<Dismissal, 'at'>, manyNames: ManyNames): Promise<boolean>
  /** Takes that back. False when it was not dismissed. */
  restore(organisationId: string, exchangeId: string, manyNames: ManyNames): Promise<boolean>
  /** Deletes the oldest refusals of every organisation that has more than `kept` of verified callers, or of others; answers how many. */
  purgeSurplus(kept: number, limit: number): Promise<number>
}

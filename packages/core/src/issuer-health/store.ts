import type { ProviderId } from '../external-identities/provider.ts'
import type { IssuerObservation } from './observation.ts'

/** What all nodes together know of the issuer of an identity; null where nobody knows yet. */
export interface IssuerRecord {
  place: string
  askedAt: Date | null
  answeredAt: Date | null
  /** Since when it has not answered; null while it does. */
  failingSince: Date | null
  problem: string | null
  milliseconds: number | null
  keyCount: number | null
  unusableKeyCount: number | null
  weakKeyCount: number | null
  algorithms: string[] | null
  /** Since when it has published this very set of keys, as far as we have seen. */
  keysSince: Date | null
  certificateEndsAt: Date | null
  serverOffsetMs: number | null
  tokenOffsetMs: number | null
}

/** An identity with an issuer, and what is known of that. Its configuration comes without the long texts in it. */
export interface WatchedIdentity {
  id: string
  name: string
  provider: ProviderId
  enabled: boolean
  simulated: boolean
  config: unknown
  record: IssuerRecord | null
}

/** How many issuers of enabled identities are in which state. */
export interface IssuerCounts {
  answering: number
  failing: number
  unknown: number
}

export interface IssuerHealthStore {
  /** Adds what a node has learnt, in one statement; identities that are gone are passed over. */
  keep(observations: readonly IssuerObservation[]): Promise<void>
  /** Live identities of these providers, those in trouble first, at most `limit`. */
  list(organisationId: string, providers: readonly ProviderId[], limit: number): Promise<WatchedIdentity[]>
  find(organisationId: string, identityId: string): Promise<WatchedIdentity | null>
  /** Enabled identities, none of the Lab, whose issuers nobody has asked since `before`, failing ones since `failingBefore`. */
  quiet(
    providers: readonly ProviderId[],
    before: Date,
    failingBefore: Date,
    limit: number,
  ): Promise<{ id: string; provider: ProviderId; config: unknown }[]>
  count(providers: readonly ProviderId[]): Promise<IssuerCounts>
}

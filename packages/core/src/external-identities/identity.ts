import type { ProviderId } from './provider.ts'

/** A trust relationship of an organisation with a platform. */
export interface ExternalIdentity {
  id: string
  organisationId: string
  provider: ProviderId
  name: string
  description: string
  /** What the provider's own schema says; parsed again whenever it is used, so that a row changed behind our back fails closed. */
  config: unknown
  /** Name of the tokens that it mints. */
  tokenName: string
  defaultTtlSeconds: number
  maxTtlSeconds: number
  enabled: boolean
  /** Since when what its inner rules refuse is let through and counted; null: refused, as a rule. */
  reportOnlySince: Date | null
  /** Belongs to the Lab: never meets an account that is not simulated too. */
  simulated: boolean
  /** Grows with every change; what an edit names as its starting point. */
  version: number
  createdAt: Date
  updatedAt: Date
}

/** What an identity was from one change on until the next. */
export interface ExternalIdentityVersion
  extends Pick<
    ExternalIdentity,
    'name' | 'description' | 'config' | 'tokenName' | 'defaultTtlSeconds' | 'maxTtlSeconds' | 'enabled' | 'version' | 'createdAt'
  > {
  id: string
  reportOnly: boolean
  /** Who made the change, as it was called then. */
  changedBy: string
}

/** An identity whose configuration its provider has parsed. */
export interface ParsedIdentity<Config> {
  id: string
  config: Config
  /** For identities of the Lab, and no other, a provider may be given stand-ins as its network. */
  simulated: boolean
}

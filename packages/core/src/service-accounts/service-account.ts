import type { Narrowing } from './narrowing.ts'

/** Who a workload becomes. */
export interface ServiceAccount {
  id: string
  organisationId: string
  name: string
  roleId: string
  /** Ed25519 public key, 64 hex digits. */
  identityKey: string
  /** The keyring wrapped for the server, associated data `service_account_keyring:<id>`; null when keys are client-managed. */
  serverWrappedKeyring: string | null
  simulated: boolean
  disabledAt: Date | null
  createdAt: Date
  updatedAt: Date
}

/** A token of a service account as the database keeps it: never its value. */
export interface ServiceAccountToken {
  id: string
  serviceAccountId: string
  name: string
  /** Who made it by hand; null for exchanges. */
  createdByMemberId: string | null
  createdByServiceAccountId: string | null
  /** Where it came from: the identity, the exchange and the principal. Null for tokens made by hand. */
  externalIdentityId: string | null
  exchangeId: string | null
  principal: string | null
  /** Null: it may do whatever the account may. */
  narrowing: Narrowing | null
  /** The tokens that it was narrowed from, the first one first: it ends with any of them. Null where it came straight from an exchange or a hand. */
  derivedFrom: string[] | null
  /** Null only on tokens made by hand as "never". */
  expiresAt: Date | null
  lastUsedAt: Date | null
  lastUsedIp: string | null
  revokedAt: Date | null
  createdAt: Date
}

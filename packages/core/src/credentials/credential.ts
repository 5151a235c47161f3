import type { CredentialKindId } from './kind.ts'

/** How an organisation signs in to a cloud of its own. Its secret half is sealed with the server's keys and never told again. */
export interface CloudCredential {
  id: string
  organisationId: string
  name: string
  kind: CredentialKindId
  /** The half that is no secret, by the schema of its kind. */
  config: unknown
  externalId: string | null
  /** False for an external id that a role of the customer's had already. */
  externalIdIssued: boolean
  /** `bf:v1:…` with the place `credential_secret:<id>`; null for kinds without a secret. */
  serverWrappedSecret: string | null
  /** The last four characters of what names the secret. */
  lastFour: string | null
  /** Tells whether two secrets are the same, and nothing else: the first 16 hex digits of a digest under the server's keys. */
  fingerprint: string | null
  /** Account, principal and protection as they were when it was last tried with success. */
  account: string | null
  principal: string | null
  isUnprotected: boolean | null
  checkedAt: Date | null
  /** Leads to the Lab's own cloud, never to a real one. */
  simulated: boolean
  /** Moves with every change of what the credential is. */
  version: number
  createdAt: Date
  updatedAt: Date
}

/** What administrators see: never its secret, and its external id only where they may change it. */
export type ShownCloudCredential = Omit<CloudCredential, 'serverWrappedSecret'>

/** Who uses a credential. */
export interface CredentialUsage {
  syncs: number
  /** Those of environments that whoever asks may see. */
  visibleSyncs: number
  /** Where the first of the visible ones write. */
  places: string[]
}

/** An external id that was issued and waits for the credential that uses it. */
export interface ExternalIdDraft {
  id: string
  organisationId: string
  /** Whose it is: a member or a service account. */
  holderId: string
  externalId: string
  createdAt: Date
}

import type { AppStore } from './apps/store.ts'
import type { AuditStore } from './audit/store.ts'
import type { CredentialStore } from './credentials/store.ts'
import type { ExchangeStore } from './exchange/store.ts'
import type { ExternalIdentityStore } from './external-identities/store.ts'
import type { IssuerHealthStore } from './issuer-health/store.ts'
import type { LabStore } from './lab/store.ts'
import type { OrganisationStore } from './organisations/store.ts'
import type { OverviewStore } from './overview/store.ts'
import type { IssuerKeyStore } from './own-issuer/store.ts'
import type { RefusedInboxStore } from './refused-inbox/store.ts'
import type { SecretStore } from './secrets/store.ts'
import type { ServiceAccountStore } from './service-accounts/store.ts'
import type { SignInStore } from './sign-in/store.ts'
import type { SyncStore } from './syncs/store.ts'
import type { TrustPolicyStore } from './trust-policy/store.ts'
import type { WebhookStore } from './webhooks/store.ts'

/** One store per folder of core; the database package fulfils them. */
export interface Stores {
  organisations: OrganisationStore
  signIn: SignInStore
  serviceAccounts: ServiceAccountStore
  externalIdentities: ExternalIdentityStore
  trustPolicies: TrustPolicyStore
  exchanges: ExchangeStore
  apps: AppStore
  secrets: SecretStore
  audit: AuditStore
  lab: LabStore
  overview: OverviewStore
  issuerHealth: IssuerHealthStore
  issuerKeys: IssuerKeyStore
  refusedInbox: RefusedInboxStore
  credentials: CredentialStore
  syncs: SyncStore
  webhooks: WebhookStore
  /** Everything inside happens or nothing does; what the callback throws rolls back. */
  transaction<Result>(work: (stores: Stores) => Promise<Result>): Promise<Result>
}

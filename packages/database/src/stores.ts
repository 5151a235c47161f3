import type { Stores } from '@bonafide/core'
import type { Executor } from './executor.ts'
import { createAppStore } from './stores/apps.ts'
import { createAuditStore } from './stores/audit.ts'
import { createCredentialStore } from './stores/credentials.ts'
import { createExchangeStore } from './stores/exchanges.ts'
import { createExternalIdentityStore } from './stores/external-identities.ts'
import { createIssuerHealthStore } from './stores/issuer-health.ts'
import { createIssuerKeyStore } from './stores/issuer-keys.ts'
import { createLabStore } from './stores/lab.ts'
import { createOrganisationStore } from './stores/organisations.ts'
import { createOverviewStore } from './stores/overview.ts'
import { createRefusedInboxStore } from './stores/refused-inbox.ts'
import { createSecretStore } from './stores/secrets.ts'
import { createServiceAccountStore } from './stores/service-accounts.ts'
import { createSignInStore } from './stores/sign-in.ts'
import { createSyncStore } from './stores/syncs.ts'
import { createTrustPolicyStore } from './stores/trust-policies.ts'
import { createWebhookStore } from './stores/webhooks.ts'

/** All stores over one database or one transaction. */
export function createStores(db: Executor): Stores {
  return {
    organisations: createOrganisationStore(db),
    signIn: createSignInStore(db),
    serviceAccounts: createServiceAccountStore(db),
    externalIdentities: createExternalIdentityStore(db),
    trustPolicies: createTrustPolicyStore(db),
    exchanges: createExchangeStore(db),
    apps: createAppStore(db),
    secrets: createSecretStore(db),
    audit: createAuditStore(db),
    lab: createLabStore(db),
    overview: createOverviewStore(db),
    issuerHealth: createIssuerHealthStore(db),
    issuerKeys: createIssuerKeyStore(db),
    refusedInbox: createRefusedInboxStore(db),
    credentials: createCredentialStore(db),
    syncs: createSyncStore(db),
    webhooks: createWebhookStore(db),
    transaction: (work) => db.transaction((transaction) => work(createStores(transaction))),
  }
}

import { makeExecutableSchema } from '@graphql-tools/schema'
import { resolvers as appsResolvers } from './apps/resolvers.ts'
import * as apps from './apps/schema.ts'
import { resolvers as auditResolvers } from './audit/resolvers.ts'
import * as audit from './audit/schema.ts'
import type { GraphQLSchema } from './base/graphql.ts'
import { scalars, sharedEnums } from './base/scalars.ts'
import * as base from './base/schema.ts'
import { pendingExternalIdResolvers } from './credentials/pending-external-id.ts'
import { resolvers as credentialsResolvers } from './credentials/resolvers.ts'
import * as credentials from './credentials/schema.ts'
import { setupResolvers } from './credentials/setup-resolvers.ts'
import { resolvers as exchangesResolvers } from './exchanges/resolvers.ts'
import * as exchanges from './exchanges/schema.ts'
import { resolvers as externalIdentitiesResolvers } from './external-identities/resolvers.ts'
import * as externalIdentities from './external-identities/schema.ts'
import { resolvers as issuerHealthResolvers } from './issuer-health/resolvers.ts'
import * as issuerHealth from './issuer-health/schema.ts'
import { resolvers as labResolvers } from './lab/resolvers.ts'
import * as lab from './lab/schema.ts'
import { resolvers as labSecretsResolvers } from './lab-secrets/resolvers.ts'
import * as labSecrets from './lab-secrets/schema.ts'
import { resolvers as organisationsResolvers } from './organisations/resolvers.ts'
import * as organisations from './organisations/schema.ts'
import { resolvers as overviewResolvers } from './overview/resolvers.ts'
import * as overview from './overview/schema.ts'
import { resolvers as proofTrialResolvers } from './proof-trial/resolvers.ts'
import * as proofTrial from './proof-trial/schema.ts'
import { resolvers as refusedInboxResolvers } from './refused-inbox/resolvers.ts'
import * as refusedInbox from './refused-inbox/schema.ts'
import { resolvers as replayResolvers } from './replay/resolvers.ts'
import * as replay from './replay/schema.ts'
import { resolvers as secretComparisonResolvers } from './secret-comparison/resolvers.ts'
import * as secretComparison from './secret-comparison/schema.ts'
import { resolvers as secretEditorResolvers } from './secret-editor/resolvers.ts'
import * as secretEditor from './secret-editor/schema.ts'
import { resolvers as secretsResolvers } from './secrets/resolvers.ts'
import * as secrets from './secrets/schema.ts'
import { resolvers as serviceAccountsResolvers } from './service-accounts/resolvers.ts'
import * as serviceAccounts from './service-accounts/schema.ts'
import { resolvers as snippetsResolvers } from './snippets/resolvers.ts'
import * as snippets from './snippets/schema.ts'
import { resolvers as syncsResolvers } from './syncs/resolvers.ts'
import * as syncs from './syncs/schema.ts'
import { resolvers as trustPolicyResolvers } from './trust-policy/resolvers.ts'
import * as trustPolicy from './trust-policy/schema.ts'
import { resolvers as viewerResolvers } from './viewer/resolvers.ts'
import * as viewer from './viewer/schema.ts'
import { resolvers as webhooksResolvers } from './webhooks/resolvers.ts'
import * as webhooks from './webhooks/schema.ts'

const areas = [
  base,
  viewer,
  organisations,
  apps,
  secrets,
  secretEditor,
  secretComparison,
  serviceAccounts,
  externalIdentities,
  trustPolicy,
  issuerHealth,
  exchanges,
  refusedInbox,
  proofTrial,
  audit,
  lab,
  labSecrets,
  overview,
  snippets,
  replay,
  credentials,
  syncs,
  webhooks,
]

/** The administrators' API: one SDL and one set of resolvers per area. */
export const createSchema = (): GraphQLSchema =>
  makeExecutableSchema({
    typeDefs: areas.map(({ typeDefs }) => typeDefs),
    resolvers: [
      scalars,
      sharedEnums,
      viewerResolvers,
      organisationsResolvers,
      appsResolvers,
      secretsResolvers,
      secretEditorResolvers,
      secretComparisonResolvers,
      serviceAccountsResolvers,
      externalIdentitiesResolvers,
      trustPolicyResolvers,
      issuerHealthResolvers,
      exchangesResolvers,
      refusedInboxResolvers,
      proofTrialResolvers,
      auditResolvers,
      labResolvers,
      labSecretsResolvers,
      overviewResolvers,
      snippetsResolvers,
      replayResolvers,
      credentialsResolvers,
      pendingExternalIdResolvers,
      setupResolvers,
      syncsResolvers,
      webhooksResolvers,
    ],
  })

import {
  type CredentialReport,
  checkCredential,
  checkUnstoredCredential,
  createCredential,
  type DomainError,
  deleteCredential,
  issueExternalId,
  listAwsRegions,
  listCredentialKinds,
  listCredentials,
  readAwsServerIdentity,
  readCredential,
  regionOfCredential,
  type ShownCloudCredential,
  subjectOf,
  summaryOfCredential,
  updateCredential,
} from '@bonafide/core'
import { connection, pageOf } from '../base/connection.ts'
import { given } from '../base/input.ts'
import { payload } from '../base/payload.ts'
import type { Resolvers } from '../generated/resolvers.ts'
import { insideConfig, partsOf } from './one-of.ts'

export const resolvers: Resolvers = {
  Query: {
    credentialKinds: (_, __, { domain }) => listCredentialKinds(domain),
    credentials: async (_, { search, kind, ...page }, { domain }) =>
      connection('credentials', await listCredentials({ ...given({ search, kind }), ...pageOf('credentials', page) }, domain)),
    credential: (_, { id }, { domain }) => readCredential({ id }, domain),
    awsServerIdentity: (_, __, { domain }) => readAwsServerIdentity(domain),
    awsRegions: (_, __, { domain }) => [...listAwsRegions(domain)],
  },
  CredentialForm: {
    secretLabel: ({ secret }) => secret?.label ?? null,
    takesExternalId: ({ externalIdSchema }) => externalIdSchema !== null,
  },
  Credential: {
    summary: (credential, _, { domain }) => summaryOfCredential(credential, domain),
    region: (credential, _, { domain }) => regionOfCredential(credential, domain),
    roleArn: ({ config }) => roleArnOf(config),
    accessKeyIdLastFour: ({ lastFour }) => lastFour,
    secretFingerprint: ({ fingerprint }) => fingerprint,
    tokenSubject: ({ id, organisationId }) => subjectOf(organisationId, { kind: 'credential', credentialId: id }),
    syncCount: async ({ id }, _, { load }) => {
      const usage = await load.credentialUsage(id)
      if (!usage) return 0
      return usage.visibleSyncs === usage.syncs ? usage.syncs : null
    },
  },
  CredentialCheck: {
    account: ({ found }) => found?.account ?? null,
    principal: ({ found }) => found?.principal ?? null,
    isUnprotected: ({ found }) => found?.isUnprotected ?? null,
  },
  Mutation: {
    issueExternalId: (_, __, { domain }) => payload(() => issueExternalId(domain)),
    createCredential: (_, { input: { name, config, force } }, { domain }) =>
      payload<Tried>(async () => tried(await createCredential({ ...partsOf(config), name, force }, domain)), {
        fieldOf: insideConfig(config),
        also,
      }),
    updateCredential: (_, { input: { config, ...input } }, { domain }) => {
      const parts = config ? { parts: partsOf(config) } : {}
      return payload<Tried>(async () => tried(await updateCredential({ ...given(input), ...parts }, domain)), {
        fieldOf: insideConfig(config),
        also,
      })
    },
    deleteCredential: (_, { input }, { domain }) =>
      payload(async () => ({ ...(await deleteCredential(input, domain)), deletedId: input.id })),
    testCredential: (_, { input: { id, config } }, { domain }) =>
      payload(
        async () => ({ check: await (config ? checkUnstoredCredential(partsOf(config), domain) : checkCredential({ id }, domain)) }),
        {
          fieldOf: insideConfig(config),
        },
      ),
  },
  CredentialKindId: { AWS_ASSUME_ROLE: 'aws_assume_role', AWS_ACCESS_KEYS: 'aws_access_keys', AWS_WEB_IDENTITY: 'aws_web_identity' },
  ServerIdentitySource: {
    ENVIRONMENT: 'environment',
    WEB_IDENTITY: 'web_identity',
    CONTAINER: 'container',
    INSTANCE_PROFILE: 'instance_profile',
  },
  CredentialOrderField: { NAME: 'name', CREATED_AT: 'createdAt' },
}

interface Tried {
  credential: ShownCloudCredential
  check: CredentialReport | null
}

const tried = ({ credential, report }: { credential: ShownCloudCredential; report: CredentialReport | null }): Tried => ({
  credential,
  check: report,
})

// Told by its member: the class may come from another bundle.
const also = (error: DomainError & { report?: CredentialReport }) => ({ check: error.report ?? null })

/** Of the kinds that sign in with a role. */
const roleArnOf = (config: unknown): string | null =>
  typeof config === 'object' && config !== null && 'roleArn' in config && typeof config.roleArn === 'string' ? config.roleArn : null

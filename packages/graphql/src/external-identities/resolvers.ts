import {
  createExtIdentity,
  deleteExtIdentity,
  lintIdentity,
  listBoundAccounts,
  listExchanges,
  listExternalIdentities,
  listIdentityProviders,
  listIdentityVersions,
  listServiceAccountTokens,
  probeIssuer,
  readExternalIdentity,
  restoreExtIdentityVersion,
  summaryOf,
  testExtIdentity,
  updateExtIdentity,
} from '@bonafide/core'
import { connection, connectionOfArray, pageOf } from '../base/connection.ts'
import { given } from '../base/input.ts'
import { payload, pointerParts } from '../base/payload.ts'
import type { Resolvers } from '../generated/resolvers.ts'
import { shownConfig, shownVersions } from './config.ts'
import { fromCore, toCore } from './lifetimes.ts'
import { insideEnvelope, unwrapped } from './one-of.ts'
import { updateInput } from './update-input.ts'

export const resolvers: Resolvers = {
  Query: {
    externalIdentities: async (_, { filter, ...page }, { domain }) =>
      connection(
        'external_identities',
        await listExternalIdentities({ ...given(filter ?? {}), ...pageOf('external_identities', page) }, domain),
      ),
    externalIdentity: (_, { id }, { domain }) => readExternalIdentity({ id }, domain),
    identityProviders: (_, __, { domain }) => listIdentityProviders(domain),
    awsStsEndpoints: (_, __, { catalogues }) => [...catalogues.awsStsEndpoints],
  },
  FormField: {
    advanced: ({ advanced }) => advanced ?? false,
  },
  FormCondition: {
    required: ({ required }) => required ?? false,
  },
  ExternalIdentity: {
    defaultTtl: ({ defaultTtlSeconds }) => defaultTtlSeconds,
    maxTtl: ({ maxTtlSeconds }) => maxTtlSeconds,
    config: (identity, _, { domain }) => shownConfig(identity, domain),
    summary: (identity, _, { domain }) => summaryOf(identity, domain),
    lint: (identity, _, { domain }) => lintIdentity(identity, domain),
    versions: async (identity, page, { domain }) => {
      const found = await listIdentityVersions({ identityId: identity.id, ...pageOf('versions', page) }, domain)
      return connection('versions', { ...found, rows: shownVersions(found.rows, identity) })
    },
    serviceAccounts: async ({ id }, page, { domain }) =>
      connectionOfArray(await listBoundAccounts({ identityId: id }, domain), page, {
        list: 'bound_accounts',
        keyOf: (account) => account.id,
      }),
    tokens: async ({ id }, { status, ...page }, { domain }) =>
      connection(
        'tokens',
        await listServiceAccountTokens({ identityId: id, status: status ?? undefined, ...pageOf('tokens', page) }, domain),
      ),
    exchanges: async ({ id }, { filter, ...page }, { domain }) =>
      connection('exchanges', await listExchanges({ ...given(filter ?? {}), identityId: id, ...pageOf('exchanges', page) }, domain)),
  },
  ExternalIdentityVersion: {
    at: ({ createdAt }) => createdAt,
    defaultTtl: ({ defaultTtlSeconds }) => defaultTtlSeconds,
    maxTtl: ({ maxTtlSeconds }) => maxTtlSeconds,
    config: (version, _, { domain }) => shownConfig(version, domain),
  },
  ExternalIdentityConfig: {
    __resolveType: ({ providerId }) => typeOfProvider[providerId],
  },
  LintFinding: {
    field: ({ pointer }) => (pointer === '' ? null : pointerParts(pointer)),
  },
  ProvenPrincipal: {
    claims: ({ claims }) => Object.entries(claims).map(([name, value]) => ({ name, value })),
  },
  Mutation: {
    probeIssuer: (_, { input: { config } }, { domain }) => {
      const { envelope, provider, value } = unwrapped(config)
      return payload(async () => ({ probe: await probeIssuer({ provider, config: value }, domain) }), {
        fieldOf: insideEnvelope('config', envelope),
      })
    },
    createExtIdentity: (_, { input: { config, ...input } }, { domain }) => {
      const { envelope, provider, value } = unwrapped(config)
      return payload(
        async () => ({ externalIdentity: await createExtIdentity({ ...toCore(given(input)), provider, config: value }, domain) }),
        {
          fieldOf: (field) => fromCore(insideEnvelope('config', envelope)(field)),
        },
      )
    },
    updateExtIdentity: (_, { input }, { domain }) =>
      payload(async () => ({ externalIdentity: await updateExtIdentity(await updateInput(input, domain), domain) }), {
        fieldOf: (field) => fromCore(input.config ? insideEnvelope('config', unwrapped(input.config).envelope)(field) : field),
      }),
    restoreExtIdentityVersion: (_, { input }, { domain }) =>
      payload(async () => ({ externalIdentity: await restoreExtIdentityVersion(given(input), domain) })),
    deleteExtIdentity: (_, { input }, { domain }) =>
      payload(async () => ({ ...(await deleteExtIdentity(input, domain)), deletedId: input.id })),
    testExtIdentity: (_, { input: { proof, ...input } }, { domain }) => {
      const { envelope, provider, value } = unwrapped(proof)
      return payload(() => testExtIdentity({ ...given(input), provider, proof: value }, domain), {
        fieldOf: insideEnvelope('proof', envelope),
      })
    },
  },
  IdentityProviderId: { AWS_IAM: 'aws_iam', AZURE_ENTRA: 'azure_entra', OIDC: 'oidc' },
  ExternalIdentityOrderField: { NAME: 'name', CREATED_AT: 'createdAt', LAST_EXCHANGE_AT: 'lastExchangeAt' },
  FormControl: {
    TEXT: 'text',
    TEXT_AREA: 'text_area',
    LIST: 'list',
    LINES: 'lines',
    DURATION: 'duration',
    SWITCH: 'switch',
    SELECT: 'select',
    STS_ENDPOINT: 'sts_endpoint',
  },
  OidcKeySource: { DISCOVERY: 'discovery', JWKS_URL: 'jwks_url', UPLOADED: 'uploaded', TOKEN_REVIEW: 'token_review' },
  OidcSingleUse: { OFF: 'off', JTI: 'jti', PROOF: 'proof' },
  AzureCloud: { PUBLIC: 'public', USGOV: 'usgov', CHINA: 'china' },
  LintSeverity: { INFO: 'info', WARNING: 'warning', DANGER: 'danger' },
}

const typeOfProvider = { aws_iam: 'AwsIamConfig', azure_entra: 'AzureEntraConfig', oidc: 'OidcConfig' } as const

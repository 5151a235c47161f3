import * as z from 'zod'
import type { Api } from './api.ts'
import { Failure } from './failure.ts'
import { ask } from './graphql.ts'
import { type Config, fieldsOf, fromGraphql, type ProviderName, providerNamed, providerNames, providerOf } from './identity-providers.ts'
import { everyPage, isId, oneNamed } from './lists.ts'

const lintSchema = z.object({
  code: z.string(),
  severity: z.enum(['INFO', 'WARNING', 'DANGER']),
  message: z.string(),
  field: z.array(z.string()).nullable(),
})
export type Finding = z.output<typeof lintSchema>

const summarySchema = z.object({
  id: z.string(),
  name: z.string(),
  provider: z.string(),
  summary: z.string(),
  enabled: z.boolean(),
  /** Since when its inner rules refuse nobody; null: they refuse. */
  reportOnlySince: z.string().nullable(),
  simulated: z.boolean(),
  version: z.number(),
  boundAccountCount: z.number().nullable(),
  liveTokenCount: z.number().nullable(),
  lastAcceptedAt: z.string().nullable(),
})
/** An identity as a list shows it. */
export type IdentitySummary = z.output<typeof summarySchema>

const separator = '__'
const configSchema = z
  .record(z.string(), z.unknown())
  .nullable()
  .transform(
    (config) => config && Object.fromEntries(Object.entries(config).map(([name, value]) => [name.split(separator)[1] ?? name, value])),
  )

export const identitySchema = summarySchema.extend({
  description: z.string(),
  tokenName: z.string(),
  defaultTtl: z.number(),
  maxTtl: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** As GraphQL has it. Null: what is stored is not valid. */
  config: configSchema,
  lint: z.array(lintSchema),
  /** Null: not for you to see. */
  serviceAccounts: z
    .object({ edges: z.array(z.object({ node: z.object({ id: z.string(), name: z.string() }) })) })
    .nullable()
    .transform((connection) => connection?.edges.map(({ node }) => node) ?? null),
})
/** An identity with what it trusts, and whom its workloads may become. */
export type Identity = z.output<typeof identitySchema>

const summaryFields = 'id name provider summary enabled reportOnlySince simulated version boundAccountCount liveTokenCount lastAcceptedAt'

/** What `identitySchema` reads. Fields of different providers may have one name and different types, so each is asked for under a name of its own. */
export const identityFields = `${summaryFields} description tokenName defaultTtl maxTtl createdAt updatedAt
  config { ${providerNames.map(configSelection).join(' ')} }
  lint { code severity message field }
  serviceAccounts(first: 100) { edges { node { id name } } }`

function configSelection(provider: ProviderName): string {
  const { configType, envelope } = providerOf(provider)
  return `... on ${configType} { ${fieldsOf(provider)
    .map(({ name }) => `${envelope}${separator}${name}: ${name}`)
    .join(' ')} }`
}

/** The provider of an identity, by the name that people type. */
export function requireProviderName({ provider, name }: IdentitySummary): ProviderName {
  const known = providerNamed(provider)
  if (known) return known
  throw new Failure('invalid', `"${name}" is an identity of a platform that this command does not know: ${provider}.`, {
    fix: 'Use a newer bonafide, as new as the server',
    code: 'unsupported_provider',
  })
}

/** Its configuration as flags change it; fails when what is stored is not valid. */
export const storedConfig = ({ config }: Identity, provider: ProviderName): Config | null => config && fromGraphql(config, provider)

const identityList = { list: 'externalIdentities', arguments: { filter: 'ExternalIdentityFilter' } }

export interface IdentityFilter {
  provider?: ProviderName
  search?: string
}

/** Every identity that the filter lets through, page by page. */
export async function listIdentities(api: Api, { provider, search }: IdentityFilter): Promise<IdentitySummary[]> {
  const filter = { provider: provider && providerOf(provider).enumName, search }
  return everyPage(api, { ...identityList, variables: { filter }, selection: summaryFields, node: summarySchema })
}

const lintedSchema = z.object({ id: z.string(), name: z.string(), lint: z.array(lintSchema) })

/** What deserves a second look in every identity. */
export const listFindings = (api: Api): Promise<z.output<typeof lintedSchema>[]> =>
  everyPage(api, { ...identityList, variables: {}, selection: 'id name lint { code severity message field }', node: lintedSchema })

const byIdSchema = z.object({ data: z.object({ externalIdentity: identitySchema }) }).transform(({ data }) => data.externalIdentity)

/** By its id, by its name, else by its name whatever the case. Two that fit equally well are an error, never a guess. */
export async function findIdentity(api: Api, wanted: string): Promise<Identity> {
  const id = isId(wanted)
    ? wanted
    : oneNamed(await listIdentities(api, { search: wanted }), wanted, 'external identity', 'bonafide identities list').id
  const query = `query($id: ID!) { externalIdentity(id: $id) { ${identityFields} } }`
  return ask(api, { query, variables: { id } }, byIdSchema)
}

const accountSchema = z.object({ id: z.string(), name: z.string() })

/** The id of a service account that is named by it, or by its name. */
export async function findAccountId(api: Api, wanted: string): Promise<string> {
  if (isId(wanted)) return wanted
  const found = await everyPage(api, {
    list: 'serviceAccounts',
    arguments: { filter: 'ServiceAccountFilter' },
    variables: { filter: { search: wanted } },
    selection: 'id name',
    node: accountSchema,
  })
  return oneNamed(found, wanted, 'service account', 'the console').id
}

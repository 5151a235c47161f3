import * as z from 'zod'
import type { Api } from './api.ts'
import { destinationFailureFields, destinationFailureSchema } from './destination-failure.ts'
import { ask } from './graphql.ts'
import { everyPage, isId, oneNamed } from './lists.ts'

/** The kinds of credentials, by the names that people type, with their names in GraphQL. */
export const credentialKinds = {
  'assume-role': { enumName: 'AWS_ASSUME_ROLE', input: 'awsAssumeRole' },
  'access-keys': { enumName: 'AWS_ACCESS_KEYS', input: 'awsAccessKeys' },
  'web-identity': { enumName: 'AWS_WEB_IDENTITY', input: 'awsWebIdentity' },
} as const
export type CredentialKind = keyof typeof credentialKinds
export const credentialKindNames = Object.keys(credentialKinds) as CredentialKind[]

/** As people type it; a kind that this command does not know keeps the name that the server gave it. */
export const kindNamed = (enumName: string): string =>
  credentialKindNames.find((name) => credentialKinds[name].enumName === enumName) ?? enumName.toLowerCase()

export const credentialSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  summary: z.string(),
  region: z.string(),
  roleArn: z.string().nullable(),
  accessKeyIdLastFour: z.string().nullable(),
  secretFingerprint: z.string().nullable(),
  /** Null: not for you to see, or none. */
  externalId: z.string().nullable(),
  externalIdIssued: z.boolean(),
  account: z.string().nullable(),
  principal: z.string().nullable(),
  isUnprotected: z.boolean().nullable(),
  checkedAt: z.string().nullable(),
  version: z.number(),
  syncCount: z.number().nullable(),
  tokenSubject: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
/** A credential, its secret left out: the server tells it to nobody. */
export type Credential = z.output<typeof credentialSchema>
export const credentialFields = Object.keys(credentialSchema.shape).join(' ')

export const checkSchema = z.object({
  passed: z.boolean(),
  account: z.string().nullable(),
  principal: z.string().nullable(),
  isUnprotected: z.boolean().nullable(),
  steps: z.array(z.object({ name: z.string(), passed: z.boolean(), detail: z.string(), failure: destinationFailureSchema.nullable() })),
})
/** What came of trying a credential. */
export type Check = z.output<typeof checkSchema>
export const checkFields = `passed account principal isUnprotected steps { name passed detail failure { ${destinationFailureFields} } }`

export interface CredentialFilter {
  search?: string
  kind?: CredentialKind
}

export const listCredentials = (api: Api, { search, kind }: CredentialFilter): Promise<Credential[]> =>
  everyPage(api, {
    list: 'credentials',
    arguments: { search: 'String', kind: 'CredentialKindId' },
    variables: { search, kind: kind && credentialKinds[kind].enumName },
    selection: credentialFields,
    node: credentialSchema,
  })

const oneSchema = z.object({ data: z.object({ credential: credentialSchema }) }).transform(({ data }) => data.credential)

/** By its id, by its name, else by its name whatever the case. */
export async function findCredential(api: Api, wanted: string): Promise<Credential> {
  if (!isId(wanted)) return oneNamed(await listCredentials(api, { search: wanted }), wanted, 'credential', 'bonafide credentials list')
  const query = `query($id: ID!) { credential(id: $id) { ${credentialFields} } }`
  return ask(api, { query, variables: { id: wanted } }, oneSchema)
}

const setupTextSchema = z.object({
  target: z.string(),
  title: z.string(),
  explanation: z.string(),
  fileName: z.string().nullable(),
  language: z.string(),
  content: z.string(),
})
/** A policy, a command or a template for the cloud. */
export type SetupText = z.output<typeof setupTextSchema>

const setupSchema = z
  .object({ data: z.object({ credentialSetup: z.array(setupTextSchema) }) })
  .transform(({ data }) => data.credentialSetup)

export function readSetup(api: Api, input: object): Promise<SetupText[]> {
  const query = `query($input: CredentialSetupInput!) { credentialSetup(input: $input) { ${Object.keys(setupTextSchema.shape).join(' ')} } }`
  return ask(api, { query, variables: { input } }, setupSchema)
}

const issuedSchema = z
  .object({ data: z.object({ issueExternalId: z.object({ externalId: z.string() }) }) })
  .transform(({ data }) => data.issueExternalId.externalId)

/** The external id that waits for a credential of ours; a new one where none does. */
export const pendingExternalId = (api: Api): Promise<string> =>
  ask(api, { query: 'mutation { issueExternalId { externalId userErrors { code message } } }' }, issuedSchema)

const serverIdentitySchema = z
  .object({ data: z.object({ awsServerIdentity: z.object({ source: z.string(), arn: z.string(), account: z.string() }).nullable() }) })
  .transform(({ data }) => data.awsServerIdentity)

/** Who the server is in AWS; null: nobody, and no role can trust it by its ARN. */
export const readServerIdentity = (api: Api): Promise<z.output<typeof serverIdentitySchema>> =>
  ask(api, { query: '{ awsServerIdentity { source arn account } }' }, serverIdentitySchema)

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { codegen } from '@graphql-codegen/core'
import * as typescript from '@graphql-codegen/typescript'
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers'
import { buildSchema, type GraphQLSchema, isEnumType, lexicographicSortSchema, parse, printSchema } from 'graphql'
import { writeDocumentation } from './codegen.docs.ts'
import { writeOperations } from './codegen.operations.ts'
import { createSchema } from './packages/graphql/src/schema.ts'

// Writes schema.graphql (committed: the API as one reviewable diff), the types of the resolvers, the console's operations and the texts of its
// documentation (git-ignored), and the diagrams of docs/ (committed).
// --check writes what is git-ignored alone, and fails when what is committed is not what its source says.

const root = import.meta.dirname
const schemaFile = join(root, 'schema.graphql')
const resolverTypesFile = join(root, 'packages/graphql/src/generated/resolvers.ts')

/** GraphQL types whose resolvers are given rows of core, or of this package, and not an object shaped like the type. */
const rows = {
  Viewer: '@bonafide/core#Viewer as ViewerRow',
  Session: '@bonafide/core#ListedSession',
  PersonalAccessToken: '@bonafide/core#PersonalAccessToken as PersonalAccessTokenRow',
  Role: '@bonafide/core#Role as RoleRow',
  RolePermissions: '@bonafide/core#Permissions',
  Member: '@bonafide/core#Member as MemberRow',
  Invite: '@bonafide/core#Invite as InviteRow',
  App: '@bonafide/core#App as AppRow',
  Environment: '@bonafide/core#Environment as EnvironmentRow',
  EnvironmentAccess: '@bonafide/core#EnvironmentAccess as EnvironmentAccessRow',
  Secret: '../secrets/resolvers.ts#ShownSecret',
  RevealedSecret: '@bonafide/core#RevealedSecret as RevealedSecretRow',
  ComparedSecret: '@bonafide/core#ComparedSecret as ComparedSecretRow',
  ComparedSide: '@bonafide/core#StoredKey',
  SecretMatrixCell: '@bonafide/core#MatrixCell',
  SecretMatrixRow: '@bonafide/core#MatrixRow',
  SecretConflict: '@bonafide/core#SecretConflict as SecretConflictRow',
  SecretEntry: '@bonafide/core#SecretEntry as SecretEntryRow',
  SecretVersion: '@bonafide/core#SecretVersionEntry as SecretVersionEntryRow',
  ServiceAccount: '@bonafide/core#ServiceAccount as ServiceAccountRow',
  ServiceAccountToken: '@bonafide/core#ServiceAccountToken as ServiceAccountTokenRow',
  TokenNarrowing: '@bonafide/core#Narrowing as NarrowingRow',
  ExternalIdentity: '@bonafide/core#ExternalIdentity as ExternalIdentityRow',
  ExternalIdentityVersion: '../external-identities/config.ts#ShownVersion',
  AwsIamConfig: '../external-identities/config.ts#ShownConfig',
  AzureEntraConfig: '../external-identities/config.ts#ShownConfig',
  OidcConfig: '../external-identities/config.ts#ShownConfig',
  IssuerHealth: '@bonafide/core#IssuerHealth as IssuerHealthRow',
  IssuerHealthFinding: '@bonafide/core#HealthFinding',
  IdentityProvider: '@bonafide/core#ProviderForm',
  FormField: '@bonafide/core#FormField as FormFieldRow',
  LintFinding: '@bonafide/core#LintFinding as LintFindingRow',
  TrustPolicyPreview: '@bonafide/core#PolicyPreview',
  ProvenPrincipal: '@bonafide/core#Principal',
  Exchange: '@bonafide/core#Exchange as ExchangeRow',
  ExchangeStep: '@bonafide/core#Step',
  ProofTrial: '@bonafide/core#ProofTrial as ProofTrialRow',
  RefusedCaller: '@bonafide/core#RefusedCaller as RefusedCallerRow',
  ExchangeStats: '@bonafide/core#ExchangeStats as ExchangeStatsRow',
  ExchangesOfIdentity: '@bonafide/core#ExchangesOfIdentity as ExchangesOfIdentityRow',
  ChangedCaller: '@bonafide/core#ChangedCaller as ChangedCallerRow',
  TrustProposal: '@bonafide/core#TrustProposal as TrustProposalRow',
  AuditEvent: '@bonafide/core#AuditEvent as AuditEventRow',
  CredentialForm: '@bonafide/core#CredentialKind as CredentialKindRow',
  Credential: '@bonafide/core#ShownCloudCredential',
  CredentialCheck: '@bonafide/core#CredentialReport',
  Sync: '@bonafide/core#Sync as SyncRow',
  SyncRun: '@bonafide/core#SyncRun as SyncRunRow',
  SyncPlan: '@bonafide/core#SyncPlan as SyncPlanRow',
  SyncPlanKey: '@bonafide/core#PlannedKey',
  RemoteSecret: '@bonafide/core#FoundRemoteSecret',
  Webhook: '@bonafide/core#ShownWebhook',
  WebhookDelivery: '@bonafide/core#WebhookDelivery as WebhookDeliveryRow',
  Lab: '@bonafide/core#LabView',
  LabSecret: '@bonafide/core#ShownLabSecret',
  LabPersona: '@bonafide/core#Persona',
}

const scalars = {
  DateTime: { input: 'Date', output: 'Date' },
  Duration: 'number',
  UUID: 'string',
  Arn: 'string',
  URL: 'string',
  JSON: 'unknown',
}

async function main(check: boolean): Promise<void> {
  const schema = createSchema()
  const printed = `${printSchema(lexicographicSortSchema(schema))}\n`
  if (!check) writeFileSync(schemaFile, printed)
  else if (readFileSync(schemaFile, 'utf8') !== printed) {
    process.stderr.write('schema.graphql is not what the SDL says: run npx tsx codegen.ts and commit it.\n')
    process.exitCode = 1
  }
  mkdirSync(dirname(resolverTypesFile), { recursive: true })
  writeFileSync(resolverTypesFile, await resolverTypes(printed, schema))
  await writeOperations(join(root, 'apps/console/src'), schema)
  for (const file of writeDocumentation(root, check)) {
    process.stderr.write(`${file} is not what its page says: run npx tsx codegen.ts and commit it.\n`)
    process.exitCode = 1
  }
}

function resolverTypes(sdl: string, schema: GraphQLSchema): Promise<string> {
  const enums = Object.values(schema.getTypeMap())
    .filter(isEnumType)
    .filter(({ name }) => !name.startsWith('__'))
  // Resolvers speak the words of core (`aws_iam`), clients those of the SDL (`AWS_IAM`).
  const enumValues = Object.fromEntries(
    enums.map((type) => [type.name, Object.fromEntries(type.getValues().map(({ name, value }) => [name, value]))]),
  )
  const mappers = { ...rows, ...Object.fromEntries(enums.map(({ name }) => [name, name])) }
  return codegen({
    filename: resolverTypesFile,
    documents: [],
    schema: parse(sdl),
    schemaAst: buildSchema(sdl),
    config: {
      useTypeImports: true,
      contextType: '../base/context.ts#GraphqlContext',
      mappers,
      scalars,
      enumsAsTypes: true,
      enumValues,
      defaultScalarType: 'never',
      noSchemaStitching: true,
    },
    plugins: [{ typescript: {} }, { 'typescript-resolvers': {} }],
    pluginMap: { typescript, 'typescript-resolvers': typescriptResolvers },
  })
}

await main(process.argv.includes('--check'))

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { codegen } from '@graphql-codegen/core'
import * as typescript from '@graphql-codegen/typescript'
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers'
import { buildSchema, type GraphQLSchema, isEnumType, lexicographicSortSchema, parse, printSchema } from 'graphql'
import { createSchema } from './packages/graphql/src/schema.ts'

// Writes schema.graphql (committed: the API as one reviewable diff) and the types of the resolvers (git-ignored).
// --check writes the types alone, and fails when schema.graphql is not what the SDL says.

const root = import.meta.dirname
const schemaFile = join(root, 'schema.graphql')
const resolverTypesFile = join(root, 'packages/graphql/src/generated/resolvers.ts')

/** GraphQL types whose resolvers are given rows of core, or of this package, and not an object shaped like the type. */
const mappers = {
  Viewer: '@bonafide/core#Viewer',
  Session: '@bonafide/core#ListedSession',
  PersonalAccessToken: '@bonafide/core#PersonalAccessToken',
  Role: '@bonafide/core#Role',
  RolePermissions: '@bonafide/core#Permissions',
  Member: '@bonafide/core#Member',
  Invite: '@bonafide/core#Invite',
  App: '@bonafide/core#App',
  Environment: '@bonafide/core#Environment',
  EnvironmentAccess: '@bonafide/core#EnvironmentAccess',
  Secret: '../secrets/resolvers.ts#ShownSecret',
  SecretVersion: '@bonafide/core#SecretVersion',
  ServiceAccount: '@bonafide/core#ServiceAccount',
  ServiceAccountToken: '@bonafide/core#ServiceAccountToken',
  ExternalIdentity: '@bonafide/core#ExternalIdentity',
  AwsIamConfig: '../external-identities/config.ts#ShownConfig',
  AzureEntraConfig: '../external-identities/config.ts#ShownConfig',
  IdentityProvider: '@bonafide/core#ProviderForm',
  FormField: '@bonafide/core#FormField',
  LintFinding: '@bonafide/core#LintFinding',
  ProvenPrincipal: '@bonafide/core#Principal',
  Exchange: '@bonafide/core#Exchange',
  ExchangeStep: '@bonafide/core#Step',
  AuditEvent: '@bonafide/core#AuditEvent',
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
}

/** Resolvers speak the words of core (`aws_iam`), clients those of the SDL (`AWS_IAM`). */
const enumValues = (schema: GraphQLSchema) =>
  Object.fromEntries(
    Object.values(schema.getTypeMap())
      .filter(isEnumType)
      .map((type) => [type.name, Object.fromEntries(type.getValues().map(({ name, value }) => [name, value]))]),
  )

const resolverTypes = (sdl: string, schema: GraphQLSchema): Promise<string> =>
  codegen({
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
      enumValues: enumValues(schema),
      defaultScalarType: 'never',
      noSchemaStitching: true,
    },
    plugins: [{ typescript: {} }, { 'typescript-resolvers': {} }],
    pluginMap: { typescript, 'typescript-resolvers': typescriptResolvers },
  })

await main(process.argv.includes('--check'))

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codegen } from '@graphql-codegen/core'
import * as typedDocumentNode from '@graphql-codegen/typed-document-node'
import * as typescriptOperations from '@graphql-codegen/typescript-operations'
import { buildSchema, type GraphQLSchema, isAbstractType, parse, printSchema } from 'graphql'

/**
 * Beside each `operations.graphql` of the console an `operations.generated.ts` with its documents, typed: one file a page, so that a page
 * carries its own operations and no others.
 */
export async function writeOperations(folder: string, schema: GraphQLSchema): Promise<void> {
  // Enums are told as clients see them; the schema of the resolvers maps them to the words of core.
  const sdl = printSchema(schema)
  writeFileSync(join(folder, 'apollo/possible-types.generated.ts'), possibleTypes(schema))
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('operations.graphql'))
  await Promise.all(
    paths.map(async (path) => {
      const location = join(folder, path)
      const filename = location.replace(/\.graphql$/, '.generated.ts')
      writeFileSync(filename, await typedDocuments(sdl, location, filename))
    }),
  )
}

/** The members of each union and interface: Apollo's cache matches fragments by them. */
function possibleTypes(schema: GraphQLSchema): string {
  const abstract = Object.values(schema.getTypeMap()).filter((type) => isAbstractType(type))
  const members = abstract.map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)])
  return `export const possibleTypes: Record<string, string[]> = ${JSON.stringify(Object.fromEntries(members), null, 2)}\n`
}

function typedDocuments(sdl: string, location: string, filename: string): Promise<string> {
  return codegen({
    filename,
    documents: [{ location, document: parse(readFileSync(location, 'utf8')) }],
    schema: parse(sdl),
    schemaAst: buildSchema(sdl),
    config: {
      useTypeImports: true,
      enumType: 'string-literal',
      scalars: { DateTime: 'string', Duration: 'number', UUID: 'string', Arn: 'string', URL: 'string', JSON: 'unknown', ID: 'string' },
      defaultScalarType: 'never',
      disableDescriptions: true,
      skipTypename: false,
    },
    plugins: [{ 'typescript-operations': {} }, { 'typed-document-node': {} }],
    pluginMap: { 'typescript-operations': typescriptOperations, 'typed-document-node': typedDocumentNode },
  })
}

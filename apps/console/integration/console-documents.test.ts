import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createGraphqlDoor, type GraphqlDoor } from '@bonafide/graphql'
import { type DocumentNode, Kind, type OperationDefinitionNode, print } from 'graphql'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createWorld, type World } from './world.ts'

const source = fileURLToPath(new URL('../src', import.meta.url))
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) => basename(path) === 'operations.generated.ts')
const modules: Record<string, unknown>[] = await Promise.all(files.map((path) => import(pathToFileURL(join(source, path)).href)))
const documents = modules.flatMap((module) => Object.values(module).filter(isDocument))
const queries = documents.flatMap((document) =>
  document.definitions
    .filter((definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION)
    .filter(({ operation }) => operation === 'query')
    .map((operation) => ({ name: operation.name?.value ?? '', document, operation })),
)
// The page sizes of the console; whatever names no size has the one that the schema gives it.
const pageSize = 50
const smaller: Record<string, number> = { AppAccounts: 20, AppMembers: 20 }

let world: World
let door: GraphqlDoor

beforeAll(async () => {
  world = await createWorld()
  door = await createGraphqlDoor(world.services)
}, 60_000)
afterAll(async () => {
  await door.stop()
  await world.close()
})

it('finds the documents of the console', () => {
  expect(queries.length).toBeGreaterThan(60)
})

it.each(queries)('$name asks for no more than a request may', async ({ name, document, operation }) => {
  const sizes = (operation.variableDefinitions ?? []).filter(({ variable }) => variable.name.value === 'first')
  const variables = Object.fromEntries(sizes.map(() => ['first', smaller[name] ?? pageSize]))
  const { errors } = await door.execute({ document: print(document), variables, context: world.owner.context })
  const tooDear = (errors ?? []).filter(({ message }) => /a cost of|levels of fields/.test(message))
  expect(tooDear).toEqual([])
})

function isDocument(value: unknown): value is DocumentNode {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === Kind.DOCUMENT
}

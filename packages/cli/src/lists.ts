import * as z from 'zod'
import { type Api, unexpectedAnswer } from './api.ts'
import { Failure } from './failure.ts'
import { ask } from './graphql.ts'

const pageSize = 100

const pageSchema = z
  .object({
    data: z.object({
      page: z.object({
        edges: z.array(z.object({ node: z.unknown() })),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      }),
    }),
  })
  .transform(({ data }) => data.page)

export interface ListQuery<Node extends z.ZodType> {
  /** The field of the query. */
  list: string
  /** Its arguments beside those of paging, with their types: `{ filter: 'SyncFilter' }`. */
  arguments: Record<string, string>
  variables: object
  /** What is asked of each. */
  selection: string
  node: Node
}

/** All of a list, page by page. */
export async function everyPage<Node extends z.ZodType>(api: Api, wanted: ListQuery<Node>): Promise<z.output<Node>[]> {
  const { list, selection, variables, node } = wanted
  const names = Object.entries(wanted.arguments)
  const declared = [...names.map(([name, type]) => `$${name}: ${type}`), '$first: Int!', '$after: String'].join(', ')
  const passed = [...names.map(([name]) => `${name}: $${name}`), 'first: $first', 'after: $after'].join(', ')
  const query = `query(${declared}) {
    page: ${list}(${passed}) { edges { node { ${selection} } } pageInfo { hasNextPage endCursor } } }`
  const found: unknown[] = []
  let after: string | null = null
  do {
    const page: z.output<typeof pageSchema> = await ask(api, { query, variables: { ...variables, first: pageSize, after } }, pageSchema)
    found.push(...page.edges.map((edge) => edge.node))
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
  } while (after !== null)
  const rows = z.array(node).safeParse(found)
  if (rows.success) return rows.data
  throw unexpectedAnswer(rows.error)
}

export const isId = (text: string): boolean => z.guid().safeParse(text).success

/** The one of this name, else of this name whatever its case. Two that fit equally well are an error, never a guess. */
export function oneNamed<Item extends { name: string }>(items: readonly Item[], wanted: string, what: string, where: string): Item {
  const exact = items.filter(({ name }) => name === wanted)
  const [one, another] = exact.length > 0 ? exact : items.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase())
  if (one && !another) return one
  if (another)
    throw new Failure('invalid', `"${wanted}" is the name of more than one ${what}.`, { fix: 'Name it by its id', code: 'ambiguous' })
  throw new Failure('notFound', `There is no ${what} "${wanted}".`, { fix: `See ${where}`, code: 'not_found' })
}

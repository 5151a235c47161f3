import * as z from 'zod'
import type { Api } from './api.ts'
import { Failure, usage } from './failure.ts'
import { ask } from './graphql.ts'

const named = z.object({ id: z.string(), name: z.string() }).nullable()
export const exchangeStepSchema = z.object({
  name: z.string(),
  status: z.enum(['PASSED', 'FAILED', 'SKIPPED', 'REPORTED']),
  code: z.string().nullable(),
  detail: z.string().nullable(),
  expected: z.string().nullable(),
  received: z.string().nullable(),
  milliseconds: z.number().nullable(),
})
export const exchangeSchema = z.object({
  id: z.string(),
  at: z.string(),
  outcome: z.enum(['ACCEPTED', 'REFUSED']),
  code: z.string().nullable(),
  /** Why it would have been refused, had the identity not been report-only. */
  reportedCode: z.string().nullable(),
  provider: z.string(),
  principal: z.string().nullable(),
  serviceAccountId: z.string().nullable(),
  /** Null: deleted, or not for the eyes of whoever asks. */
  serviceAccount: named,
  identityId: z.string().nullable(),
  identity: named,
  identityVersion: z.number().nullable(),
  tokenId: z.string().nullable(),
  ttlSeconds: z.number().nullable(),
  ip: z.string(),
  userAgent: z.string(),
  requestId: z.string(),
  durationMs: z.number(),
  steps: z.array(exchangeStepSchema),
})
/** One attempt to trade a proof for a token, with the trace of its checks, as GraphQL tells it. */
export type RecordedExchange = z.output<typeof exchangeSchema>
export type RecordedStep = z.output<typeof exchangeStepSchema>

export const stepFields = 'name status code detail expected received milliseconds'

/** What `exchangeSchema` reads, as a selection. */
export const exchangeFields = `
  id at outcome code reportedCode provider principal
  serviceAccountId serviceAccount { id name }
  identityId identity { id name } identityVersion
  tokenId ttlSeconds ip userAgent requestId durationMs
  steps { ${stepFields} }`

const byIdSchema = z.object({ data: z.object({ exchange: exchangeSchema }) }).transform(({ data }) => data.exchange)
const searchSchema = z
  .object({ data: z.object({ exchanges: z.object({ edges: z.array(z.object({ node: exchangeSchema })) }) }) })
  .transform(({ data }) => data.exchanges.edges.map(({ node }) => node))

// The search looks into principals too, and a workload chooses a part of its own: some that merely quote the id must not hide the one that has it.
const searchedRows = 20

/** The exchange with this id, or with this request id (`req_…`). Fails with `notFound`, and with what the server refuses. */
export async function findExchange(api: Api, id: string): Promise<RecordedExchange> {
  if (id.startsWith('req_')) {
    const query = `query($search: String!, $first: Int!) { exchanges(filter: { search: $search }, first: $first) { edges { node {${exchangeFields} } } } }`
    const rows = await ask(api, { query, variables: { search: id, first: searchedRows } }, searchSchema)
    const found = rows.find((row) => row.requestId === id)
    if (found) return found
    throw new Failure('notFound', `There is no exchange with the request id ${id}.`, {
      why: 'It was no login to an account of your organisation, or it is older than exchanges are kept.',
      code: 'not_found',
    })
  }
  if (!z.guid().safeParse(id).success)
    throw usage(`"${id}" is neither the id of an exchange nor of a request.`, 'Copy the request id of a refusal: req_… with 32 hex digits')
  const query = `query($id: ID!) { exchange(id: $id) {${exchangeFields} } }`
  return ask(api, { query, variables: { id } }, byIdSchema)
}

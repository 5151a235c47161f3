import * as z from 'zod'
import type { Api } from './api.ts'
import { exchangeStepSchema, stepFields } from './exchanges.ts'
import { ask } from './graphql.ts'

const countsSchema = z.object({
  since: z.string(),
  total: z.number(),
  isMore: z.boolean(),
  groups: z.array(z.object({ step: z.string(), code: z.string(), expected: z.string().nullable(), count: z.number(), lastAt: z.string() })),
})
/** What report-only of an identity has let through. */
export type ReportedCounts = z.output<typeof countsSchema>

const readSchema = z
  .object({ data: z.object({ reportOnlyCounts: countsSchema.nullable() }).nullable() })
  .transform(({ data }) => data?.reportOnlyCounts ?? null)

/** Null: it is not report-only any more, or its exchanges are not yours to see. */
export const readReported = (api: Api, identityId: string): Promise<ReportedCounts | null> => {
  const query = 'query($id: ID!) { reportOnlyCounts(identityId: $id) { since total isMore groups { step code expected count lastAt } } }'
  return ask(api, { query, variables: { id: identityId } }, readSchema)
}

const kinds = ['REFUSED', 'ADMITTED', 'REPORTED', 'TRUSTED', 'ELSEWHERE', 'UNDECIDED'] as const
const previewSchema = z.object({
  since: z.string(),
  reachedBackTo: z.string().nullable(),
  attempts: z.number(),
  replayed: z.number(),
  notReplayable: z.number(),
  totals: z.array(z.object({ kind: z.enum(kinds), callers: z.number(), attempts: z.number() })),
  callers: z.array(
    z.object({
      kind: z.enum(kinds),
      principal: z.string().nullable(),
      attempts: z.number(),
      serviceAccounts: z.array(z.object({ id: z.string(), name: z.string() })),
      step: exchangeStepSchema.nullable(),
      lastAt: z.string(),
      lastExchangeId: z.string(),
    }),
  ),
})
/** What a change would have meant for the attempts of the last days. */
export type ChangePreview = z.output<typeof previewSchema>

const answerSchema = z
  .object({ data: z.object({ previewIdentityChange: previewSchema }) })
  .transform(({ data }) => data.previewIdentityChange)

export const previewChange = (api: Api, input: object): Promise<ChangePreview> => {
  const query = `query($input: PreviewIdentityChangeInput!) { previewIdentityChange(input: $input) {
    since reachedBackTo attempts replayed notReplayable totals { kind callers attempts }
    callers { kind principal attempts serviceAccounts { id name } step { ${stepFields} } lastAt lastExchangeId } } }`
  return ask(api, { query, variables: { input } }, answerSchema)
}

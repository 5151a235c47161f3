import * as z from 'zod'
import type { Api } from './api.ts'
import { destinationFailureFields, refusedByCloud } from './destination-failure.ts'
import { change } from './mutation.ts'

const planSchema = z.object({
  id: z.string(),
  account: z.string(),
  region: z.string(),
  summary: z.string(),
  remoteState: z.string(),
  remoteIsDocument: z.boolean(),
  ownedByAnother: z.boolean(),
  addedCount: z.number(),
  changedCount: z.number(),
  removedCount: z.number(),
  unchangedCount: z.number(),
  keptCount: z.number(),
  keys: z
    .object({ edges: z.array(z.object({ node: z.object({ name: z.string(), change: z.string(), drifted: z.boolean() }) })) })
    .transform(({ edges }) => edges.map(({ node }) => node)),
  bytes: z.number(),
  maxBytes: z.number(),
  referencedEnvironments: z.array(z.object({ id: z.string(), name: z.string() })),
  unresolvedReferences: z.array(z.string()),
  neededActions: z.array(z.string()),
  policy: z.string(),
})
/** What a sync would do, values left out; of keys the first thousand. */
export type Plan = z.output<typeof planSchema>

const planFields = `id account region summary remoteState remoteIsDocument ownedByAnother
  addedCount changedCount removedCount unchangedCount keptCount keys(first: 1000) { edges { node { name change drifted } } }
  bytes maxBytes referencedEnvironments { id name } unresolvedReferences neededActions policy`

const flagOfField: Record<string, string> = {
  environmentId: '--env',
  path: '--path',
  credentialId: '--credential',
  secretName: '--secret-name',
  kmsKeyArn: '--kms-key',
  tags: '--tag',
  keyPrefix: '--key-prefix',
  onDrift: '--on-drift',
  existing: '--existing',
}

/** The flag to mend where the server objects to a part of the input. */
export const syncFlag = (field: readonly string[]): string | undefined => [...field].reverse().flatMap((name) => flagOfField[name] ?? [])[0]

/** Looks at both sides. Fails with what the cloud did not do. */
export async function readPlan(api: Api, input: object): Promise<Plan> {
  const { plan } = await change(api, {
    name: 'planSync',
    input,
    selection: `plan { ${planFields} } failure { ${destinationFailureFields} }`,
    shape: { plan: planSchema },
    flagOf: syncFlag,
    onRefused: refusedByCloud('It cannot be planned.'),
  })
  return plan
}

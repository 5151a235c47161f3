import * as z from 'zod'
import type { Api } from './api.ts'
import { destinationFailureFields, destinationFailureSchema } from './destination-failure.ts'
import { Failure } from './failure.ts'
import { ask } from './graphql.ts'
import { everyPage, isId, oneNamed } from './lists.ts'

const named = z.object({ id: z.string(), name: z.string() })

const runSchema = z.object({
  id: z.string(),
  reason: z.string(),
  requestedBy: z.string().nullable(),
  attempt: z.number(),
  outcome: z.string(),
  failure: destinationFailureSchema.nullable(),
  keys: z
    .object({
      added: z.array(z.string()),
      changed: z.array(z.string()),
      removed: z.array(z.string()),
      drifted: z.array(z.string()),
      adopted: z.array(z.string()),
    })
    .nullable(),
  addedCount: z.number(),
  changedCount: z.number(),
  removedCount: z.number(),
  unchangedCount: z.number(),
  bytes: z.number().nullable(),
  remoteVersionId: z.string().nullable(),
  requestId: z.string().nullable(),
  queuedAt: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  nextAttemptAt: z.string().nullable(),
})
/** One attempt to make a destination equal. */
export type Run = z.output<typeof runSchema>

const runFields = `id reason requestedBy attempt outcome failure { ${destinationFailureFields} } keys { added changed removed drifted adopted }
  addedCount changedCount removedCount unchangedCount bytes remoteVersionId requestId queuedAt startedAt finishedAt nextAttemptAt`

export const syncSchema = z.object({
  id: z.string(),
  app: named.nullable(),
  environment: named.nullable(),
  path: z.string(),
  destination: z.string(),
  summary: z.string(),
  account: z.string(),
  region: z.string(),
  awsSecretsManager: z
    .object({
      secretName: z.string(),
      kmsKeyArn: z.string().nullable(),
      tags: z.array(z.object({ key: z.string(), value: z.string() })),
    })
    .nullable(),
  /** Null: not for you to see. */
  credential: named.nullable(),
  keyPrefix: z.string(),
  neverDeletes: z.boolean(),
  onDrift: z.string(),
  state: z.string(),
  failure: destinationFailureSchema.nullable(),
  failingSince: z.string().nullable(),
  nextRunAt: z.string().nullable(),
  lastSyncedAt: z.string().nullable(),
  lastRun: runSchema.nullable(),
  pausedAt: z.string().nullable(),
  pausedBy: z.string().nullable(),
  version: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
/** A folder of an environment that is kept equal to a secret elsewhere. */
export type Sync = z.output<typeof syncSchema>

export const syncFields = `id app { id name } environment { id name } path destination summary account region
  awsSecretsManager { secretName kmsKeyArn tags { key value } } credential { id name } keyPrefix neverDeletes onDrift state
  failure { ${destinationFailureFields} } failingSince nextRunAt lastSyncedAt lastRun { ${runFields} } pausedAt pausedBy version createdAt updatedAt`

export const syncStates = ['paused', 'pending', 'running', 'synced', 'retrying', 'needs-attention'] as const
/** As people type it. */
export const stateOf = ({ state }: Pick<Sync, 'state'>): string => state.toLowerCase().replaceAll('_', '-')

export interface SyncFilter {
  appId?: string
  environmentId?: string
  credentialId?: string
  state?: string
  search?: string
}

export const listSyncs = (api: Api, filter: SyncFilter): Promise<Sync[]> =>
  everyPage(api, { list: 'syncs', arguments: { filter: 'SyncFilter' }, variables: { filter }, selection: syncFields, node: syncSchema })

const oneSchema = z.object({ data: z.object({ sync: syncSchema }) }).transform(({ data }) => data.sync)

export const readSync = (api: Api, id: string): Promise<Sync> =>
  ask(api, { query: `query($id: ID!) { sync(id: $id) { ${syncFields} } }`, variables: { id } }, oneSchema)

/** By its id, or by the name of the secret that it writes. */
export async function findSync(api: Api, wanted: string): Promise<Sync> {
  if (isId(wanted)) return readSync(api, wanted)
  const found = (await listSyncs(api, { search: wanted })).map((sync) => ({
    sync,
    name: sync.awsSecretsManager?.secretName ?? sync.summary,
  }))
  return oneNamed(found, wanted, 'sync', 'bonafide syncs list').sync
}

const runsSchema = z
  .object({ data: z.object({ sync: z.object({ runs: z.object({ edges: z.array(z.object({ node: runSchema })) }) }) }) })
  .transform(({ data }) => data.sync.runs.edges.map(({ node }) => node))

/** The last runs, the newest first. */
export const readRuns = (api: Api, id: string, first: number): Promise<Run[]> => {
  const query = `query($id: ID!, $first: Int!) { sync(id: $id) { runs(first: $first) { edges { node { ${runFields} } } } } }`
  return ask(api, { query, variables: { id, first } }, runsSchema)
}

const remotePageSchema = z
  .object({
    data: z.object({
      remoteSecrets: z.object({
        secrets: z.array(z.object({ name: z.string(), owner: z.object({ id: z.string() }).nullable(), isOwned: z.boolean() })),
        cursor: z.string().nullable(),
        failure: destinationFailureSchema.nullable(),
      }),
    }),
  })
  .transform(({ data }) => data.remoteSecrets)
type RemotePage = z.output<typeof remotePageSchema>

/** What is there in the cloud of a credential, page by page. */
export async function* remoteSecrets(api: Api, credentialId: string, prefix: string): AsyncGenerator<RemotePage> {
  const query = `query($credentialId: ID!, $prefix: String!, $after: String) { remoteSecrets(credentialId: $credentialId, prefix: $prefix, after: $after) {
    secrets { name owner { id } isOwned } cursor failure { ${destinationFailureFields} } } }`
  let after: string | null = null
  do {
    const page: RemotePage = await ask(api, { query, variables: { credentialId, prefix, after } }, remotePageSchema)
    yield page
    after = page.cursor
  } while (after !== null)
}

/** "/web of Development of shop → prod/web", for sentences. */
export function placesOf({ app, environment, path, summary }: Sync): string {
  const from = environment ? `${environment.name} of ${app?.name ?? 'an app'}` : 'an environment that is gone'
  return `${from}${path === '/' ? '' : `, ${path}`} → ${summary}`
}

const successes = ['WRITTEN', 'UNCHANGED']
const endings = [...successes, 'FAILED', 'STOPPED']

/** Waits until a run that is not the one seen before has ended, and nothing further is due at once. */
export async function followRun(
  api: Api,
  id: string,
  { seenRunId, until, now, pause }: { seenRunId: string | null; until: number; now(): number; pause(): Promise<unknown> },
): Promise<{ sync: Sync; run: Run }> {
  for (;;) {
    const sync = await readSync(api, id)
    const { state, lastRun: run } = sync
    const isOver = run !== null && run.id !== seenRunId && endings.includes(run.outcome)
    if (state === 'PAUSED' && !(isOver && successes.includes(run.outcome)))
      throw new Failure('invalid', 'The sync is paused, so nothing runs.', { fix: `bonafide syncs resume ${id}`, code: 'conflict' })
    if (isOver && state !== 'PENDING' && state !== 'RUNNING') return { sync, run }
    if (now() >= until) {
      throw new Failure('network', 'The run has not ended in time; it goes on.', {
        fix: `See how it ends with bonafide syncs logs ${id}`,
        code: 'timeout',
      })
    }
    await pause()
  }
}

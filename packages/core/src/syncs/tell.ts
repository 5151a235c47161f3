import { record } from '../audit/record.ts'
import type { Context } from '../context.ts'
import type { Stores } from '../stores.ts'
import { announce } from '../webhooks/announce.ts'
import type { SyncEventData, WebhookEvent } from '../webhooks/webhook.ts'
import { isRetried } from './backoff.ts'
import type { Ending } from './ending.ts'
import { openKeys } from './run-keys.ts'
import type { LeasedSync } from './store.ts'
import type { Sync, SyncProgress } from './sync.ts'

/** What is tried again by itself is nobody's business yet, unless it goes on like this: some minutes. */
const patienceTries = 8

const needsAttention = ({ failure, attempts }: Pick<SyncProgress, 'failure' | 'attempts'>): boolean =>
  failure !== null && (attempts >= patienceTries || !isRetried(failure, attempts))

/**
 * Leaves rows in the audit log, and tells webhooks, where a sync begins to need attention, needs it for another reason, needs it no more, or met
 * edits of others: once for each, however often it is tried.
 */
export async function tellStanding(
  { run, progress: after }: Ending,
  { sync, progress: before }: LeasedSync,
  stores: Stores,
  context: Context,
) {
  const tell = async (event: WebhookEvent, why: Pick<SyncEventData, 'code' | 'sentence' | 'missingAction'>, more: object = {}) => {
    const deed = { action: event, resourceType: 'sync', resourceId: sync.id, resourceName: sync.place }
    await record(sync.organisationId, { ...deed, after: { runId: run.id, ...why, ...more } }, stores, context)
    await announce(event, sync.organisationId, { ...(await described(sync, stores, context)), runId: run.id, ...why }, stores, context)
  }
  const [needed, needs] = [needsAttention(before), needsAttention(after)]
  const { failure: code, failureSentence: sentence, missingAction } = after
  if (needs && !(needed && before.failure === code)) {
    await tell(code === 'drifted' ? 'sync.drifted' : 'sync.failed', { code, sentence, missingAction })
  }
  if (needed && code === null) await tell('sync.recovered', { code: before.failure, sentence: null, missingAction: null })
  const keys = run.serverWrappedKeys === null ? null : openKeys(run.id, run.serverWrappedKeys, context)
  if (!keys || keys.drifted.length === 0) return
  const counts = { driftedCount: keys.drifted.length, adoptedCount: keys.adopted.length }
  const became = keys.adopted.length > 0 ? 'Edits of the remote secret were taken over.' : 'Edits of the remote secret were overwritten.'
  await tell('sync.drifted', { code: null, sentence: became, missingAction: null }, counts)
}

type Described = Omit<SyncEventData, 'runId' | 'code' | 'sentence' | 'missingAction'>

async function described(sync: Sync, stores: Stores, { destinations }: Context): Promise<Described> {
  const { id: syncId, organisationId, appId, environmentId, path } = sync
  // Found whoever holds its keys: nobody has this id.
  const environment = await stores.apps.findEnvironment(organisationId, { environmentId }, { kind: 'member', id: syncId })
  const { optionsSchema, summary } = destinations[sync.destination]
  const options = optionsSchema.safeParse(sync.options)
  return {
    syncId,
    appId,
    appName: environment?.appName ?? '',
    environmentId,
    environmentName: environment?.name ?? '',
    path,
    destination: sync.destination,
    target: options.success ? summary(options.data) : sync.place,
  }
}

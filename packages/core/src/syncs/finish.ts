import { record } from '../audit/record.ts'
import type { Context } from '../context.ts'
import type { Stores } from '../stores.ts'
import { isRetried } from './backoff.ts'
import type { Ending } from './ending.ts'
import { openKeys } from './run-keys.ts'
import type { LeasedSync } from './store.ts'
import type { SyncProgress } from './sync.ts'

/** What is tried again by itself is nobody's business yet, unless it goes on like this: some ten minutes. */
const patienceTries = 8

/** Whether somebody should look at a sync. */
export const needsAttention = ({ failure, attempts }: Pick<SyncProgress, 'failure' | 'attempts'>): boolean =>
  failure !== null && (attempts >= patienceTries || !isRetried(failure, attempts))

type SyncEvent = 'sync.failed' | 'sync.recovered' | 'sync.drifted'

/** Keeps how a run ended, and tells whoever is concerned, in one transaction; false, and nothing is kept, when the lease was lost. */
export async function finishRun(ending: Ending, leased: LeasedSync, context: Context): Promise<boolean> {
  return context.stores.transaction(async (stores) => {
    const isKept = await stores.syncs.finish(ending.run, ending.progress, ending.retryInMs)
    if (isKept) await tellStanding(ending, leased, stores, context)
    return isKept
  })
}

/** Leaves rows in the audit log where a sync begins to need attention, needs it for another reason, needs it no more, or met edits of others. */
async function tellStanding({ run, progress: after }: Ending, leased: LeasedSync, stores: Stores, context: Context): Promise<void> {
  const { sync, progress: before } = leased
  const tell = async (action: SyncEvent, told: Record<string, unknown>) => {
    const deed = { action, resourceType: 'sync', resourceId: sync.id, resourceName: sync.place, after: { runId: run.id, ...told } }
    await record(sync.organisationId, deed, stores, context)
  }
  const [needed, needs] = [needsAttention(before), needsAttention(after)]
  if (needs && !(needed && before.failure === after.failure)) {
    await tell(after.failure === 'drifted' ? 'sync.drifted' : 'sync.failed', {
      failure: after.failure,
      sentence: after.failureSentence,
      missingAction: after.missingAction,
    })
  }
  if (needed && after.failure === null) await tell('sync.recovered', { failure: before.failure })
  const keys = run.serverWrappedKeys === null ? null : openKeys(run.id, run.serverWrappedKeys, context)
  if (keys && keys.drifted.length > 0) await tell('sync.drifted', { driftedCount: keys.drifted.length, adoptedCount: keys.adopted.length })
}

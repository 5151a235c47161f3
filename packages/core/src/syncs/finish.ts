import type { Context } from '../context.ts'
import type { Ending } from './ending.ts'
import type { LeasedSync } from './store.ts'
import { tellStanding } from './tell.ts'

/** Keeps how a run ended, and tells whoever is concerned, in one transaction; false, and nothing is kept, when the lease was lost. */
export async function finishRun(ending: Ending, leased: LeasedSync, context: Context): Promise<boolean> {
  return context.stores.transaction(async (stores) => {
    const isKept = await stores.syncs.finish(ending.run, ending.progress, ending.retryInMs)
    if (isKept) await tellStanding(ending, leased, stores, context)
    return isKept
  })
}

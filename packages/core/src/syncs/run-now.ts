import type { Context } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import { parse } from '../parse.ts'
import { requireAskingRate } from './asking.ts'
import { recordSync } from './audited.ts'
import { foundSync } from './found.ts'
import { syncIdInput } from './pause.ts'
import { asked } from './request.ts'
import type { Sync } from './sync.ts'

/** Has a sync run now, whatever it waits for. */
export async function runSyncNow(input: unknown, context: Context): Promise<Sync> {
  authoriseInApps(context, 'Integrations', 'update')
  const { id } = parse(syncIdInput, input)
  await requireAskingRate(context)
  return context.stores.transaction(async (stores) => {
    const { sync } = await foundSync(id, stores, context)
    if (sync.pausedAt !== null) throw new DomainError('conflict', 'The sync is paused. Resume it, and it runs.')
    await stores.syncs.request([id], asked('manual', context))
    await recordSync('sync.run', sync, {}, stores, context)
    return sync
  })
}

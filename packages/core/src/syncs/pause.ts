import * as z from 'zod'
import type { Context, SignedInContext } from '../context.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import type { Stores } from '../stores.ts'
import { recordSync } from './audited.ts'
import { foundSync } from './found.ts'
import { asked } from './request.ts'
import type { Sync } from './sync.ts'

export const syncIdInput = z.object({ id: uuid })

/** Nothing is written any more until it is resumed; a run under way makes no further call. */
export async function pauseSync(input: unknown, context: Context): Promise<Sync> {
  authoriseInApps(context, 'Integrations', 'update')
  const { id } = parse(syncIdInput, input)
  return context.stores.transaction(async (stores) => {
    const { sync } = await foundSync(id, stores, context, { lock: true })
    if (sync.pausedAt !== null) return sync
    return keep('sync.pause', { ...sync, pausedAt: dateOf(context.runtime), pausedBy: context.actor.name }, stores, context)
  })
}

/** What changed while it was paused is written at once. */
export async function resumeSync(input: unknown, context: Context): Promise<Sync> {
  authoriseInApps(context, 'Integrations', 'update')
  const { id } = parse(syncIdInput, input)
  return context.stores.transaction(async (stores) => {
    const { sync } = await foundSync(id, stores, context, { lock: true })
    if (sync.pausedAt === null) return sync
    const resumed = await keep('sync.resume', { ...sync, pausedAt: null, pausedBy: null }, stores, context)
    await stores.syncs.request([id], asked('resumed', context))
    return resumed
  })
}

async function keep(action: string, sync: Sync, stores: Stores, context: SignedInContext): Promise<Sync> {
  const saved = { ...sync, updatedAt: dateOf(context.runtime) }
  await stores.syncs.update(saved)
  await recordSync(action, saved, {}, stores, context)
  return saved
}

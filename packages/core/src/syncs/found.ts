import { holderOf } from '../apps/reach.ts'
import type { FoundEnvironment } from '../apps/store.ts'
import type { SignedInContext } from '../context.ts'
import { notFound } from '../errors.ts'
import type { Stores } from '../stores.ts'
import type { Sync } from './sync.ts'

/** A sync whose environment's key the caller holds; others are answered like those that do not exist. */
export async function foundSync(
  id: string,
  stores: Stores,
  { actor }: SignedInContext,
  options?: { lock: boolean },
): Promise<{ sync: Sync; environment: FoundEnvironment }> {
  const sync = await stores.syncs.find(actor.organisationId, id, options)
  if (!sync) throw notFound('sync')
  const target = { environmentId: sync.environmentId }
  const environment = await stores.apps.findEnvironment(actor.organisationId, target, holderOf(actor))
  if (!environment?.held) throw notFound('sync')
  return { sync, environment }
}

/** Of these syncs, those whose environment's key the caller holds. */
export async function visibleSyncs(ids: readonly string[], { actor, stores }: SignedInContext): Promise<Sync[]> {
  const found = await stores.syncs.findMany(actor.organisationId, ids)
  if (found.length === 0) return []
  const environments = await stores.apps.listEnvironments(
    actor.organisationId,
    { ids: [...new Set(found.map(({ environmentId }) => environmentId))] },
    holderOf(actor),
  )
  const held = new Set(environments.filter((environment) => environment.held).map(({ id }) => id))
  return found.filter(({ environmentId }) => held.has(environmentId))
}

import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import type { Stores } from '../stores.ts'
import { settlingMs } from './spacing.ts'
import type { RunRequest } from './store.ts'
import type { RunReason } from './sync.ts'

/** A run that somebody, or the server itself, asks for: at once. */
export const asked = (reason: RunReason, { actor }: { actor: Actor }): RunRequest => ({
  reason,
  requestedBy: actor.kind === 'system' || actor.kind === 'anonymous' ? null : actor.name,
  dueInMs: 0,
})

/**
 * Has every sync run whose values come from these environments, or refer to them: `stores` are those of the transaction that changes them. A
 * little later, so that what is changed one after the other is written at once.
 */
export async function syncChanged(environmentIds: readonly string[], stores: Stores, context: Pick<Context, 'actor'>): Promise<void> {
  const request = { ...asked('changed', context), dueInMs: settlingMs }
  // The same order for everybody, so that no two changes wait for each other.
  for (const environmentId of environmentIds.toSorted()) await stores.syncs.requestAffected(environmentId, request)
}

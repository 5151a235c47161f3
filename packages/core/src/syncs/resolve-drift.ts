import * as z from 'zod'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { isPlainKey } from '../secrets/plain-input.ts'
import { readSecrets } from '../secrets/read-plain.ts'
import { createSecrets, updateSecrets } from '../secrets/write-plain.ts'
import { recordSync } from './audited.ts'
import { requireStillThere, requireWritable } from './create.ts'
import { draftOf, planId } from './draft.ts'
import { cannotAdopt, knownOf } from './existing.ts'
import { foundSync } from './found.ts'
import { type BothSides, lookAtBothSides } from './look.ts'
import { authorisePlanning } from './plan.ts'
import { requirePlanned } from './plan-id.ts'
import { asked } from './request.ts'
import type { Sync } from './sync.ts'
import { requireVersion } from './update.ts'

const resolveInput = z.object({ id: uuid, resolution: z.enum(['overwrite', 'adopt']), planId })

/**
 * Decides about what somebody else wrote to the remote secret, exactly as the plan showed it: it is written over, or taken over into the environment
 * first, as whoever decides. Keys that were taken away there are put back either way; to be rid of them, delete the secrets here.
 */
export async function resolveDrift(input: unknown, context: Context): Promise<Sync> {
  authoriseInApps(context, 'Integrations', 'update')
  authorisePlanning(context)
  const { id, resolution, planId } = parse(resolveInput, input)
  const { sync } = await foundSync(id, context.stores, context)
  const sides = await lookAtBothSides(await draftOf(sync, sync, context.stores, context), context)
  requirePlanned(planId, sides, context)
  requireWritable(sides)
  if (sides.place !== sync.place) throw new DomainError('conflict', 'The credential leads to another account now. Edit the sync instead.')
  return context.stores.transaction(async (stores) => {
    await requireStillThere(sides.draft, stores, context)
    // What was planned was planned of this version: moved meanwhile, it has another place, and what is known of this one is not for it.
    requireVersion((await foundSync(id, stores, context, { lock: true })).sync, sync.version)
    const adopted = resolution === 'adopt' ? await adoptEdits(sides, { ...context, stores }) : []
    await stores.syncs.replaceKnown(id, knownOf(id, sides, context))
    await stores.syncs.request([id], asked('resolved', context))
    await recordSync(
      'sync.resolve_drift',
      sync,
      { after: { resolution, drifted: sides.drifted.size, adopted: adopted.length } },
      stores,
      context,
    )
    return sync
  })
}

/** Makes and changes secrets as the remote side has them. Answers their keys. */
async function adoptEdits({ draft, difference, drifted, remote }: BothSides, context: SignedInContext): Promise<string[]> {
  const { sync, environment, path, keyPrefix } = draft
  if (remote.entries === null)
    throw new DomainError('conflict', 'The remote value is no set of keys and values: it can only be overwritten.')
  const isKnown = sync !== null && drifted.size > 0
  // Without anything known from before, all that differs there is somebody's edit.
  const names = isKnown ? [...drifted] : [...difference.changed, ...difference.removed]
  const edits = new Map<string, string>()
  const lost: string[] = []
  for (const name of names) {
    const value = remote.entries.get(name)
    const key = name.slice(keyPrefix.length)
    if (value === undefined) continue
    if (value === null || !isPlainKey(key)) lost.push(name)
    else edits.set(key, value)
  }
  if (lost.length > 0) throw cannotAdopt(lost)
  const present = await readSecrets({ environmentId: environment.id, path, resolveReferences: false }, context)
  const idOf = new Map(present.map((secret) => [secret.key, secret.id]))
  const fresh = [...edits].flatMap(([key, value]) => (idOf.has(key) ? [] : [{ key, value, path }]))
  const changes = [...edits].flatMap(([key, value]) => (idOf.has(key) ? [{ id: idOf.get(key), value }] : []))
  if (fresh.length > 0) await createSecrets({ environmentId: environment.id, secrets: fresh }, context)
  if (changes.length > 0) await updateSecrets({ environmentId: environment.id, secrets: changes }, context)
  return [...edits.keys()]
}

import * as z from 'zod'
import { changed } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import type { Stores } from '../stores.ts'
import { auditedFields, recordSync } from './audited.ts'
import { requireStillThere, requireWritable } from './create.ts'
import { authoriseRule, draftFields, draftOf, driftRule, planId } from './draft.ts'
import { adoptMissing, existingChoice, knownOf, requireChoice } from './existing.ts'
import { foundSync } from './found.ts'
import { type BothSides, lookAtBothSides } from './look.ts'
import { authorisePlanning, given } from './plan.ts'
import { requirePlanned } from './plan-id.ts'
import { asked } from './request.ts'
import type { Sync } from './sync.ts'

const { path, credentialId, options, keyPrefix, neverDeletes } = draftFields
const updateInput = z.object({
  id: uuid,
  path: path.optional(),
  credentialId: credentialId.optional(),
  options: options.optional(),
  keyPrefix: keyPrefix.optional(),
  neverDeletes: neverDeletes.optional(),
  onDrift: driftRule.optional(),
  existing: existingChoice.optional(),
  planId: planId.optional(),
  expectedVersion: z.number().int(),
})

/**
 * Changes a sync. What is left out stays. Whatever changes what is written, where or with whose credential was planned before; whoever saves it
 * lets the sync read the environments that the values refer to and that this somebody can read, and no others.
 */
export async function updateSync(input: unknown, context: Context): Promise<Sync> {
  authoriseInApps(context, 'Integrations', 'update')
  const { id, expectedVersion, planId, existing, onDrift, ...fields } = parse(updateInput, input)
  const { sync } = await foundSync(id, context.stores, context)
  requireVersion(sync, expectedVersion)
  if (onDrift !== undefined && onDrift !== sync.onDrift) authoriseRule(onDrift, context)
  const wanted = given(fields)
  if (Object.keys(wanted).length === 0 && planId === undefined) return saveRule(sync, onDrift ?? sync.onDrift, context)
  if (planId === undefined) {
    const message = 'is needed, since this changes what is written or where: plan first'
    throw new DomainError('malformed_request', `/planId: ${message}.`, { fields: [{ pointer: '/planId', message }] })
  }
  authorisePlanning(context)
  const draft = await draftOf({ ...sync, ...wanted }, sync, context.stores, context)
  const sides = await lookAtBothSides(draft, context)
  requirePlanned(planId, sides, context)
  requireWritable(sides)
  const moves = sides.place !== sync.place
  if (moves) requireChoice(sides, existing)
  const after: Sync = {
    ...sync,
    ...wanted,
    options: draft.options,
    place: sides.place,
    onDrift: onDrift ?? sync.onDrift,
    referencedEnvironmentIds: sides.source.referencedEnvironmentIds,
  }
  return context.stores.transaction(async (stores) => {
    await requireStillThere(draft, stores, context)
    if (moves) await settle(sides, existing, after, stores, context)
    const saved = await save(sync, after, stores, context)
    await stores.syncs.request([id], asked('edited', context))
    return saved
  })
}

/** A place that it did not write to before: what was agreed to there is what it begins from. */
async function settle(
  sides: BothSides,
  existing: z.output<typeof existingChoice> | undefined,
  { id }: Sync,
  stores: Stores,
  context: SignedInContext,
): Promise<void> {
  if (existing === 'adopt') await adoptMissing(sides, { ...context, stores })
  await stores.syncs.replaceKnown(id, knownOf(id, sides, context))
}

const saveRule = (sync: Sync, onDrift: Sync['onDrift'], context: SignedInContext): Promise<Sync> =>
  context.stores.transaction(async (stores) => {
    if (onDrift === sync.onDrift) return sync
    const saved = await save(sync, { ...sync, onDrift }, stores, context)
    await stores.syncs.request([sync.id], asked('edited', context))
    return saved
  })

async function save(before: Sync, wanted: Sync, stores: Stores, context: SignedInContext): Promise<Sync> {
  const locked = await foundSync(before.id, stores, context, { lock: true })
  requireVersion(locked.sync, before.version)
  const { pausedAt, pausedBy } = locked.sync
  const saved: Sync = { ...wanted, pausedAt, pausedBy, version: before.version + 1, updatedAt: dateOf(context.runtime) }
  await stores.syncs.update(saved)
  await recordSync('sync.update', saved, changed(before, saved, auditedFields) ?? {}, stores, context)
  return saved
}

export function requireVersion({ version }: Sync, expectedVersion: number): void {
  if (version === expectedVersion) return
  throw new DomainError('conflict', 'Somebody else has changed this sync meanwhile. Reload it and make your change again.')
}

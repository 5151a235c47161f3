import * as z from 'zod'
import { heldEnvironment } from '../apps/environments.ts'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import { parse } from '../parse.ts'
import { dateOf, newId } from '../runtime.ts'
import type { Stores } from '../stores.ts'
import { tooLarge } from './asking.ts'
import { audited, recordSync } from './audited.ts'
import { authoriseRule, draftFields, draftOf, driftRule, planId, requireSyncable, type SyncDraft } from './draft.ts'
import { adoptMissing, existingChoice, knownOf, requireChoice } from './existing.ts'
import { type BothSides, lookAtBothSides } from './look.ts'
import { authorisePlanning } from './plan.ts'
import { requirePlanned } from './plan-id.ts'
import { asked } from './request.ts'
import type { Sync } from './sync.ts'

const createInput = z.object({
  ...draftFields,
  destination: draftFields.destination.default('aws_secrets_manager'),
  path: draftFields.path.default('/'),
  keyPrefix: draftFields.keyPrefix.default(''),
  neverDeletes: draftFields.neverDeletes.default(false),
  onDrift: driftRule.default('stop'),
  existing: existingChoice.optional(),
  planId,
})

/**
 * Keeps a folder of an environment equal to a secret elsewhere, from now on. Everything was looked at before: when either side is not as the plan
 * showed it, or another sync writes there, nothing is made and nothing is written.
 */
export async function createSync(input: unknown, context: Context): Promise<Sync> {
  authoriseInApps(context, 'Integrations', 'create')
  authorisePlanning(context)
  const { planId, existing, onDrift, ...wanted } = parse(createInput, input)
  authoriseRule(onDrift, context)
  const sides = await lookAtBothSides(await draftOf(wanted, null, context.stores, context), context)
  requirePlanned(planId, sides, context)
  requireWritable(sides)
  requireChoice(sides, existing)
  const { environment, credential, options } = sides.draft
  const now = dateOf(context.runtime)
  const sync: Sync = {
    ...wanted,
    id: newId(context.runtime),
    organisationId: environment.organisationId,
    appId: environment.appId,
    credentialId: credential.id,
    options,
    place: sides.place,
    onDrift,
    referencedEnvironmentIds: sides.source.referencedEnvironmentIds,
    pausedAt: null,
    pausedBy: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
  }
  return context.stores.transaction(async (stores) => {
    await requireStillThere(sides.draft, stores, context)
    const adopted = existing === 'adopt' ? await adoptMissing(sides, { ...context, stores }) : []
    await stores.syncs.insert(sync, knownOf(sync.id, sides, context), context.actor.kind === 'member' ? context.actor.id : null)
    await stores.syncs.request([sync.id], asked('created', context))
    await recordSync('sync.create', sync, { after: { ...audited(sync), existing, adoptedCount: adopted.length } }, stores, context)
    return sync
  })
}

/** Fails with `conflict` when another sync writes there, without telling whose, and with `destination_failed` when the value would not fit. */
export function requireWritable({ isTaken, composed, draft: { destination } }: BothSides): void {
  if (isTaken)
    throw new DomainError('conflict', 'Another sync writes to this secret already. Two would undo each other’s work: choose another name.')
  if (composed.bytes > destination.maxValueBytes) throw tooLarge(composed.bytes, destination.maxValueBytes, destination.name)
}

/** What was looked at outside of the transaction: nobody changes the app's encryption or the credential before it ends. */
export async function requireStillThere({ environment, credential }: SyncDraft, stores: Stores, context: SignedInContext): Promise<void> {
  await stores.apps.lockOrganisation(environment.organisationId)
  requireSyncable(await heldEnvironment({ environmentId: environment.id }, stores, context))
  const now = await stores.credentials.find(environment.organisationId, credential.id, { lock: true })
  if (!now) throw notFound('credential')
  if (now.version !== credential.version) throw new DomainError('conflict', 'The credential was changed meanwhile. Plan again.')
}

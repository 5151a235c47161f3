import * as z from 'zod'
import { holderOf, reachesEverything } from '../apps/reach.ts'
import { auditActor, record } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { authorise, authoriseInApps } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import type { Stores } from '../stores.ts'
import { auditedCredential } from './audited.ts'
import type { CloudCredential, CredentialUsage } from './credential.ts'

const deleteInput = z.object({ id: uuid, pausesSyncs: z.boolean().default(false) })

/**
 * Deletes a credential and forgets its secret. While syncs use it that is a `conflict` which names them, unless `pausesSyncs` says that they
 * are to be paused: they stay, and wait for other credentials.
 */
export async function deleteCredential(input: unknown, context: Context): Promise<{ pausedSyncs: number }> {
  authorise(context, 'IntegrationCredentials', 'delete')
  const { id, pausesSyncs } = parse(deleteInput, input)
  const { organisationId } = context.actor
  return context.stores.transaction(async (stores) => {
    // Whoever makes a sync with it waits for this lock, and then finds it gone.
    const credential = await stores.credentials.find(organisationId, id, { lock: true })
    if (!credential) throw notFound('credential')
    const usage = await usageOf(credential, stores, context)
    if (usage.syncs > 0 && !pausesSyncs) throw inUse(usage)
    if (usage.syncs > 0) authoriseInApps(context, 'Integrations', 'update')
    const paused = usage.syncs > 0 ? await pauseSyncsOf(credential, stores, context) : []
    await stores.credentials.remove(id, dateOf(context.runtime))
    await record(
      organisationId,
      {
        action: 'credential.delete',
        resourceType: 'credential',
        resourceId: id,
        resourceName: credential.name,
        before: { name: credential.name, ...auditedCredential(credential, context) },
        after: { pausedSyncs: paused },
      },
      stores,
      context,
    )
    return { pausedSyncs: paused.length }
  })
}

async function usageOf({ id, organisationId }: CloudCredential, stores: Stores, { actor }: SignedInContext): Promise<CredentialUsage> {
  const usage = await stores.credentials.usage(organisationId, [id], reachesEverything(actor) ? null : holderOf(actor))
  return usage.get(id) ?? { syncs: 0, visibleSyncs: 0, places: [] }
}

/** Names what whoever asks may see; of the others it tells how many there are. */
function inUse({ syncs, places }: CredentialUsage): DomainError {
  const unnamed = syncs - places.length
  const others = unnamed === 0 ? [] : [places.length === 0 ? `${unnamed} that you cannot see` : `${unnamed} more`]
  const what = [...places, ...others].join(', ')
  return new DomainError(
    'conflict',
    `${syncs === 1 ? 'A sync uses' : `${syncs} syncs use`} these credentials: ${what}. Give them other credentials first, or say that they are to be paused.`,
  )
}

/** One audit row each, as if each had been paused by hand. Answers their ids. */
async function pauseSyncsOf({ id, name }: CloudCredential, stores: Stores, context: SignedInContext): Promise<string[]> {
  const by = auditActor(context.actor).name
  const paused = await stores.credentials.pauseSyncs(id, { at: dateOf(context.runtime), by })
  for (const sync of paused) {
    await record(
      context.actor.organisationId,
      {
        action: 'sync.pause',
        resourceType: 'sync',
        resourceId: sync.id,
        resourceName: sync.place,
        after: { because: `its credentials ${name} were deleted` },
      },
      stores,
      context,
    )
  }
  return paused.map((sync) => sync.id)
}

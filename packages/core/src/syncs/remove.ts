import * as z from 'zod'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { authorise, authoriseInApps } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import { asking, DestinationRefused, requireAskingRate } from './asking.ts'
import { audited, recordSync } from './audited.ts'
import type { RemoteSecret } from './destination.ts'
import { foundSync } from './found.ts'
import type { Sync } from './sync.ts'

const removeInput = z.object({
  id: uuid,
  /** Also the remote secret. */
  deletesRemote: z.boolean(),
  recoveryDays: z.number().int().min(7, 'must be from 7 to 30').max(30, 'must be from 7 to 30').default(30),
})

/**
 * Ends a sync. The remote secret stays as it is, or is deleted before the sync is: when that fails, the sync is still there. A run under way loses
 * its lease and writes no more.
 */
export async function deleteSync(input: unknown, context: Context): Promise<void> {
  authoriseInApps(context, 'Integrations', 'delete')
  const { id, deletesRemote, recoveryDays } = parse(removeInput, input)
  const { sync } = await foundSync(id, context.stores, context)
  if (deletesRemote) await deleteRemote(sync, recoveryDays, context)
  await context.stores.transaction(async (stores) => {
    const { sync } = await foundSync(id, stores, context, { lock: true })
    await stores.syncs.remove(id, dateOf(context.runtime))
    await recordSync('sync.delete', sync, { before: audited(sync), after: { deletesRemote } }, stores, context)
  })
}

async function deleteRemote(sync: Sync, recoveryDays: number, context: SignedInContext): Promise<void> {
  authorise(context, 'IntegrationCredentials', 'read')
  await requireAskingRate(context)
  const credential = await context.stores.credentials.find(sync.organisationId, sync.credentialId)
  if (!credential) throw notFound('credential')
  const { appId, environmentId, options } = sync
  const destination = context.destinations[sync.destination]
  const purpose = { kind: 'sync', appId, environmentId, syncId: sync.id } as const
  try {
    await asking(destination, credential, purpose, context, async (connection) => {
      if (destination.placeOf(options, connection) !== sync.place) {
        throw new DomainError(
          'conflict',
          'The credential leads to another account now, where this sync never wrote. Delete the secret in the cloud yourself.',
        )
      }
      const remote = await connection.find(options)
      if (remote.state === 'absent') return
      requireOurs(sync, remote)
      await connection.remove(options, recoveryDays)
    })
  } catch (error) {
    // Somebody has done it already.
    if (error instanceof DestinationRefused && error.failure.code === 'scheduled_for_deletion') return
    throw error
  }
}

/** A secret goes as a whole: not with what belongs to others. */
function requireOurs({ id, keyPrefix }: Sync, { ownerId, entries }: RemoteSecret): void {
  const others = [...(entries ?? [])].filter(([name]) => !name.startsWith(keyPrefix)).length
  if (ownerId === id && others === 0) return
  const why = ownerId === id ? `holds ${others} keys that are not this sync’s` : 'does not say that this sync owns it'
  throw new DomainError(
    'conflict',
    `The remote secret ${why}, so it is not deleted from here. Leave it, or delete it in the cloud yourself.`,
  )
}

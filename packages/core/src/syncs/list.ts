import * as z from 'zod'
import { holderOf, reachesEverything } from '../apps/reach.ts'
import type { Context, SignedInContext } from '../context.ts'
import type { ShownCloudCredential } from '../credentials/credential.ts'
import { readCredentials } from '../credentials/read.ts'
import { authoriseInApps, mayInOrganisation } from '../organisations/authorise.ts'
import { type Page, parseList } from '../page.ts'
import { parse, text, uuid } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import { destinationIds } from './destination.ts'
import { foundSync, visibleSyncs } from './found.ts'
import { syncIdInput } from './pause.ts'
import { stateOf } from './state.ts'
import { type SyncState, syncOrder, syncStates } from './store.ts'
import type { Sync, SyncProgress } from './sync.ts'

const filterInput = z.object({
  appId: uuid.optional(),
  environmentId: uuid.optional(),
  credentialId: uuid.optional(),
  destination: z.enum(destinationIds).optional(),
  state: z.enum(syncStates).optional(),
  search: text(200).optional(),
})
const idsInput = z.object({ ids: z.array(uuid).max(1000) })

/** The syncs of environments that the caller holds. */
export async function listSyncs(input: unknown, context: Context): Promise<Page<Sync>> {
  authoriseInApps(context, 'Integrations', 'read')
  const { page, filter } = parseList(input, syncOrder, filterInput)
  const { organisationId } = context.actor
  const state = filter.state && { is: filter.state, asOf: dateOf(context.runtime) }
  return context.stores.syncs.list(organisationId, { ...filter, state }, await heldIds(context), page)
}

async function heldIds({ actor, stores }: SignedInContext): Promise<string[] | null> {
  if (reachesEverything(actor)) return null
  return (await stores.apps.listAccess(actor.organisationId, holderOf(actor))).map(({ environmentId }) => environmentId)
}

export async function readSync(input: unknown, context: Context): Promise<Sync> {
  authoriseInApps(context, 'Integrations', 'read')
  return (await foundSync(parse(syncIdInput, input).id, context.stores, context)).sync
}

/** Those of the ids that are there for the caller, in no order. */
export async function readSyncs(input: unknown, context: Context): Promise<Sync[]> {
  authoriseInApps(context, 'Integrations', 'read')
  return visibleSyncs(parse(idsInput, input).ids, context)
}

export interface SyncStanding extends SyncProgress {
  state: SyncState
}

/** How each of these syncs stands, by its id. */
export async function readSyncStandings(input: unknown, context: Context): Promise<ReadonlyMap<string, SyncStanding>> {
  const syncs = new Map((await readSyncs(input, context)).map((sync) => [sync.id, sync]))
  const now = dateOf(context.runtime)
  const progress = await context.stores.syncs.findProgress([...syncs.keys()])
  return new Map(
    progress.flatMap((one) => {
      const sync = syncs.get(one.syncId)
      return sync ? [[one.syncId, { ...one, state: stateOf(sync, one, now) }] as const] : []
    }),
  )
}

/** Where a sync writes, for whoever was shown it. */
export function destinationOf({ destination: id, options, place }: Sync, { destinations }: Context) {
  const destination = destinations[id]
  return { summary: destination.summary(options), ...destination.locate(place) }
}

/** Credentials of syncs, for whoever may see credentials; none for others. */
export async function readCredentialsOfSyncs(input: unknown, context: Context): Promise<ShownCloudCredential[]> {
  authoriseInApps(context, 'Integrations', 'read')
  return mayInOrganisation(context.actor, 'IntegrationCredentials', 'read') ? readCredentials(input, context) : []
}

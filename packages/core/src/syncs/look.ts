import { holderOf } from '../apps/reach.ts'
import type { SignedInContext } from '../context.ts'
import { DomainError } from '../errors.ts'
import { newId } from '../runtime.ts'
import { asking, requireAskingRate } from './asking.ts'
import { driftedKeys, openBase } from './base.ts'
import type { ComposedValue, RemoteSecret } from './destination.ts'
import { type Difference, differenceOf } from './difference.ts'
import type { SyncDraft } from './draft.ts'
import { readSourceAs, type SyncSource } from './read-source.ts'
import type { SyncProgress } from './sync.ts'

/** Both sides of a sync as they are just now. */
export interface BothSides {
  draft: SyncDraft
  at: { account: string; region: string }
  place: string
  source: SyncSource
  remote: RemoteSecret
  difference: Difference
  /** Names of keys that somebody edited at the destination since the sync last wrote. */
  drifted: ReadonlySet<string>
  /** What would be written. */
  composed: ComposedValue
  /** Another live sync writes there, in whichever organisation. */
  isTaken: boolean
}

/** Reads the source as whoever asks, and asks the cloud for the other side. Leaves audit rows of the reading, and changes nothing. */
export async function lookAtBothSides(draft: SyncDraft, context: SignedInContext): Promise<BothSides> {
  await requireAskingRate(context)
  const { sync, environment, credential, destination, options, path, keyPrefix, neverDeletes } = draft
  const { id: environmentId, organisationId, appId } = environment
  const syncId = sync?.id ?? newId(context.runtime)
  const { at, remote } = await asking(
    destination,
    credential,
    { kind: 'sync', appId, environmentId, syncId },
    context,
    async (connection) => {
      const at = { account: connection.account, region: connection.region }
      requireFit(draft, at)
      return { at, remote: await connection.find(options) }
    },
  )
  const source = await readSourceAs({ organisationId, environmentId, path }, context)
  if (environment.simulated) await requireSimulated(source.referencedEnvironmentIds, context)
  // What is no set of keys and values can only be replaced as a whole.
  const entries = remote.entries ?? new Map<string, string | null>()
  const ownership = { keyPrefix, neverDeletes }
  const difference = differenceOf(source.entries, entries, ownership)
  const place = destination.placeOf(options, at)
  const owner = await context.stores.syncs.atPlace(place)
  return {
    draft,
    at,
    place,
    source,
    remote,
    difference,
    drifted: await driftOf(draft, place, remote, difference, context),
    composed: destination.compose(source.entries, difference, remote, ownership),
    isTaken: owner !== null && owner.id !== sync?.id,
  }
}

/** Real values are not brought to the account of the Lab, not even by reference: it is a place to look into. */
async function requireSimulated(referencedIds: readonly string[], { actor, stores }: SignedInContext): Promise<void> {
  if (referencedIds.length === 0) return
  const found = await stores.apps.listEnvironments(actor.organisationId, { ids: referencedIds }, holderOf(actor))
  if (found.length === referencedIds.length && found.every(({ simulated }) => simulated)) return
  throw new DomainError('conflict', 'A value refers to an app that is real. Take the reference out: the Lab is for made-up values alone.')
}

function requireFit({ destination, options }: SyncDraft, at: BothSides['at']): void {
  const fields = destination.misfits(options, at).map(({ pointer, message }) => ({ pointer: `/options${pointer}`, message }))
  const [first] = fields
  if (first) throw new DomainError('malformed_request', `${first.pointer}: ${first.message}`, { fields })
}

async function driftOf(
  { sync }: SyncDraft,
  place: string,
  remote: RemoteSecret,
  { added, changed, removed }: Difference,
  context: SignedInContext,
): Promise<ReadonlySet<string>> {
  const progress = sync?.place === place ? await progressOf(sync.id, context) : undefined
  if (!sync || !progress?.serverWrappedBase || !remote.entries || progress.remoteVersionId === remote.versionId) return new Set()
  const touched = new Set([...added, ...changed, ...removed])
  const base = openBase(sync.id, progress.serverWrappedBase, context)
  return new Set(driftedKeys(sync.id, base, remote.entries).filter((name) => touched.has(name)))
}

const progressOf = async (syncId: string, { stores }: SignedInContext): Promise<SyncProgress | undefined> =>
  (await stores.syncs.findProgress([syncId]))[0]

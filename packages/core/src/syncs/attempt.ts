import type { Context } from '../context.ts'
import { openCredentialFor } from '../credentials/open.ts'
import { parse } from '../parse.ts'
import { adoptEdits } from './adopt.ts'
import { baseOf, openBase, type SyncBase } from './base.ts'
import { takeWrites } from './budget.ts'
import { type DestinationConnection, DestinationFailure, type RemoteSecret } from './destination.ts'
import { type Difference, differenceOf, isNothing } from './difference.ts'
import { type Lease, LeaseLost, leaseMs } from './lease.ts'
import { readSource } from './read-source.ts'
import { SyncStop } from './stop.ts'
import type { LeasedSync } from './store.ts'
import type { Sync, SyncRun } from './sync.ts'
import { type RemoteBefore, reconcile } from './three-way.ts'

/** What a run did that did not fail. */
export interface RunResult {
  outcome: 'written' | 'unchanged'
  difference: Difference
  drifted: string[]
  adopted: string[]
  bytes: number
  /** What is at the destination now. */
  base: SyncBase
  versionId: string | null
  requestId: string | null
}

/** Somebody else was faster, and the write found another destination than the plan: it is planned anew, so many times. */
const plans = 3
const plannedAnew: ReadonlySet<string> = new Set(['already_exists', 'token_spent'])

/**
 * Reads the source, signs in once with the credential as it is now, and makes the destination equal. Fails with a `DestinationFailure`, a
 * `SyncStop` or `LeaseLost`.
 */
export async function attempt(leased: LeasedSync, run: SyncRun, lease: Lease, context: Context): Promise<RunResult> {
  const { sync } = leased
  const credential = await context.stores.credentials.find(sync.organisationId, sync.credentialId)
  if (!credential) throw new DestinationFailure('credential_unknown', 'The credential of this sync was deleted. Choose another one.')
  if (credential.simulated && !context.lab) {
    throw new SyncStop(
      'lab_off',
      'This sync writes to the simulated account of the Lab, which is off on this server. Switch it on, or delete the sync.',
    )
  }
  const destination = context.destinations[sync.destination]
  const purpose = { kind: 'sync', appId: sync.appId, environmentId: sync.environmentId, syncId: sync.id } as const
  // One snapshot of the credential for the whole run; an edit of it counts from the next run on.
  const connection = await destination.open(openCredentialFor(credential, purpose, context))
  try {
    requirePlace(connection, leased, context)
    for (let plan = 1; ; plan++) {
      try {
        // Anew for each plan: one before may have taken edits over.
        const { entries } = await readSource(sync, context)
        return await once(entries, connection, leased, run, lease, context)
      } catch (thrown) {
        if (plan === plans || !(thrown instanceof DestinationFailure) || !plannedAnew.has(thrown.code)) throw thrown
      }
    }
  } finally {
    connection.close()
  }
}

async function once(
  entries: ReadonlyMap<string, string>,
  connection: DestinationConnection,
  leased: LeasedSync,
  run: SyncRun,
  lease: Lease,
  context: Context,
): Promise<RunResult> {
  const { sync } = leased
  const destination = context.destinations[sync.destination]
  const options = optionsOf(sync, context)
  await lease.confirm()
  const remote = await connection.find(options)
  const known = knownOf(remote, leased, run, context)
  requireUnowned(remote, known, leased)
  const { drifted, edits, ...planned } = reconcile(entries, remote, known, sync)
  const adopted = edits.size > 0 && known.base ? await adoptEdits(edits, known.base, leased, leaseMs, context) : new Map<string, string>()
  const source = adopted.size > 0 ? new Map([...entries, ...adopted]) : entries
  const present = remote.state === 'present' ? (remote.entries ?? new Map<string, string>()) : new Map<string, string>()
  const difference = adopted.size > 0 ? differenceOf(source, present, sync) : planned.difference
  const { value, bytes } = destination.compose(source, difference, remote, sync)
  const told = { difference, drifted, adopted: [...adopted.keys()].map((key) => sync.keyPrefix + key), bytes }
  if (remote.state === 'present' && remote.entries !== null && isNothing(difference) && destination.isSetUp(options, remote, sync.id)) {
    return { outcome: 'unchanged', ...told, base: baseOf(sync.id, present), versionId: remote.versionId, requestId: null }
  }
  if (bytes > destination.maxValueBytes) throw tooLarge(bytes, destination.maxValueBytes)
  await takeWrites(`${sync.destination}:${connection.account}:${connection.region}`, remote, sync.id, context)
  run.writeToken = tokenOf(value, remote, leased, context)
  // Stored before it is sent: whoever comes after us knows what may have been written.
  if (!(await context.stores.syncs.saveRun(run))) throw new LeaseLost()
  await lease.confirm()
  const { versionId, requestId } = await connection.write(options, { value, token: run.writeToken, ownerId: sync.id }, remote)
  return {
    outcome: 'written',
    ...told,
    base: baseOf(sync.id, writtenEntries(source, difference, present, sync.keyPrefix)),
    versionId,
    requestId,
  }
}

const optionsOf = ({ destination, options }: Sync, { destinations }: Context): unknown =>
  parse(destinations[destination].optionsSchema, options, '/options')

/** Syncs of one place exclude each other, so a credential that leads elsewhere by now is not followed there. */
function requirePlace(at: { account: string; region: string }, { sync }: LeasedSync, context: Context): void {
  if (context.destinations[sync.destination].placeOf(optionsOf(sync, context), at) === sync.place) return
  const sentence = 'The credential leads to another account or region than this sync was made for. Edit the sync to use it there.'
  throw new DestinationFailure('credential_refused', sentence)
}

/**
 * Whoever put another tag in the place of ours has written there since. Before our first write a tag that is not ours is that of a sync that is gone
 * or went elsewhere: a place has one live sync.
 */
function requireUnowned({ ownerId, state }: RemoteSecret, { isSeen }: RemoteBefore, { sync, progress }: LeasedSync): void {
  if (ownerId === null || ownerId === sync.id || state !== 'present' || isSeen || progress.lastSyncedAt === null) return
  throw new SyncStop('owned_by_another', 'Another sync keeps this secret. Choose another name, or decide who owns it and overwrite it.')
}

/** A version is seen that was read or agreed to before, or that has the token of a write of ours whose answer never came. */
function knownOf({ versionId }: RemoteSecret, { sync, progress, sentTokens }: LeasedSync, run: SyncRun, context: Context): RemoteBefore {
  const { serverWrappedBase, remoteVersionId } = progress
  const isSeen = versionId !== null && [remoteVersionId, run.writeToken, ...sentTokens].includes(versionId)
  return { base: serverWrappedBase === null ? null : openBase(sync.id, serverWrappedBase, context), isSeen }
}

/**
 * The same for the same write: another generation, another value or another version that is replaced is another write. Made under the server's
 * keys, since it becomes the name of a version, which people may see who must not learn anything of the value.
 */
function tokenOf(value: string, { versionId }: RemoteSecret, { sync, progress }: LeasedSync, { keyring }: Context): string {
  const place = `sync_write:${sync.id}:${progress.wantedGeneration}:${versionId}`
  return ['1', '2'].map((half) => keyring.fingerprint(value, `${place}:${half}`)).join('')
}

/** What is there after a write: the source, and what was kept. */
function writtenEntries(
  source: ReadonlyMap<string, string>,
  { kept }: Difference,
  present: ReadonlyMap<string, string | null>,
  keyPrefix: string,
): Map<string, string | null> {
  const ours = [...source].map(([key, value]): [string, string] => [keyPrefix + key, value])
  const theirs = kept.map((name): [string, string | null] => [name, present.get(name) ?? null])
  return new Map<string, string | null>([...ours, ...theirs])
}

const tooLarge = (bytes: number, most: number) =>
  new DestinationFailure(
    'too_large',
    `The value has ${bytes} bytes, ${bytes - most} more than the ${most} that fit. Sync fewer keys, or divide them by path.`,
  )

import { openEnvironment } from '@bonafide/crypto'
import { openServerCopy } from '../apps/environment-keys.ts'
import { auditEvent } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { notFound } from '../errors.ts'
import { openOf } from '../secrets/open.ts'
import { paced } from '../secrets/pace.ts'
import { type LoadedReferences, loadReferences, type ReferenceReader, readerOf } from '../secrets/referenced.ts'
import { expandReferences, findReferences, newBudget, type Referenced } from '../secrets/references.ts'
import { SyncStop } from './stop.ts'
import type { Sync } from './sync.ts'

/** What a sync has to bring to its destination, read just now. */
export interface SyncSource {
  /** Key → value with its references resolved, in the order of the environment's own list. */
  entries: ReadonlyMap<string, string>
  /** Other environments that the values refer to. */
  referencedEnvironmentIds: string[]
  /** References that lead nowhere, as they are written. */
  unresolvedReferences: string[]
}

/** Where it is read: a folder, without what lies below it. */
export type SourceFolder = Pick<Sync, 'organisationId' | 'environmentId' | 'path'>

/**
 * The source of a sync, read by the server for a run: with the server's copies of keys, sealed secrets included, no member's overrides, as
 * every workload would read it. References are resolved into the environments that were approved for the sync. Fails with a `SyncStop`:
 * `reference_not_approved` when one would have to be read that was not, `server_encryption_required` in end-to-end apps.
 */
export async function readSource(
  sync: SourceFolder & Pick<Sync, 'id' | 'referencedEnvironmentIds'>,
  context: Context,
): Promise<SyncSource> {
  const approved = new Set(sync.referencedEnvironmentIds)
  const { organisationId } = sync
  const reader: ReferenceReader = {
    organisationId,
    folder: null,
    findNamed: (names) => context.stores.secrets.findNamedByServer(organisationId, names),
    mayRead: (environmentId) => approved.has(environmentId),
    isHidden: () => false,
  }
  const { refusedIds, ...source } = await loadSource(sync, reader, { ...context, actor: { kind: 'system', name: 'sync' } }, sync.id)
  if (refusedIds.length === 0) return source
  throw new SyncStop(
    'reference_not_approved',
    'A value refers to an environment that this sync was not let read. Whoever may read that environment can review the sync and save it.',
  )
}

/** The same for somebody who plans a sync: references are resolved into the environments whose keys that somebody holds. Leaves audit rows. */
export async function readSourceAs(folder: SourceFolder, context: SignedInContext): Promise<SyncSource> {
  const { refusedIds: _, ...source } = await loadSource(folder, { ...readerOf(context), isHidden: () => false }, context, null)
  return source
}

async function loadSource(
  { organisationId, environmentId, path }: SourceFolder,
  reader: ReferenceReader,
  context: Context,
  syncId: string | null,
): Promise<SyncSource & Pick<LoadedReferences, 'refusedIds'>> {
  const deed = { action: 'secrets.read', resourceType: 'environment', resourceId: environmentId, after: { syncId } }
  const found = await context.stores.secrets.readFolder(organisationId, environmentId, path, auditEvent(organisationId, deed, context))
  if (!found) throw notFound('environment')
  const { environment } = found
  if (!environment.serverEncryption) {
    throw new SyncStop('server_encryption_required', 'The app is end-to-end encrypted. Switch on server-side encryption in its settings.')
  }
  const keys = openServerCopy(environment, context)
  const owner = openEnvironment(keys.seed)
  const secrets = await paced(found.secrets, (secret) => ({
    ...secret,
    key: openOf(secret, secret.key, owner),
    value: openOf(secret, secret.value, owner),
  }))
  const references = await loadReferences(secrets, { environment, keys, complete: false }, reader, context)
  const budget = newBudget()
  const starts = secrets.map(({ id, key, value }) => ({ key, id, environmentId, value }))
  const expanded = await paced(starts, (start) => expandReferences(start, references.lookup, budget))
  return {
    entries: new Map(starts.map(({ key }, index) => [key, expanded[index] ?? ''])),
    referencedEnvironmentIds: references.environmentIds,
    refusedIds: references.refusedIds,
    unresolvedReferences: unresolved(starts, references.lookup),
  }
}

/** What leads nowhere, also from values that are referred to. */
function unresolved(starts: readonly Referenced[], lookup: LoadedReferences['lookup']): string[] {
  const nowhere = new Set<string>()
  const seen = new Set<string>()
  const waiting = [...starts]
  for (let from = waiting.pop(); from; from = waiting.pop()) {
    if (seen.has(from.id)) continue
    seen.add(from.id)
    for (const reference of findReferences(from.value)) {
      const target = lookup(reference, from.environmentId)
      if (target) waiting.push(target)
      else nowhere.add(`\${${reference}}`)
    }
  }
  return [...nowhere]
}

import { type EnvironmentKeys, keyDigest, openEnvironment, type Recipient } from '@bonafide/crypto'
import { openServerCopy } from '../apps/environment-keys.ts'
import { auditEvent } from '../audit/record.ts'
import type { Context } from '../context.ts'
import { dateOf } from '../runtime.ts'
import { openOf } from '../secrets/open.ts'
import { findReferences } from '../secrets/references.ts'
import type { Secret } from '../secrets/secret.ts'
import type { OpenedEnvironment } from '../secrets/store.ts'
import { orderedIds, storeChanged, storeNew } from '../secrets/write.ts'
import type { Stores } from '../stores.ts'
import { baseOf, type SyncBase } from './base.ts'
import { LeaseLost } from './lease.ts'
import { syncChanged } from './request.ts'
import type { LeasedSync } from './store.ts'

interface Open {
  environment: OpenedEnvironment
  keys: EnvironmentKeys
  owner: Recipient
  stores: Stores
}

/**
 * Takes edits of the destination over into the environment, as its next versions, and answers those that were: a secret that was changed here
 * meanwhile stays, one that is sealed too, and one whose value refers to others, since an edit of what became of it says nothing about where it
 * came from.
 */
export async function adoptEdits(
  edits: ReadonlyMap<string, string>,
  base: SyncBase,
  { sync, progress }: LeasedSync,
  leaseMs: number,
  context: Context,
): Promise<Map<string, string>> {
  return context.stores.transaction(async (stores) => {
    const environment = await stores.secrets.openForWritingByServer(sync.organisationId, sync.environmentId)
    // Asked in the transaction that writes: a node that was taken for dead changes nothing.
    if (!environment || !(await stores.syncs.renewLease(sync.id, progress.leaseNumber, leaseMs))) throw new LeaseLost()
    const keys = openServerCopy(environment, context)
    const open: Open = { environment, keys, owner: openEnvironment(keys.seed), stores }
    const present = await presentSecrets(sync.path, open, context)
    const adopted = new Map<string, string>()
    const changed: Secret[] = []
    const added: [string, string][] = []
    for (const [key, value] of edits) {
      const secret = present.get(keyDigest(key, keys.salt))
      if (secret) {
        const next = nextVersion(secret, value, base.get(sync.keyPrefix + key), sync.id, open, context)
        if (!next) continue
        changed.push(next)
      } else if (base.has(sync.keyPrefix + key)) continue
      else added.push([key, value])
      adopted.set(key, value)
    }
    if (changed.length > 0) await storeChanged(changed, [], open, context)
    if (added.length > 0) await storeNew(newSecrets(added, sync.path, open, context), [], open, context)
    if (adopted.size > 0) await syncChanged([environment.id], stores, context)
    return adopted
  })
}

/** The secrets of the folder as they are under the lock, by the digest of their key. */
async function presentSecrets(path: string, { environment, stores }: Open, context: Context): Promise<Map<string, Secret>> {
  const { id, organisationId } = environment
  const deed = { action: 'secrets.read', resourceType: 'environment', resourceId: id }
  const folder = await stores.secrets.readFolder(organisationId, id, path, auditEvent(organisationId, deed, context))
  const ids = folder?.secrets.map((secret) => secret.id) ?? []
  return new Map((await stores.secrets.find(id, ids)).map((secret) => [secret.keyDigest, secret]))
}

function nextVersion(
  secret: Secret,
  value: string,
  baseDigest: string | null | undefined,
  syncId: string,
  { owner }: Open,
  { runtime }: Context,
): Secret | undefined {
  const plain = openOf(secret, secret.value, owner)
  const isUnchanged = baseOf(syncId, new Map([['', plain]])).get('') === baseDigest
  if (secret.type === 'sealed' || !isUnchanged || findReferences(plain).length > 0) return undefined
  return { ...secret, value: owner.encrypt(value, runtime.randomBytes), version: secret.version + 1, updatedAt: dateOf(runtime) }
}

function newSecrets(added: readonly [string, string][], path: string, { environment, keys, owner }: Open, context: Context): Secret[] {
  const ids = orderedIds(added.length, context)
  const now = dateOf(context.runtime)
  return added.map(([key, value], index) => ({
    id: ids[index] as string,
    environmentId: environment.id,
    path,
    key: owner.encrypt(key, context.runtime.randomBytes),
    keyDigest: keyDigest(key, keys.salt),
    value: owner.encrypt(value, context.runtime.randomBytes),
    comment: '',
    tags: [],
    type: 'secret',
    version: 1,
    createdAt: now,
    updatedAt: now,
  }))
}

import { type EnvironmentKeys, keyDigest, openEnvironment, type Recipient } from '@bonafide/crypto'
import { openServerCopy } from '../apps/environment-keys.ts'
import { holderOf } from '../apps/reach.ts'
import { auditEvent } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { pathHolds } from '../service-accounts/narrowing.ts'
import { isHidden, openOf } from './open.ts'
import { findReferences, parseReference, type Referenced, referenceLimits } from './references.ts'
import type { PlainSecret, SecretType } from './secret.ts'
import type { NamedEnvironment, OpenedEnvironment, SecretAddress } from './store.ts'

const maxReferenced = 10_000

/** For whom references are followed. */
export interface ReferenceReader {
  organisationId: string
  /** The folder that it is held to; null: none. */
  folder: string | null
  /** Environments of these names, as far as it may know of them. */
  findNamed(names: readonly Wanted[]): Promise<NamedEnvironment[]>
  /** False: what is there is found, and not read. */
  mayRead(environmentId: string): boolean
  isHidden(type: SecretType): boolean
}

/** Somebody who reads secrets: references lead wherever that somebody holds a key, and not out of what a token is narrowed to. */
export function readerOf({ actor, stores }: SignedInContext): ReferenceReader {
  const { organisationId } = actor
  const holder = holderOf(actor)
  return {
    organisationId,
    folder: holder.within?.path ?? null,
    findNamed: (names) => stores.secrets.findNamed(organisationId, holder, names),
    mayRead: () => true,
    isHidden: (type) => isHidden(type, actor),
  }
}

export interface LoadedReferences {
  lookup(reference: string, environmentId: string): Referenced | undefined
  /** Environments that references lead to, home left out. */
  environmentIds: string[]
  /** Of those, the ones with a secret that would have been read, had it been allowed. */
  refusedIds: string[]
}

/** What is looked at, before what it refers to is. */
export interface Home {
  environment: OpenedEnvironment
  keys: EnvironmentKeys
  /** True when every secret of the environment is among those read. */
  complete: boolean
}

interface Opened {
  environment: OpenedEnvironment
  salt: string
  owner: Recipient
}

interface Wanted {
  app: string
  environment: string
}

/**
 * Fetches what the values refer to, and what that refers to, level by level: at most two statements per level, each leaving its audit
 * rows. What the reader does not find stays literal.
 */
export async function loadReferences(
  secrets: readonly Pick<PlainSecret, 'id' | 'path' | 'keyDigest' | 'value' | 'type'>[],
  home: Home,
  reader: ReferenceReader,
  context: Context,
): Promise<LoadedReferences> {
  const { organisationId, folder } = reader
  const refused = new Set<string>()
  const opened = new Map<string, Opened>()
  const named = new Map<string, string | null>()
  const found = new Map<string, Referenced | null>()
  const addressOf = (reference: string, fromEnvironmentId: string): SecretAddress | undefined => {
    const parsed = parseReference(reference)
    const from = opened.get(fromEnvironmentId)
    if (!parsed || !from) return undefined
    if (!pathHolds(folder, parsed.path)) return undefined
    const environmentId = parsed.environment === null ? fromEnvironmentId : named.get(nameKey(wantedOf(parsed, from.environment)))
    const target = environmentId && opened.get(environmentId)
    return target ? { environmentId: target.environment.id, path: parsed.path, keyDigest: keyDigest(parsed.key, target.salt) } : undefined
  }

  open(home.environment, home.keys)
  for (const { id, path, keyDigest, value, type } of secrets) {
    const secret = { id, environmentId: home.environment.id, value }
    found.set(addressKey({ environmentId: home.environment.id, path, keyDigest }), reader.isHidden(type) ? null : secret)
  }
  let frontier = secrets.map(({ value }) => ({ environmentId: home.environment.id, value }))
  for (let depth = 0; depth < referenceLimits.depth && frontier.length > 0 && found.size < maxReferenced; depth++) {
    const references = frontier.flatMap(({ environmentId, value }) =>
      findReferences(value).map((reference) => ({ environmentId, reference })),
    )
    await openNamed(references)
    const addresses = new Map<string, SecretAddress>()
    for (const { reference, environmentId } of references) {
      const address = addressOf(reference, environmentId)
      if (address && !found.has(addressKey(address))) addresses.set(addressKey(address), address)
    }
    frontier = await fetchValues([...addresses.values()].slice(0, maxReferenced))
  }
  return {
    lookup(reference, environmentId) {
      const address = addressOf(reference, environmentId)
      return (address && found.get(addressKey(address))) ?? undefined
    },
    environmentIds: [...opened.keys()].filter((id) => id !== home.environment.id),
    refusedIds: [...refused],
  }

  function open(environment: OpenedEnvironment, keys: EnvironmentKeys): void {
    opened.set(environment.id, { environment, salt: keys.salt, owner: openEnvironment(keys.seed) })
  }

  /** Finds the environments that are named here for the first time. */
  async function openNamed(references: readonly { environmentId: string; reference: string }[]): Promise<void> {
    const unknown = new Map<string, Wanted>()
    for (const { reference, environmentId } of references) {
      const parsed = parseReference(reference)
      const from = opened.get(environmentId)
      if (!parsed?.environment || !from) continue
      const wanted = wantedOf(parsed, from.environment)
      if (!named.has(nameKey(wanted))) unknown.set(nameKey(wanted), wanted)
    }
    if (unknown.size === 0) return
    const wanted = [...unknown.values()].slice(0, maxReferenced)
    for (const name of unknown.keys()) named.set(name, null)
    for (const environment of await reader.findNamed(wanted)) {
      named.set(nameKey(wanted[environment.index] as Wanted), environment.id)
      if (!opened.has(environment.id)) open(environment, openServerCopy(environment, context))
    }
  }

  async function refuse(addresses: readonly SecretAddress[]): Promise<void> {
    for (const environmentId of new Set(addresses.map((address) => address.environmentId))) {
      const there = addresses.filter((address) => address.environmentId === environmentId)
      if ((await context.stores.secrets.findAt(environmentId, there)).length > 0) refused.add(environmentId)
    }
  }

  async function fetchValues(addresses: SecretAddress[]): Promise<{ environmentId: string; value: string }[]> {
    for (const address of addresses) found.set(addressKey(address), null)
    const outside = addresses.filter(({ environmentId }) => !(home.complete && environmentId === home.environment.id))
    const isReadable = ({ environmentId }: SecretAddress) => environmentId === home.environment.id || reader.mayRead(environmentId)
    await refuse(outside.filter((address) => !isReadable(address)))
    const wanted = outside.filter(isReadable)
    if (wanted.length === 0) return []
    const environmentIds = [...new Set(wanted.map(({ environmentId }) => environmentId))]
    const audits = environmentIds.map((environmentId) => {
      const name = opened.get(environmentId)?.environment.name ?? null
      const deed = { action: 'secrets.read', resourceType: 'environment', resourceId: environmentId, resourceName: name }
      return {
        environmentId,
        event: auditEvent(organisationId, { ...deed, after: { referencedFrom: home.environment.id } }, context),
      }
    })
    const rows = await context.stores.secrets.readReferenced(wanted, audits)
    return rows
      .filter(({ type }) => !reader.isHidden(type))
      .map((row) => {
        const value = openOf(row, row.value, (opened.get(row.environmentId) as Opened).owner)
        found.set(addressKey(row), { id: row.id, environmentId: row.environmentId, value })
        return { environmentId: row.environmentId, value }
      })
  }
}

const addressKey = ({ environmentId, path, keyDigest }: SecretAddress) => `${environmentId} ${keyDigest} ${path}`
const nameKey = ({ app, environment }: Wanted) => JSON.stringify([app.toLowerCase(), environment.toLowerCase()])
// Without an app the reference stays in the app of the secret that makes it.
const wantedOf = ({ app, environment }: { app: string | null; environment: string | null }, from: OpenedEnvironment): Wanted => ({
  app: app ?? from.appId,
  environment: environment ?? '',
})

import { type EnvironmentKeys, keyDigest, openEnvironment, type Recipient } from '@bonafide/crypto'
import { openServerCopy } from '../apps/environment-keys.ts'
import { holderOf } from '../apps/reach.ts'
import { auditEvent } from '../audit/record.ts'
import type { SignedInContext } from '../context.ts'
import { pathHolds } from '../service-accounts/narrowing.ts'
import { isHidden, openOf } from './open.ts'
import { findReferences, parseReference, type Referenced, referenceLimits } from './references.ts'
import type { PlainSecret } from './secret.ts'
import type { OpenedEnvironment, SecretAddress } from './store.ts'

const maxReferenced = 10_000

interface Home {
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
 * rows. Environments of which the caller holds no key are not found, so their references stay literal; so do those that lead out of what a
 * token is narrowed to.
 */
export async function loadReferences(
  secrets: readonly PlainSecret[],
  home: Home,
  context: SignedInContext,
): Promise<(reference: string, environmentId: string) => Referenced | undefined> {
  const folder = holderOf(context.actor).within?.path ?? null
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
    found.set(addressKey({ environmentId: home.environment.id, path, keyDigest }), isHidden(type, context.actor) ? null : secret)
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
  return (reference, environmentId) => {
    const address = addressOf(reference, environmentId)
    return (address && found.get(addressKey(address))) ?? undefined
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
    const { actor, stores } = context
    for (const environment of await stores.secrets.findNamed(actor.organisationId, holderOf(actor), wanted)) {
      named.set(nameKey(wanted[environment.index] as Wanted), environment.id)
      if (!opened.has(environment.id)) open(environment, openServerCopy(environment, context))
    }
  }

  async function fetchValues(addresses: SecretAddress[]): Promise<{ environmentId: string; value: string }[]> {
    for (const address of addresses) found.set(addressKey(address), null)
    const wanted = addresses.filter(({ environmentId }) => !(home.complete && environmentId === home.environment.id))
    if (wanted.length === 0) return []
    const environmentIds = [...new Set(wanted.map(({ environmentId }) => environmentId))]
    const audits = environmentIds.map((environmentId) => {
      const name = opened.get(environmentId)?.environment.name ?? null
      const deed = { action: 'secrets.read', resourceType: 'environment', resourceId: environmentId, resourceName: name }
      return {
        environmentId,
        event: auditEvent(context.actor.organisationId, { ...deed, after: { referencedFrom: home.environment.id } }, context),
      }
    })
    const rows = await context.stores.secrets.readReferenced(wanted, audits)
    return rows
      .filter(({ type }) => !isHidden(type, context.actor))
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

import * as z from 'zod'
import { heldEnvironment } from '../apps/environments.ts'
import type { EnvironmentTarget } from '../apps/reach.ts'
import { EnvironmentUnreachable, holderOf } from '../apps/reach.ts'
import { auditActor, record } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authoriseSecrets } from '../organisations/authorise.ts'
import type { Action } from '../organisations/permissions.ts'
import { parse, uuid } from '../parse.ts'
import { newId } from '../runtime.ts'
import { pathHolds } from '../service-accounts/narrowing.ts'
import type { Stores } from '../stores.ts'
import { syncChanged } from '../syncs/request.ts'
import { targetFields, targetOf } from './read.ts'
import type { Secret } from './secret.ts'
import type { OpenedEnvironment, OverrideChange, SecretAddress } from './store.ts'

/** More than any `.env` file that clients send in one request. */
export const maxBatch = 10_000

/** What a caller wants of one secret, encrypted already. */
export interface OverrideWish {
  value: string
  isActive: boolean
}

export interface WritableEnvironment {
  environment: OpenedEnvironment
  stores: Stores
  /** The folder that a narrowed token is held to; secrets elsewhere are not there for it. */
  folder?: string | null
}

/**
 * Runs the work with the environment locked and its time of change moved: writers of one environment queue up, everybody else goes on. What is
 * synced from it is due when the work is done.
 */
export async function writing<Result>(
  target: EnvironmentTarget,
  context: SignedInContext,
  work: (open: WritableEnvironment) => Promise<Result>,
): Promise<Result> {
  const { actor } = context
  return context.stores.transaction(async (stores) => {
    const environment = await stores.secrets.openForWriting(actor.organisationId, target, holderOf(actor))
    if (!environment) {
      await heldEnvironment(target, stores, context)
      throw new EnvironmentUnreachable(false)
    }
    const result = await work({ environment, stores, folder: holderOf(actor).within?.path })
    await syncChanged([environment.id], stores, context)
    return result
  })
}

/** Stores new secrets, with their first versions, tags and overrides. `at` says where in the request they stand, for those whose key is taken. */
export async function storeNew(
  secrets: readonly Secret[],
  overrides: readonly (OverrideWish | undefined)[],
  { environment, stores, folder }: WritableEnvironment,
  context: Context,
  at?: string,
): Promise<void> {
  requireInFolder(secrets, folder)
  requireDistinct(secrets, at)
  await stores.secrets.ensureTags(environment.organisationId, tagsOf(secrets))
  const stored = new Set(await stores.secrets.insert(secrets, versionIds(secrets, context), auditActor(context.actor)))
  const taken = secrets.filter(({ id }) => !stored.has(id))
  if (taken.length > 0) throw duplicate(secrets, taken, at)
  await saveOverrides(secrets, overrides, stores, context)
  await recordChange('create', environment, secrets, stores, context)
}

/** Stores changed secrets as their next versions. */
export async function storeChanged(
  secrets: readonly Secret[],
  overrides: readonly (OverrideWish | undefined)[],
  { environment, stores, folder }: WritableEnvironment,
  context: Context,
  at?: string,
): Promise<void> {
  requireInFolder(secrets, folder)
  requireDistinct(secrets, at)
  const ids = secrets.map(({ id }) => id)
  const taken = await stores.secrets.taken(environment.id, secrets, ids)
  if (taken.length > 0) throw duplicate(secrets, taken, at)
  await stores.secrets.ensureTags(environment.organisationId, tagsOf(secrets))
  await stores.secrets.update(secrets, versionIds(secrets, context), auditActor(context.actor))
  await saveOverrides(secrets, overrides, stores, context)
  await recordChange('update', environment, secrets, stores, context)
}

/** The live secrets of these ids in this environment, in the order asked; fails with `not_found` naming those that are not there. */
export async function requireSecrets(ids: readonly string[], open: WritableEnvironment): Promise<Secret[]> {
  if (new Set(ids).size !== ids.length) throw new DomainError('malformed_request', '/secrets: names a secret twice')
  const byId = new Map((await findInFolder(ids, open)).map((secret) => [secret.id, secret]))
  const missing = ids.filter((id) => !byId.has(id))
  if (missing.length > 0)
    throw new DomainError('not_found', `There is no such secret in this environment: ${missing.slice(0, 20).join(', ')}.`)
  return ids.map((id) => byId.get(id) as Secret)
}

/** Those of the ids that are live in the environment and, for a narrowed token, in its folder. */
async function findInFolder(ids: readonly string[], { environment, stores, folder = null }: WritableEnvironment): Promise<Secret[]> {
  return (await stores.secrets.find(environment.id, ids)).filter(({ path }) => pathHolds(folder, path))
}

function requireInFolder(secrets: readonly Secret[], folder: string | null = null): void {
  if (secrets.every(({ path }) => pathHolds(folder, path))) return
  throw new DomainError('forbidden', `This token is narrowed to ${folder}, and writes nowhere else.`)
}

const deleteInput = z.object({
  ...targetFields,
  ids: z.array(uuid).max(maxBatch, `must be at most ${maxBatch}`),
  /** True: every id must be live here, or nothing is deleted. False: ids that match nothing are passed over. */
  strict: z.boolean().default(true),
})

/** Deletes secrets of one environment; their history stays. Answers how many. */
export async function deleteSecrets(input: unknown, context: Context): Promise<{ deleted: number }> {
  authoriseSecrets(context, 'delete')
  const { ids, strict, ...fields } = parse(deleteInput, input)
  const target = targetOf(fields)
  if (ids.length === 0) return untouched(target, { deleted: 0 }, context)
  return writing(target, context, async (open) => {
    const wanted = [...new Set(ids)]
    const secrets = strict ? await requireSecrets(wanted, open) : await findInFolder(wanted, open)
    if (secrets.length > 0) await removeStored(secrets, open, context)
    return { deleted: secrets.length }
  })
}

/** Deletes live secrets of an environment that is open for writing; their history stays. */
export async function removeStored(
  secrets: readonly Secret[],
  { environment, stores }: WritableEnvironment,
  context: SignedInContext,
): Promise<void> {
  await stores.secrets.remove(secrets, versionIds(secrets, context), auditActor(context.actor))
  await recordChange('delete', environment, secrets, stores, context)
}

/** An empty batch changes nothing, but still only for somebody who could have changed something. */
export async function untouched<Result>(target: EnvironmentTarget, result: Result, context: SignedInContext): Promise<Result> {
  await heldEnvironment(target, context.stores, context)
  return result
}

/** The next version of a secret, or `conflict` when the caller started from another one. */
export function requireVersion(current: Secret, expectedVersion: number | undefined): void {
  if (expectedVersion === undefined || expectedVersion === current.version) return
  throw new DomainError(
    'conflict',
    `The secret was changed meanwhile: it is at version ${current.version}, you started from ${expectedVersion}.`,
  )
}

/** Sealed is for good (wire contract 3.6). */
export function requireSealKept(current: Secret, type: Secret['type'] | undefined): void {
  if (current.type !== 'sealed' || type === undefined || type === 'sealed') return
  throw new DomainError('sealed_secret', 'A sealed secret stays sealed: delete it and create another.')
}

async function recordChange(
  event: Extract<Action, 'create' | 'update' | 'delete'>,
  environment: OpenedEnvironment,
  secrets: readonly Secret[],
  stores: Stores,
  context: Context,
): Promise<void> {
  const list = { secrets: secrets.map(({ id, path, keyDigest, version }) => ({ id, path, keyDigest, version })) }
  const deed = { action: `secrets.${event}`, resourceType: 'environment', resourceId: environment.id, resourceName: environment.name }
  await record(environment.organisationId, event === 'delete' ? { ...deed, before: list } : { ...deed, after: list }, stores, context)
}

const versionIds = (secrets: readonly Secret[], { runtime }: Context): string[] => secrets.map(() => newId(runtime))

/** Ids that sort as the batch is ordered, so that an answer lists secrets as they were written. */
export const orderedIds = (count: number, { runtime }: Context): string[] => Array.from({ length: count }, () => newId(runtime)).sort()

/** Overrides belong to members; what an account sends is passed over (wire contract 1.9.2). */
async function saveOverrides(
  secrets: readonly Secret[],
  wishes: readonly (OverrideWish | undefined)[],
  stores: Stores,
  { actor, runtime }: Context,
): Promise<void> {
  if (actor.kind !== 'member') return
  const changes = secrets.flatMap(({ id: secretId }, index): OverrideChange[] => {
    const wish = wishes[index]
    return wish ? [{ id: newId(runtime), secretId, ...wish }] : []
  })
  if (changes.length > 0) await stores.secrets.saveOverrides(actor.id, changes)
}

const tagsOf = (secrets: readonly Secret[]): string[] => [...new Set(secrets.flatMap(({ tags }) => tags))]

function requireDistinct(addresses: readonly SecretAddress[], at?: string): void {
  const seen = new Set<string>()
  const repeated: SecretAddress[] = []
  for (const address of addresses) {
    if (seen.has(addressOf(address))) repeated.push(address)
    seen.add(addressOf(address))
  }
  if (repeated.length > 0) throw duplicate(addresses, repeated, at)
}

const addressOf = ({ path, keyDigest }: SecretAddress): string => `${keyDigest} ${path}`

function duplicate(all: readonly SecretAddress[], taken: readonly SecretAddress[], at: string | undefined): DomainError {
  const sentence = (path: string) => `There is already a secret with this key at ${path}.`
  const addresses = new Set(taken.map(addressOf))
  const fields = all.flatMap((address, index) =>
    at !== undefined && addresses.has(addressOf(address)) ? [{ pointer: `${at}/${index}/key`, message: sentence(address.path) }] : [],
  )
  return new DomainError('conflict', sentence(taken[0]?.path ?? '/'), { fields })
}

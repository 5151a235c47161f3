import { openEnvironment } from '@bonafide/crypto'
import * as z from 'zod'
import { openServerCopy } from '../apps/environment-keys.ts'
import { heldEnvironment } from '../apps/environments.ts'
import { record } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import { isHidden, openOf } from './open.ts'
import type { Secret, SecretType, SecretVersion, SecretVersionEntry, StoredVersion } from './secret.ts'
import { requireSecrets, storeChanged, writing } from './write.ts'

const historyInput = z.object({ secretId: uuid })
const restoreInput = z.object({ secretId: uuid, version: z.number().int().min(1) })

/** Every version of a live secret without its value, newest first. Names are no secrets, so this leaves no audit row. */
export async function listSecretVersions(input: unknown, context: Context): Promise<SecretVersionEntry[]> {
  authoriseInApps(context, 'Secrets', 'read')
  const { secretId } = parse(historyInput, input)
  const environment = await heldEnvironment({ secretId }, context.stores, context)
  const listed = await context.stores.secrets.listVersions(secretId)
  const hidden = isHiddenIn(listed, context)
  const versions = listed.map((version) => ({ ...version, valueLength: hidden ? null : version.valueLength }))
  if (!environment.serverEncryption) return versions.map((version) => ({ ...version, encrypted: true }))
  const owner = openEnvironment(openServerCopy(environment, context).seed)
  const open = (path: string, ciphertext: string) => openOf({ id: secretId, path }, ciphertext, owner)
  return versions.map((version) => {
    const { path, key, comment } = version
    return { ...version, key: open(path, key), comment: open(path, comment), encrypted: false }
  })
}

/** Every version of a live secret with its value, newest first; decrypted in server-encrypted apps. Only for who holds the environment today. */
export async function readSecretHistory(input: unknown, context: Context): Promise<SecretVersion[]> {
  authoriseInApps(context, 'Secrets', 'read')
  const { secretId } = parse(historyInput, input)
  const environment = await heldEnvironment({ secretId }, context.stores, context)
  const versions = await context.stores.transaction(async (stores) => {
    const found = await stores.secrets.history(secretId)
    const deed = { action: 'secrets.read_history', resourceType: 'environment', resourceId: environment.id, resourceName: environment.name }
    await record(environment.organisationId, { ...deed, after: { secretIds: [secretId] } }, stores, context)
    return found
  })
  if (!environment.serverEncryption) return versions.map((version) => ({ ...version, encrypted: true }))
  const owner = openEnvironment(openServerCopy(environment, context).seed)
  const open = (path: string, ciphertext: string) => openOf({ id: secretId, path }, ciphertext, owner)
  const hidden = isHiddenIn(versions, context)
  return versions.map((version) => ({
    ...version,
    key: open(version.path, version.key),
    value: hidden ? '' : open(version.path, version.value),
    comment: open(version.path, version.comment),
    encrypted: false,
  }))
}

/** What was sealed later is sealed in its past too: the value may still be the same. */
const isHiddenIn = (versions: readonly { type: SecretType }[], { actor }: SignedInContext): boolean =>
  versions.some(({ type }) => isHidden(type, actor))

/** Writes value and comment of an older version as the next one. Works on ciphertext, so in end-to-end apps too. */
export async function restoreSecretVersion(input: unknown, context: Context): Promise<Secret> {
  authoriseInApps(context, 'Secrets', 'update')
  const { secretId, version } = parse(restoreInput, input)
  return writing({ secretId }, context, async (open) => {
    const [current] = (await requireSecrets([secretId], open)) as [Secret]
    const old: StoredVersion | undefined = await open.stores.secrets.findVersion(secretId, version)
    if (!old) throw notFound('version')
    if (current.type === 'sealed') throw new DomainError('sealed_secret', 'The value of a sealed secret cannot be changed.')
    const now = dateOf(context.runtime)
    const restored: Secret = { ...current, value: old.value, comment: old.comment, version: current.version + 1, updatedAt: now }
    await storeChanged([restored], [], open, context)
    return restored
  })
}

import { keyDigest, openEnvironment } from '@bonafide/crypto'
import * as z from 'zod'
import { openServerCopy, serverEncryptionRequired } from '../apps/environment-keys.ts'
import { heldEnvironment } from '../apps/environments.ts'
import type { EnvironmentTarget } from '../apps/reach.ts'
import type { Context } from '../context.ts'
import { authoriseSecrets } from '../organisations/authorise.ts'
import { parse, text } from '../parse.ts'
import { decryptSecret, isHidden } from './open.ts'
import { filterFields, readStored, targetFields, targetOf } from './read.ts'
import { loadReferences, readerOf } from './referenced.ts'
import { expandReferences, newBudget } from './references.ts'
import type { EncryptedSecret, PlainSecret } from './secret.ts'

const { path, tags } = filterFields
const readInput = z.object({ ...targetFields, path, tags, key: text(256).optional(), resolveReferences: z.boolean().default(true) })

/**
 * Secrets of a server-encrypted app, decrypted. References in values are resolved with the caller's rights unless `resolveReferences` is
 * false; what cannot be resolved stays as written. To sessions, sealed values are empty. `key` is upper-cased first, as the wire contract says (1.10).
 */
export async function readSecrets(input: unknown, context: Context): Promise<PlainSecret[]> {
  authoriseSecrets(context, 'read')
  const { path, tags, key, resolveReferences, ...fields } = parse(readInput, input)
  let target: EnvironmentTarget = targetOf(fields)
  let digest: string | undefined
  if (key) {
    // The digest needs the environment's salt, so this filter alone costs a round trip more.
    const environment = await heldEnvironment(target, context.stores, context)
    digest = keyDigest(key.toUpperCase(), openServerCopy(environment, context).salt)
    target = { environmentId: environment.id }
  }
  const { environment, json } = await readStored(target, { path, tags, keyDigest: digest }, 'camel', true, context)
  if (!environment.serverEncryption) throw serverEncryptionRequired()
  const keys = openServerCopy(environment, context)
  const owner = openEnvironment(keys.seed)
  const secrets = (JSON.parse(json) as EncryptedSecret[]).map((secret) => decryptSecret(secret, owner))
  const visible = secrets.map((secret) => (isHidden(secret.type, context.actor) ? { ...secret, value: '' } : secret))
  if (!resolveReferences) return visible
  const home = { environment, keys, complete: !path && !tags && !digest }
  const { lookup } = await loadReferences(visible, home, readerOf(context), context)
  const budget = newBudget()
  return visible.map((secret) => ({
    ...secret,
    value: expandReferences({ id: secret.id, environmentId: environment.id, value: secret.value }, lookup, budget),
  }))
}

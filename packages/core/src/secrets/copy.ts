import { openEnvironment } from '@bonafide/crypto'
import * as z from 'zod'
import { openServerCopy } from '../apps/environment-keys.ts'
import { heldEnvironment } from '../apps/environments.ts'
import { record } from '../audit/record.ts'
import type { Context } from '../context.ts'
import { DomainError, type ErrorCode } from '../errors.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { type Changed, changedOf, maxChanges } from './change.ts'
import { openOf } from './open.ts'
import { paced } from './pace.ts'
import type { NewPlainSecret } from './plain-input.ts'
import type { SecretAddress } from './store.ts'
import { requireSecrets, writing } from './write.ts'
import { sealerOf, storeChangedPlain, storeNewPlain } from './write-plain.ts'

const copyInput = z.object({
  fromEnvironmentId: uuid,
  toEnvironmentId: uuid,
  secretIds: z.array(uuid).min(1, 'must name a secret').max(maxChanges, `must be at most ${maxChanges}`),
  /** Without it a key that is already there is a `conflict`. */
  overwrite: z.boolean().default(false),
})

export interface CopiedSecrets {
  created: Changed[]
  updated: Changed[]
}

/**
 * Promotes secrets from one server-encrypted environment to another, in one transaction; no value leaves the server. Where the key is there
 * already, `overwrite` replaces the value and leaves comment, tags and type. Sealed secrets are neither copied nor written over. The source
 * records that it was copied, the target what was made and changed.
 */
export async function copySecrets(input: unknown, context: Context): Promise<CopiedSecrets> {
  authoriseInApps(context, 'Secrets', 'read')
  const { fromEnvironmentId, toEnvironmentId, secretIds, overwrite } = parse(copyInput, input)
  return writing({ environmentId: toEnvironmentId }, context, async (open) => {
    const { stores } = open
    const from = await heldEnvironment({ environmentId: fromEnvironmentId }, stores, context)
    const sources = await requireSecrets(secretIds, { environment: from, stores })
    if (fromEnvironmentId === toEnvironmentId) throw new DomainError('malformed_request', '/toEnvironmentId: must be another environment')
    const to = await heldEnvironment({ environmentId: toEnvironmentId }, stores, context)
    if (to.simulated && !from.simulated) {
      throw new DomainError('conflict', 'Real values are not copied into a simulated app: simulated accounts would read them.')
    }
    refuse(
      'sealed_secret',
      'A sealed secret cannot be copied.',
      sources.map(({ type }) => type === 'sealed'),
    )
    const owner = openEnvironment(openServerCopy(from, context).seed)
    const sealer = sealerOf(open, context)
    const wanted = await paced(sources, (secret): NewPlainSecret => {
      const { path, tags, type } = secret
      const opened = (ciphertext: string) => openOf(secret, ciphertext, owner)
      return { key: opened(secret.key), value: opened(secret.value), comment: opened(secret.comment), path, tags, type }
    })
    const addresses = wanted.map(({ key, path }) => ({ path, keyDigest: sealer.digest(key) }))
    const present = new Map((await stores.secrets.findAt(open.environment.id, addresses)).map((one) => [addressOf(one), one]))
    const inTheWay = addresses.map((address) => present.get(addressOf(address)))
    if (!overwrite)
      refuse(
        'conflict',
        'The key is there already. Allow overwriting to replace its value.',
        inTheWay.map((one) => one !== undefined),
      )
    refuse(
      'sealed_secret',
      'A sealed secret is in the way: delete it first.',
      inTheWay.map((one) => one?.type === 'sealed'),
    )
    const fresh = wanted.filter((_, index) => inTheWay[index] === undefined)
    const changes = wanted.flatMap(({ value }, index) => {
      const id = inTheWay[index]?.id
      return id === undefined ? [] : [{ id, value }]
    })
    if (fresh.length > 0) authoriseInApps(context, 'Secrets', 'create')
    if (changes.length > 0) authoriseInApps(context, 'Secrets', 'update')
    const deed = { action: 'secrets.copy', resourceType: 'environment', resourceId: from.id, resourceName: from.name }
    await record(from.organisationId, { ...deed, after: { secretIds, toEnvironmentId } }, stores, context)
    const updated = changes.length > 0 ? await storeChangedPlain(changes, sealer, open, context) : []
    const created = fresh.length > 0 ? await storeNewPlain(fresh, sealer, open, context) : []
    return { created: created.map(changedOf), updated: updated.map(changedOf) }
  })
}

const addressOf = ({ path, keyDigest }: Pick<SecretAddress, 'path' | 'keyDigest'>): string => `${keyDigest} ${path}`

/** Fails when any of the secrets, in the order of the request, is one that must not be. */
function refuse(code: ErrorCode, sentence: string, isBad: readonly boolean[]): void {
  const fields = isBad.flatMap((bad, index) => (bad ? [{ pointer: `/secretIds/${index}`, message: sentence }] : []))
  if (fields.length > 0) throw new DomainError(code, sentence, { fields })
}

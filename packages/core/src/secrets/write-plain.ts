import { keyDigest, openEnvironment } from '@bonafide/crypto'
import * as z from 'zod'
import { openServerCopy } from '../apps/environment-keys.ts'
import { holderOf } from '../apps/reach.ts'
import type { Context, SignedInContext } from '../context.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import { parse, text, uuid } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import { decryptSecret, isHidden } from './open.ts'
import { secretPath } from './path.ts'
import { targetFields, targetOf } from './read.ts'
import type { PlainSecret, Secret } from './secret.ts'
import { secretType, tagList } from './secret-input.ts'
import {
  maxBatch,
  type OverrideWish,
  orderedIds,
  requireSealKept,
  requireSecrets,
  requireVersion,
  storeChanged,
  storeNew,
  type WritableEnvironment,
  writing,
} from './write.ts'

export const maxKeyLength = 256
export const maxValueLength = 1_048_576

/**
 * Keys are upper-cased, as every client of this route expects; otherwise they are kept letter by letter: two spellings in Unicode are two
 * keys. What no environment could hold (`=`, control characters, blanks around it) is refused.
 */
const key = text(maxKeyLength)
  .min(1, 'must not be empty')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what a key must not hold
  .refine((name) => !/[=\u0000-\u001f\u007f]/.test(name) && name === name.trim(), 'must not hold =, control characters or blanks around it')
  .transform((name) => name.toUpperCase())
const value = text(maxValueLength)
const comment = text(16_384)
const override = z.object({ value, isActive: z.boolean() }).nullish()

const newSecret = z.object({
  key,
  value,
  comment: comment.default(''),
  path: secretPath.default('/'),
  tags: tagList.default([]),
  type: secretType.default('secret'),
  override,
})
const changedSecret = z.object({
  id: uuid,
  key: key.optional(),
  value: value.optional(),
  comment: comment.optional(),
  path: secretPath.optional(),
  tags: tagList.optional(),
  type: secretType.optional(),
  override,
  version: z.number().int().optional(),
})

const list = <Item extends z.ZodType>(item: Item) =>
  z.array(item).min(1, 'must hold at least one secret').max(maxBatch, `must be at most ${maxBatch}`)
const createInput = z.object({ ...targetFields, secrets: list(newSecret) })
const updateInput = z.object({ ...targetFields, secrets: list(changedSecret) })

/** Encrypts and stores secrets of a server-encrypted app: all of them or none. Answers them as stored. Wire contract 1.10. */
export async function createSecrets(input: unknown, context: Context): Promise<PlainSecret[]> {
  authoriseInApps(context, 'Secrets', 'create')
  const { secrets: wanted, ...fields } = parse(createInput, input)
  return writing(targetOf(fields), context, async (open) => {
    const sealer = sealerOf(open, context)
    const now = dateOf(context.runtime)
    const ids = orderedIds(wanted.length, context)
    const secrets = wanted.map(
      ({ override: _, ...secret }, index): Secret => ({
        id: ids[index] as string,
        environmentId: open.environment.id,
        path: secret.path,
        key: sealer.encrypt(secret.key),
        keyDigest: sealer.digest(secret.key),
        value: sealer.encrypt(secret.value),
        comment: sealer.encryptComment(secret.comment),
        tags: secret.tags,
        type: secret.type,
        version: 1,
        createdAt: now,
        updatedAt: now,
      }),
    )
    await storeNew(
      secrets,
      wanted.map((secret) => sealer.override(secret.override)),
      open,
      context,
    )
    return sealer.show(ids)
  })
}

/** Changes secrets of a server-encrypted app: all of them or none. Absent fields keep their value, tags included. */
export async function updateSecrets(input: unknown, context: Context): Promise<PlainSecret[]> {
  authoriseInApps(context, 'Secrets', 'update')
  const { secrets: wanted, ...fields } = parse(updateInput, input)
  return writing(targetOf(fields), context, async (open) => {
    const sealer = sealerOf(open, context)
    const ids = wanted.map(({ id }) => id)
    const now = dateOf(context.runtime)
    const secrets = (await requireSecrets(ids, open)).map((before, index): Secret => {
      const change = wanted[index] as z.output<typeof changedSecret>
      requireVersion(before, change.version)
      requireSealKept(before, change.type)
      return {
        ...before,
        key: change.key === undefined ? before.key : sealer.encrypt(change.key),
        keyDigest: change.key === undefined ? before.keyDigest : sealer.digest(change.key),
        value: change.value === undefined || before.type === 'sealed' ? before.value : sealer.encrypt(change.value),
        comment: change.comment === undefined ? before.comment : sealer.encryptComment(change.comment),
        path: change.path ?? before.path,
        tags: change.tags ?? before.tags,
        type: change.type ?? before.type,
        version: before.version + 1,
        updatedAt: now,
      }
    })
    await storeChanged(
      secrets,
      wanted.map((secret) => sealer.override(secret.override)),
      open,
      context,
    )
    return sealer.show(ids)
  })
}

/** Encrypts for one environment, its private key imported once. Fails where the server holds no copy of the keys. */
function sealerOf({ environment, stores }: WritableEnvironment, context: SignedInContext) {
  const { seed, salt } = openServerCopy(environment, context)
  const owner = openEnvironment(seed)
  const encrypt = (plain: string) => owner.encrypt(plain, context.runtime.randomBytes)
  return {
    encrypt,
    encryptComment: (plain: string) => (plain === '' ? '' : encrypt(plain)),
    digest: (name: string) => keyDigest(name, salt),
    override: (wish: { value: string; isActive: boolean } | null | undefined): OverrideWish | undefined =>
      wish && context.actor.kind === 'member' ? { value: encrypt(wish.value), isActive: wish.isActive } : undefined,
    async show(ids: readonly string[]): Promise<PlainSecret[]> {
      const shown = await stores.secrets.show(environment.id, ids, holderOf(context.actor))
      const byId = new Map(
        shown.map((secret) => {
          const open = decryptSecret(secret, owner)
          return [secret.id, isHidden(secret.type, context.actor) ? { ...open, value: '' } : open]
        }),
      )
      return ids.flatMap((id) => byId.get(id) ?? [])
    },
  }
}

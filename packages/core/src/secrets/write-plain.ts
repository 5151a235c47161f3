import { keyDigest, openEnvironment } from '@bonafide/crypto'
import * as z from 'zod'
import { openServerCopy } from '../apps/environment-keys.ts'
import { holderOf } from '../apps/reach.ts'
import type { Context, SignedInContext } from '../context.ts'
import { authoriseSecrets } from '../organisations/authorise.ts'
import { parse } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import { decryptSecret, isHidden } from './open.ts'
import { paced } from './pace.ts'
import { type ChangedPlainSecret, changedPlainSecret, type NewPlainSecret, newPlainSecret } from './plain-input.ts'
import { targetFields, targetOf } from './read.ts'
import type { PlainSecret, Secret } from './secret.ts'
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

const list = <Item extends z.ZodType>(item: Item) =>
  z.array(item).min(1, 'must hold at least one secret').max(maxBatch, `must be at most ${maxBatch}`)
export const createPlainInput = z.object({ ...targetFields, secrets: list(newPlainSecret) })
export const updatePlainInput = z.object({ ...targetFields, secrets: list(changedPlainSecret) })

/** Encrypts and stores secrets of a server-encrypted app: all of them or none. Answers them as stored. Wire contract 1.10. */
export async function createSecrets(input: unknown, context: Context): Promise<PlainSecret[]> {
  authoriseSecrets(context, 'create')
  const { secrets: wanted, ...fields } = parse(createPlainInput, input)
  return writing(targetOf(fields), context, async (open) => {
    const sealer = sealerOf(open, context)
    return sealer.show((await storeNewPlain(wanted, sealer, open, context)).map(({ id }) => id))
  })
}

/** Changes secrets of a server-encrypted app: all of them or none. Absent fields keep their value, tags included. */
export async function updateSecrets(input: unknown, context: Context): Promise<PlainSecret[]> {
  authoriseSecrets(context, 'update')
  const { secrets: wanted, ...fields } = parse(updatePlainInput, input)
  return writing(targetOf(fields), context, async (open) => {
    const sealer = sealerOf(open, context)
    return sealer.show((await storeChangedPlain(wanted, sealer, open, context)).map(({ id }) => id))
  })
}

/** Encrypts and stores new secrets of an environment that is open for writing; answers them in the order given. */
export async function storeNewPlain(
  wanted: readonly NewPlainSecret[],
  sealer: Sealer,
  open: WritableEnvironment,
  context: SignedInContext,
  at?: string,
): Promise<Secret[]> {
  const now = dateOf(context.runtime)
  const ids = orderedIds(wanted.length, context)
  const secrets = await paced(
    wanted,
    (secret, index): Secret => ({
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
    at,
  )
  return secrets
}

/** Stores changes of secrets of an environment that is open for writing; answers them in the order given. */
export async function storeChangedPlain(
  wanted: readonly ChangedPlainSecret[],
  sealer: Sealer,
  open: WritableEnvironment,
  context: SignedInContext,
  at?: string,
): Promise<Secret[]> {
  const ids = wanted.map(({ id }) => id)
  const now = dateOf(context.runtime)
  const secrets = await paced(await requireSecrets(ids, open), (before, index): Secret => {
    const change = wanted[index] as ChangedPlainSecret
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
    at,
  )
  return secrets
}

export type Sealer = ReturnType<typeof sealerOf>

/** Encrypts for one environment, its private key imported once. Fails where the server holds no copy of the keys. */
export function sealerOf({ environment, stores }: WritableEnvironment, context: SignedInContext) {
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

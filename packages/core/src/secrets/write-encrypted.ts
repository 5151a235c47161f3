import * as z from 'zod'
import type { Context, SignedInContext } from '../context.ts'
import { authoriseSecrets } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import { secretPath } from './path.ts'
import { targetFields, targetOf } from './read.ts'
import type { Secret } from './secret.ts'
import { secretType, tagList } from './secret-input.ts'
import {
  maxBatch,
  orderedIds,
  requireSealKept,
  requireSecrets,
  requireVersion,
  storeChanged,
  storeNew,
  untouched,
  type WritableEnvironment,
  writing,
} from './write.ts'

const maxCiphertextLength = 4_194_304

/** Empty, or `ph:v1:`, 64 hex digits, a colon and something printable: all that a server without the key can tell (wire contract 1.9.2). */
export const ciphertext = z
  .string()
  .max(maxCiphertextLength, `must be at most ${maxCiphertextLength} characters`)
  .regex(/^(?:ph:v1:[0-9a-fA-F]{64}:[\x21-\x7e]+)?$/, 'must be empty or a ph:v1: value')
const digest = z
  .string()
  .regex(/^[0-9a-fA-F]{64}$/, 'must be 64 hex digits')
  .transform((text) => text.toLowerCase())

const override = z.object({ value: ciphertext, isActive: z.boolean() }).nullish()

export const newEncryptedSecret = z.object({
  key: ciphertext,
  keyDigest: digest,
  value: ciphertext,
  comment: ciphertext,
  path: secretPath.default('/'),
  tags: tagList.default([]),
  type: secretType.default('secret'),
  override,
})

export type NewEncryptedSecret = z.output<typeof newEncryptedSecret>

export const changedEncryptedSecret = z.object({
  id: uuid,
  key: ciphertext.optional(),
  keyDigest: digest.optional(),
  value: ciphertext.optional(),
  comment: ciphertext.optional(),
  path: secretPath.optional(),
  tags: tagList.optional(),
  type: secretType.optional(),
  override,
  version: z.number().int().optional(),
})
export type ChangedEncryptedSecret = z.output<typeof changedEncryptedSecret>
// Clients of the wire that leave the tags out mean none (wire contract 1.9.3).
const changedOnWire = changedEncryptedSecret.extend({ tags: tagList.default([]) })

/** `null` is how a client sends an empty file. */
export const batch = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .max(maxBatch, `must be at most ${maxBatch}`)
    .nullable()
    .transform((list) => list ?? [])

export const createEncryptedInput = z.object({ ...targetFields, secrets: batch(newEncryptedSecret) })
export const updateEncryptedInput = z.object({ ...targetFields, secrets: batch(changedOnWire) })

/** Stores secrets that the client encrypted: all of them or none. Wire contract 1.9.2. */
export async function createEncryptedSecrets(input: unknown, context: Context): Promise<{ ids: string[] }> {
  authoriseSecrets(context, 'create')
  const { secrets: wanted, ...fields } = parse(createEncryptedInput, input)
  const target = targetOf(fields)
  if (wanted.length === 0) return untouched(target, { ids: [] }, context)
  return writing(target, context, async (open) => ({ ids: (await storeNewEncrypted(wanted, open, context)).map(({ id }) => id) }))
}

/** Changes secrets of one environment: all of them or none. Wire contract 1.9.3; `version`, where given, must be the current one. */
export async function updateEncryptedSecrets(input: unknown, context: Context): Promise<void> {
  authoriseSecrets(context, 'update')
  const { secrets: wanted, ...fields } = parse(updateEncryptedInput, input)
  const target = targetOf(fields)
  if (wanted.length === 0) return untouched(target, undefined, context)
  await writing(target, context, (open) => storeChangedEncrypted(wanted, open, context))
}

/** Stores new secrets of an environment that is open for writing; answers them in the order given. */
export async function storeNewEncrypted(
  wanted: readonly NewEncryptedSecret[],
  open: WritableEnvironment,
  context: SignedInContext,
  at?: string,
): Promise<Secret[]> {
  const now = dateOf(context.runtime)
  const ids = orderedIds(wanted.length, context)
  const secrets = wanted.map(
    ({ override: _, ...secret }, index): Secret => ({
      id: ids[index] as string,
      environmentId: open.environment.id,
      ...secret,
      version: 1,
      createdAt: now,
      updatedAt: now,
    }),
  )
  await storeNew(
    secrets,
    wanted.map((secret) => secret.override ?? undefined),
    open,
    context,
    at,
  )
  return secrets
}

/** Stores changes of secrets of an environment that is open for writing; answers them in the order given. */
export async function storeChangedEncrypted(
  wanted: readonly ChangedEncryptedSecret[],
  open: WritableEnvironment,
  context: SignedInContext,
  at?: string,
): Promise<Secret[]> {
  const current = await requireSecrets(
    wanted.map(({ id }) => id),
    open,
  )
  const now = dateOf(context.runtime)
  const secrets = current.map((before, index) => nextVersion(before, wanted[index] as ChangedEncryptedSecret, now))
  await storeChanged(
    secrets,
    wanted.map((secret) => secret.override ?? undefined),
    open,
    context,
    at,
  )
  return secrets
}

function nextVersion(before: Secret, wanted: ChangedEncryptedSecret, now: Date): Secret {
  requireVersion(before, wanted.version)
  requireSealKept(before, wanted.type)
  return {
    ...before,
    // A digest without its key would make the secret unfindable, so the two change together.
    key: wanted.key ?? before.key,
    keyDigest: wanted.key === undefined ? before.keyDigest : (wanted.keyDigest ?? before.keyDigest),
    value: before.type === 'sealed' ? before.value : (wanted.value ?? before.value),
    comment: wanted.comment ?? before.comment,
    path: wanted.path ?? before.path,
    tags: wanted.tags ?? before.tags,
    type: wanted.type ?? before.type,
    version: before.version + 1,
    updatedAt: now,
  }
}

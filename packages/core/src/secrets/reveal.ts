import { openEnvironment } from '@bonafide/crypto'
import * as z from 'zod'
import { openServerCopy } from '../apps/environment-keys.ts'
import { heldEnvironment } from '../apps/environments.ts'
import { holderOf } from '../apps/reach.ts'
import type { FoundEnvironment } from '../apps/store.ts'
import { record } from '../audit/record.ts'
import type { Context } from '../context.ts'
import { DomainError, type FieldProblem, notFound } from '../errors.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import type { Stores } from '../stores.ts'
import { openOf } from './open.ts'
import type { EncryptedSecret, Override } from './secret.ts'

const maxRevealed = 100

const revealInput = z.object({
  environmentId: uuid,
  ids: z
    .array(uuid)
    .min(1, 'must name a secret')
    .max(maxRevealed, `must be at most ${maxRevealed}`)
    .refine((ids) => new Set(ids).size === ids.length, 'must not name a secret twice'),
})
const revealVersionInput = z.object({ secretId: uuid, version: z.number().int().min(1) })

export interface RevealedSecret {
  id: string
  version: number
  /** True in end-to-end apps: value and override value are `ph:v1:`, for clients to open. */
  encrypted: boolean
  value: string
  override: Override | null
}

/** The values of exactly these secrets, references as written, and the asking member's own values. All of them or none; one audit row. */
export async function revealSecrets(input: unknown, context: Context): Promise<RevealedSecret[]> {
  authoriseInApps(context, 'Secrets', 'read')
  const { environmentId, ids } = parse(revealInput, input)
  return context.stores.transaction(async (stores) => {
    const environment = await heldEnvironment({ environmentId }, stores, context)
    const byId = new Map((await stores.secrets.show(environment.id, ids, holderOf(context.actor))).map((secret) => [secret.id, secret]))
    const found = ids.flatMap((id) => byId.get(id) ?? [])
    if (found.length < ids.length) throw missing(ids, new Set(byId.keys()))
    requireUnsealed(found)
    await recordReveal(environment, { secretIds: ids }, stores, context)
    if (!environment.serverEncryption) return found.map((secret) => shown(secret, true, (ciphertext) => ciphertext))
    const owner = openEnvironment(openServerCopy(environment, context).seed)
    return found.map((secret) => shown(secret, false, (ciphertext) => openOf(secret, ciphertext, owner)))
  })
}

/** The value of one version of a live secret. What was sealed later is sealed in its past too. */
export async function revealSecretVersion(input: unknown, context: Context): Promise<RevealedSecret> {
  authoriseInApps(context, 'Secrets', 'read')
  const { secretId, version } = parse(revealVersionInput, input)
  return context.stores.transaction(async (stores) => {
    const environment = await heldEnvironment({ secretId }, stores, context)
    const found = await stores.secrets.findVersion(secretId, version)
    if (!found) throw notFound('version')
    if ((await stores.secrets.listVersions(secretId)).some(({ type }) => type === 'sealed')) throw sealed()
    await recordReveal(environment, { secretIds: [secretId], version }, stores, context)
    const answer = { id: secretId, version, encrypted: !environment.serverEncryption, override: null }
    if (!environment.serverEncryption) return { ...answer, value: found.value }
    const owner = openEnvironment(openServerCopy(environment, context).seed)
    return { ...answer, value: openOf({ id: secretId, path: found.path }, found.value, owner) }
  })
}

function shown(
  { id, version, value, override }: EncryptedSecret,
  encrypted: boolean,
  open: (ciphertext: string) => string,
): RevealedSecret {
  return { id, version, encrypted, value: open(value), override: override && { ...override, value: open(override.value) } }
}

const recordReveal = ({ id, organisationId, name }: FoundEnvironment, after: Record<string, unknown>, stores: Stores, context: Context) =>
  record(
    organisationId,
    { action: 'secrets.reveal', resourceType: 'environment', resourceId: id, resourceName: name, after },
    stores,
    context,
  )

function requireUnsealed(secrets: readonly EncryptedSecret[]): void {
  const fields = secrets.flatMap(({ type }, index): FieldProblem[] =>
    type === 'sealed' ? [{ pointer: `/ids/${index}`, message: 'is sealed: its value is shown to nobody' }] : [],
  )
  if (fields.length > 0) throw sealed(fields)
}

const sealed = (fields: FieldProblem[] = []) =>
  new DomainError('sealed_secret', 'The value of a sealed secret is shown to nobody. Nothing was revealed.', { fields })

const missing = (ids: readonly string[], found: ReadonlySet<string>) =>
  new DomainError(
    'not_found',
    `There is no such secret in this environment: ${ids
      .filter((id) => !found.has(id))
      .slice(0, 20)
      .join(', ')}.`,
  )

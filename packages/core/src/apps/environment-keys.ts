import { type EnvironmentKeys, environmentKeyPair, exchangePublicKey, newEnvironmentKeys, wrapEnvironmentKeys } from '@bonafide/crypto'
import * as z from 'zod'
import type { Context } from '../context.ts'
import { DomainError } from '../errors.ts'
import { parse, uuid } from '../parse.ts'
import { dateOf, newId } from '../runtime.ts'
import type { Environment, EnvironmentKey } from './app.ts'
import type { KeyRecipient } from './reach.ts'

/** A short `ph:v1:` value: a wrapped seed or salt. */
export const wrappedKey = z
  .string()
  .max(512, 'must be at most 512 characters')
  .regex(/^ph:v1:[0-9a-f]{64}:[A-Za-z0-9+/]+={0,2}$/, 'must be a ph:v1: value')

export const publicKey = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits')

/** One principal's copy of an environment's keys, wrapped by the client. */
export const providedKey = z
  .strictObject({ memberId: uuid.optional(), serviceAccountId: uuid.optional(), wrappedSeed: wrappedKey, wrappedSalt: wrappedKey })
  .refine((key) => (key.memberId === undefined) !== (key.serviceAccountId === undefined), 'must name a member or a service account')
export type ProvidedKey = z.output<typeof providedKey>

export interface NewEnvironment {
  keys: EnvironmentKeys
  identityKey: string
}

/** Fresh seed and salt, and the public key that follows from them. */
export function drawEnvironment(context: Context): NewEnvironment {
  const keys = newEnvironmentKeys(context.runtime.randomBytes)
  return { keys, identityKey: environmentKeyPair(keys.seed).publicKey }
}

/** The server's copy of the keys; the associated data ties each half to this environment and column. */
export function wrapForServer(
  environmentId: string,
  keys: EnvironmentKeys,
  { keyring, runtime }: Context,
): Pick<Environment, 'serverWrappedSeed' | 'serverWrappedSalt'> {
  return {
    serverWrappedSeed: keyring.wrap(keys.seed, `environment_seed:${environmentId}`, runtime.randomBytes),
    serverWrappedSalt: keyring.wrap(keys.salt, `environment_salt:${environmentId}`, runtime.randomBytes),
  }
}

/** Opens the server's copy. Fails with `server_encryption_required` in end-to-end apps, where there is none. */
export function openServerCopy(
  environment: Pick<Environment, 'id' | 'serverWrappedSeed' | 'serverWrappedSalt'>,
  { keyring }: Context,
): EnvironmentKeys {
  const { id, serverWrappedSeed, serverWrappedSalt } = environment
  if (serverWrappedSeed === null || serverWrappedSalt === null) throw serverEncryptionRequired()
  return {
    seed: keyring.unwrap(serverWrappedSeed, `environment_seed:${id}`),
    salt: keyring.unwrap(serverWrappedSalt, `environment_salt:${id}`),
  }
}

export const serverEncryptionRequired = () =>
  new DomainError('server_encryption_required', 'This app is end-to-end encrypted. Switch on server-side encryption in its settings first.')

/** Rows of access: the keys wrapped for each recipient. */
export function wrapForRecipients(
  environmentId: string,
  keys: EnvironmentKeys,
  recipients: readonly KeyRecipient[],
  context: Context,
): EnvironmentKey[] {
  return recipients.map((recipient) => ({
    ...newKeyRow(environmentId, recipient, context),
    ...wrapEnvironmentKeys(keys, exchangePublicKey(recipient.identityKey), context.runtime.randomBytes),
  }))
}

/** The same rows from what a client wrapped itself: one for every required recipient, none for anybody else. */
export function acceptProvidedKeys(
  environmentId: string,
  provided: readonly ProvidedKey[],
  recipients: readonly KeyRecipient[],
  context: Context,
): EnvironmentKey[] {
  const byHolder = new Map(provided.map((key) => [key.memberId ?? key.serviceAccountId, key]))
  const missing = recipients.filter(({ id }) => !byHolder.has(id))
  if (missing.length > 0) {
    throw new DomainError(
      'client_keys_required',
      `This app is end-to-end encrypted: wrap the environment's keys for ${missing.map(({ id }) => id).join(', ')} too.`,
    )
  }
  if (byHolder.size !== recipients.length || provided.length !== recipients.length) {
    throw new DomainError('malformed_request', 'keys: wrapped keys are given for somebody who is not to hold this environment, or twice.')
  }
  return recipients.map((recipient) => {
    const { wrappedSeed, wrappedSalt } = byHolder.get(recipient.id) as ProvidedKey
    return { ...newKeyRow(environmentId, recipient, context), wrappedSeed, wrappedSalt }
  })
}

function newKeyRow(environmentId: string, { kind, id }: KeyRecipient, { runtime }: Context) {
  const now = dateOf(runtime)
  return {
    id: newId(runtime),
    environmentId,
    memberId: kind === 'member' ? id : null,
    serviceAccountId: kind === 'service_account' ? id : null,
    createdAt: now,
    updatedAt: now,
  }
}

const plainKeys = z.object({
  seed: z.string().regex(/^[0-9a-f]{64}$/, 'must hold 64 lower-case hex digits'),
  salt: z.string().regex(/^[0-9a-f]{64}$/, 'must hold 64 lower-case hex digits'),
})

/** Opens keys that a client wrapped for the server, and makes sure the seed is this environment's and no other. */
export function openFromClient(environment: Environment, wrapped: { seed: string; salt: string }, { keyring }: Context): EnvironmentKeys {
  const keys = parse(plainKeys, {
    seed: openOrRefuse(keyring.openFromClient, wrapped.seed),
    salt: openOrRefuse(keyring.openFromClient, wrapped.salt),
  })
  if (environmentKeyPair(keys.seed).publicKey !== environment.identityKey) {
    throw new DomainError('malformed_request', `environmentKeys: the seed is not that of the environment ${environment.name}.`)
  }
  return keys
}

/** What a client made wrongly is its mistake, not ours: a 400 that keeps the cause for the log. */
function openOrRefuse(open: (ciphertext: string) => string, ciphertext: string): string {
  try {
    return open(ciphertext)
  } catch (cause) {
    throw new DomainError('malformed_request', "environmentKeys: a value is not encrypted to the server's public key.", { cause })
  }
}

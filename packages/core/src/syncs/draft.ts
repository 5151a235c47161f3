import * as z from 'zod'
import { serverEncryptionRequired } from '../apps/environment-keys.ts'
import { heldEnvironment } from '../apps/environments.ts'
import type { FoundEnvironment } from '../apps/store.ts'
import type { Context, SignedInContext } from '../context.ts'
import type { CloudCredential } from '../credentials/credential.ts'
import { DomainError, notFound } from '../errors.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import { parse, text, uuid } from '../parse.ts'
import { secretPath } from '../secrets/path.ts'
import type { Stores } from '../stores.ts'
import { type Destination, type DestinationId, destinationIds } from './destination.ts'
import { type DriftRule, driftRules, type Sync } from './sync.ts'

const keyPrefix = text(64)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what a key must not hold
  .refine((prefix) => !/[=\s\u0000-\u001f\u007f]/.test(prefix), 'must not hold blanks, = or control characters')

/** What a sync is, as it is asked for; all of it is optional where one is there already. */
export const draftFields = {
  environmentId: uuid,
  path: secretPath,
  credentialId: uuid,
  destination: z.enum(destinationIds),
  options: z.unknown(),
  keyPrefix,
  neverDeletes: z.boolean(),
}

/** A sync that takes edits over writes secrets by itself, so whoever makes it one must be allowed to write them. */
export function authoriseRule(rule: DriftRule, context: Context): void {
  if (rule !== 'adopt') return
  authoriseInApps(context, 'Secrets', 'create')
  authoriseInApps(context, 'Secrets', 'update')
}

export const driftRule = z.enum(driftRules)
/** Of the plan that was looked at. */
export const planId = text(2000)

export interface WantedSync {
  environmentId: string
  path: string
  credentialId: string
  destination: DestinationId
  options: unknown
  keyPrefix: string
  neverDeletes: boolean
}

/** A sync as it would be: everything that it names is there, and for whoever asks. */
export interface SyncDraft extends Omit<WantedSync, 'destination' | 'credentialId' | 'environmentId'> {
  /** Null: it is not there yet. */
  sync: Sync | null
  environment: FoundEnvironment
  credential: CloudCredential
  destination: Destination
}

/** Finds what a sync names. Fails with `not_found`, `server_encryption_required`, `conflict` where the Lab would meet what is real, or `malformed_request`. */
export async function draftOf(wanted: WantedSync, sync: Sync | null, stores: Stores, context: SignedInContext): Promise<SyncDraft> {
  const { environmentId, credentialId, destination: id, path, keyPrefix, neverDeletes } = wanted
  const environment = await heldEnvironment({ environmentId }, stores, context)
  requireSyncable(environment)
  const credential = await stores.credentials.find(context.actor.organisationId, credentialId)
  if (!credential) throw notFound('credential')
  requireSameWorld(environment, credential)
  const destination = context.destinations[id]
  if (!destination.credentialKinds.includes(credential.kind)) {
    throw new DomainError('malformed_request', `/credentialId: must be a credential that ${destination.name} takes.`, {
      fields: [{ pointer: '/credentialId', message: `must be a credential that ${destination.name} takes` }],
    })
  }
  const options = parse(destination.optionsSchema, wanted.options, '/options')
  return { sync, environment, credential, destination, options, path, keyPrefix, neverDeletes }
}

export function requireSyncable({ serverEncryption }: Pick<FoundEnvironment, 'serverEncryption'>): void {
  if (!serverEncryption) throw serverEncryptionRequired()
}

/** What is simulated and what is real never meet. Neither ever becomes the other, so it is asked once. */
function requireSameWorld(environment: Pick<FoundEnvironment, 'simulated'>, credential: Pick<CloudCredential, 'simulated'>): void {
  if (environment.simulated === credential.simulated) return
  const message = environment.simulated
    ? 'An app of the Lab is not synced to an account that is real. Choose the credentials of the Lab.'
    : 'The credentials of the Lab lead to no real account. They are for the apps of the Lab alone.'
  throw new DomainError('conflict', message, { fields: [{ pointer: '/credentialId', message }] })
}

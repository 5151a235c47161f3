import * as z from 'zod'
import { holderOf, reachesEverything } from '../apps/reach.ts'
import { type Context, requireSignedIn } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { type Page, parseList } from '../page.ts'
import { parse, text, uuid } from '../parse.ts'
import { isDestinationFailure } from '../syncs/destination.ts'
import type { AwsRegion, AwsServerIdentity } from './clouds.ts'
import type { CredentialUsage, ShownCloudCredential } from './credential.ts'
import { type CredentialKind, credentialKindIds } from './kind.ts'
import { shown } from './shown.ts'
import { credentialOrder } from './store.ts'

const filterInput = z.object({ search: text(200).optional(), kind: z.enum(credentialKindIds).optional() })

export async function listCredentials(input: unknown, context: Context): Promise<Page<ShownCloudCredential>> {
  authorise(context, 'IntegrationCredentials', 'read')
  const { filter, page } = parseList(input, credentialOrder, filterInput)
  const found = await context.stores.credentials.list(context.actor.organisationId, filter, page)
  return { ...found, rows: found.rows.map((credential) => shown(credential, context)) }
}

export async function readCredential(input: unknown, context: Context): Promise<ShownCloudCredential> {
  authorise(context, 'IntegrationCredentials', 'read')
  const { id } = parse(z.object({ id: uuid }), input)
  const credential = await context.stores.credentials.find(context.actor.organisationId, id)
  if (!credential) throw notFound('credential')
  return shown(credential, context)
}

const idsInput = z.object({ ids: z.array(uuid).max(5000) })

/** Those that exist, in any order. */
export async function readCredentials(input: unknown, context: Context): Promise<ShownCloudCredential[]> {
  authorise(context, 'IntegrationCredentials', 'read')
  const { ids } = parse(idsInput, input)
  const found = await context.stores.credentials.findMany(context.actor.organisationId, ids)
  return found.map((credential) => shown(credential, context))
}

/** How many syncs use each credential, and how many of them are of environments that whoever asks may see. */
export async function readCredentialUsage(input: unknown, context: Context): Promise<ReadonlyMap<string, CredentialUsage>> {
  authorise(context, 'IntegrationCredentials', 'read')
  const { ids } = parse(idsInput, input)
  const { actor, stores } = context
  return stores.credentials.usage(actor.organisationId, ids, reachesEverything(actor) ? null : holderOf(actor))
}

/** Every way to sign in to a cloud, with the fields of its form. */
export function listCredentialKinds(context: Context): CredentialKind[] {
  requireSignedIn(context)
  return credentialKindIds.map((id) => context.credentialKinds[id])
}

export function listAwsRegions(context: Context): readonly AwsRegion[] {
  requireSignedIn(context)
  return context.clouds.aws.regions
}

/** What a role has to trust; null when the server has no identity in AWS. Fails with `destination_failed`. */
export async function readAwsServerIdentity(context: Context): Promise<AwsServerIdentity | null> {
  authorise(context, 'IntegrationCredentials', 'read')
  try {
    return await context.clouds.aws.serverIdentity()
  } catch (error) {
    if (isDestinationFailure(error)) throw new DomainError('destination_failed', error.message, { cause: error })
    throw error
  }
}

/** One line that says how it signs in. */
export function summaryOfCredential({ kind, config }: ShownCloudCredential, { credentialKinds }: Pick<Context, 'credentialKinds'>): string {
  const read = credentialKinds[kind].configSchema.safeParse(config)
  return read.success ? credentialKinds[kind].summary(read.data) : 'What is stored of it is not valid. Enter it again.'
}

/** Empty when what is stored is not valid. */
export function regionOfCredential({ kind, config }: ShownCloudCredential, { credentialKinds }: Pick<Context, 'credentialKinds'>): string {
  const read = credentialKinds[kind].configSchema.safeParse(config)
  return read.success ? credentialKinds[kind].regionOf(read.data) : ''
}

import * as z from 'zod'
import { readEnvironment } from '../apps/environments.ts'
import { readApp } from '../apps/manage.ts'
import type { Context, SignedInContext } from '../context.ts'
import { notFound } from '../errors.ts'
import { authorise, mayInOrganisation } from '../organisations/authorise.ts'
import { subjectOf } from '../own-issuer/issue.ts'
import { parsePage } from '../page.ts'
import { parse, uuid } from '../parse.ts'
import { syncOrder } from '../syncs/store.ts'
import type { SetupText } from './cloud-setup.ts'
import type { CloudCredential } from './credential.ts'

/** What is not named here are the cloud's own words. */
const setupInput = z.looseObject({
  withoutExternalId: z.boolean().default(false),
  appId: uuid.optional(),
  environmentId: uuid.optional(),
  credentialId: uuid.optional(),
})
type Asked = z.output<typeof setupInput>

/** A trust policy has room for 2 048 characters; with more subjects than these it trusts all syncs of the organisation. */
const mostSyncSubjects = 7

/**
 * Policies, trust policies and commands that make what a credential needs, filled in with all that is known; narrowed to one secret, one key
 * and, for tokens of this server, to an app, an environment or a credential.
 */
export async function credentialSetup(input: unknown, context: Context): Promise<SetupText[]> {
  authorise(context, 'IntegrationCredentials', 'read')
  const asked = parse(setupInput, input)
  const { withoutExternalId, appId, environmentId, credentialId, ...words } = asked
  const credential = credentialId === undefined ? null : await credentialOf(credentialId, context)
  const asksExternalId = words.kind === 'aws_assume_role' && !withoutExternalId && (credential === null || credential.externalId !== null)
  const names = parse(context.cloudSetup.namesSchema, {
    ...words,
    account: words.account ?? credential?.account ?? null,
    externalId: asksExternalId ? (words.externalId ?? (await externalIdFor(credential, context))) : null,
    asksExternalId,
  })
  const subjects = names.kind === 'aws_web_identity' ? await subjectsOf(asked, context) : []
  return context.cloudSetup.texts(names, { issuer: context.settings.publicUrl, subjects })
}

async function credentialOf(id: string, { stores, actor }: SignedInContext): Promise<CloudCredential> {
  const credential = await stores.credentials.find(actor.organisationId, id)
  if (!credential) throw notFound('credential')
  return credential
}

/** That of the credential, for those who may change it; else the one that was issued to whoever asks and waits for its credential. */
async function externalIdFor(credential: CloudCredential | null, { stores, actor }: SignedInContext): Promise<string | null> {
  if (credential) return mayInOrganisation(actor, 'IntegrationCredentials', 'update') ? credential.externalId : null
  return (await stores.credentials.findDraft(actor.organisationId, actor.id))?.externalId ?? null
}

/** Whose tokens are to be trusted: trying the credential out, and the syncs that were asked for. */
async function subjectsOf({ credentialId = '*', ...narrower }: Asked, context: SignedInContext): Promise<string[]> {
  const { organisationId } = context.actor
  const trying = subjectOf(organisationId, { kind: 'credential', credentialId })
  return [trying, ...(await syncSubjectsOf({ credentialId, ...narrower }, context))]
}

async function syncSubjectsOf({ appId, environmentId, credentialId = '*' }: Asked, context: SignedInContext): Promise<string[]> {
  const { organisationId } = context.actor
  const syncs = (ids: { appId?: string; environmentId?: string }) =>
    subjectOf(organisationId, { kind: 'sync', appId: ids.appId ?? '*', environmentId: ids.environmentId ?? '*', syncId: '*' })
  if (environmentId !== undefined) {
    const environment = await readEnvironment({ id: environmentId }, context)
    if (appId !== undefined && environment.appId !== appId) throw notFound('environment')
    return [syncs({ appId: environment.appId, environmentId })]
  }
  if (appId !== undefined) return [syncs({ appId: (await readApp({ id: appId }, context)).id })]
  // Which apps sync with a credential is for those to know who may change it.
  if (credentialId === '*' || !mayInOrganisation(context.actor, 'IntegrationCredentials', 'update')) return [syncs({})]
  const page = parsePage({ first: mostSyncSubjects }, syncOrder)
  const { rows, hasNextPage } = await context.stores.syncs.list(organisationId, { credentialId }, null, page)
  if (hasNextPage || rows.length === 0) return [syncs({})]
  return rows.map((sync) =>
    subjectOf(organisationId, { kind: 'sync', appId: sync.appId, environmentId: sync.environmentId, syncId: sync.id }),
  )
}

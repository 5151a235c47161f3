import * as z from 'zod'
import { record } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse } from '../parse.ts'
import { dateOf, newId } from '../runtime.ts'
import type { Stores } from '../stores.ts'
import { auditedCredential } from './audited.ts'
import type { CloudCredential, ShownCloudCredential } from './credential.ts'
import { acceptExternalId, takeExternalId } from './external-id.ts'
import { type CredentialParts, credentialName, credentialPartsInput, readParts, requireSecretOf } from './input.ts'
import { sealSecret } from './seal.ts'
import { shown } from './shown.ts'
import { CredentialRefused, type CredentialReport, requireTry, tryCredential } from './try.ts'

const createInput = credentialPartsInput.extend({ name: credentialName, force: z.boolean().default(false) })

/**
 * Stores how the organisation signs in to a cloud of its own. It is tried first: one that does not sign in is not stored unless `force` says so.
 * Everything that can be refused without asking anybody is. Fails with `destination_failed`, which carries what was tried.
 */
export async function createCredential(
  input: unknown,
  context: Context,
): Promise<{ credential: ShownCloudCredential; report: CredentialReport }> {
  authorise(context, 'IntegrationCredentials', 'create')
  const { name, force, ...given } = parse(createInput, input)
  const parts = readParts(given, context)
  requireSecretOf(parts)
  const { organisationId } = context.actor
  await requireFreeName(name, null, context)
  const wanted = { externalId: parts.externalId ?? null, existingRole: parts.existingRole }
  const externalId = await acceptExternalId(wanted, organisationId, context.stores)
  const candidate = newCredential(name, parts, { ...externalId, simulated: false }, context)
  await requireTry(context)
  const report = await tryCredential(candidate, context)
  if (!report.found && !force) throw new CredentialRefused(report)
  const credential = { ...candidate, ...report.found, checkedAt: report.found ? dateOf(context.runtime) : null }
  await context.stores.transaction(async (stores) => {
    await takeExternalId(wanted, organisationId, stores)
    await insertCredential(credential, report.found ? {} : { forced: true }, stores, context)
  })
  return { credential: shown(credential, context), report }
}

/** Stores a credential, and says so in the audit log; `more`: what it is to say beside. */
export async function insertCredential(credential: CloudCredential, more: object, stores: Stores, context: SignedInContext): Promise<void> {
  const { id, organisationId, name } = credential
  await stores.credentials.insert(credential, context.actor.kind === 'member' ? context.actor.id : null)
  const after = { name, ...auditedCredential(credential, context), ...more }
  const deed = { action: 'credential.create', resourceType: 'credential', resourceId: id, resourceName: name, after }
  await record(organisationId, deed, stores, context)
}

/** A credential that is not stored yet, and knows nothing of what it will turn out to be. */
export function newCredential(
  name: string,
  parts: CredentialParts,
  given: Pick<CloudCredential, 'externalId' | 'externalIdIssued' | 'simulated'>,
  context: SignedInContext,
): CloudCredential {
  const now = dateOf(context.runtime)
  const place = { id: newId(context.runtime), organisationId: context.actor.organisationId }
  return {
    ...place,
    ...sealSecret(parts, place, context),
    ...given,
    name,
    kind: parts.kind.id,
    config: parts.config,
    account: null,
    principal: null,
    isUnprotected: null,
    checkedAt: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
  }
}

/** Fails with `conflict`: before anybody is asked anything. The database has the last word. */
export async function requireFreeName(name: string, exceptId: string | null, { actor, stores }: SignedInContext): Promise<void> {
  if (!(await stores.credentials.nameTaken(actor.organisationId, name, exceptId))) return
  const message = 'There are credentials of this name already.'
  throw new DomainError('conflict', message, { fields: [{ pointer: '/name', message }] })
}

import * as z from 'zod'
import { changed, record } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import { same } from '../same.ts'
import { asked } from '../syncs/request.ts'
import { auditedCredential } from './audited.ts'
import { requireFreeName } from './create.ts'
import type { CloudCredential, ShownCloudCredential } from './credential.ts'
import { acceptExternalId, takeExternalId, type WantedExternalId } from './external-id.ts'
import { type CredentialParts, credentialName, credentialPartsInput, malformed, readParts } from './input.ts'
import { sealSecret } from './seal.ts'
import { shown } from './shown.ts'
import { CredentialRefused, type CredentialReport, requireTry, tryCredential } from './try.ts'

const updateInput = z.object({
  id: uuid,
  name: credentialName.optional(),
  /** How it signs in; what is left out of it stays. */
  parts: credentialPartsInput.optional(),
  expectedVersion: z.number().int().positive(),
  force: z.boolean().default(false),
})

/**
 * Changes a credential: runs that have begun end with what they began with, the next ones begin with this. A change of how it signs in is tried
 * before it is stored; `report` is null when nothing of that kind was changed. Fails with `conflict` when somebody else was faster.
 */
export async function updateCredential(
  input: unknown,
  context: Context,
): Promise<{ credential: ShownCloudCredential; report: CredentialReport | null }> {
  authorise(context, 'IntegrationCredentials', 'update')
  const { id, name, parts: given, expectedVersion, force } = parse(updateInput, input)
  const { organisationId } = context.actor
  const present = requireVersion(await context.stores.credentials.find(organisationId, id), expectedVersion)
  const parts = given && readParts({ ...given, config: completed(present, given) }, context)
  if (name !== undefined) await requireFreeName(name, id, context)
  const externalId = parts && wantedExternalId(present, parts)
  const accepted = externalId ? await acceptExternalId(externalId, organisationId, context.stores) : null
  const wanted = {
    ...present,
    ...(name === undefined ? {} : { name }),
    ...(parts ? changedParts(present, parts, context) : {}),
    ...accepted,
  }
  const signsInOtherwise = parts !== undefined && (parts.secret !== null || !same(identityOf(present), identityOf(wanted)))
  if (!signsInOtherwise && wanted.name === present.name) return { credential: shown(present, context), report: null }

  const next = { ...wanted, version: present.version + 1, updatedAt: dateOf(context.runtime) }
  if (signsInOtherwise) await requireTry(context)
  const report = signsInOtherwise ? await tryCredential(next, context) : null
  if (report && !report.found && !force) throw new CredentialRefused(report)
  const credential = report ? { ...next, ...foundBy(report, context) } : next
  await context.stores.transaction(async (stores) => {
    requireVersion(await stores.credentials.find(organisationId, id, { lock: true }), expectedVersion)
    if (externalId) await takeExternalId(externalId, organisationId, stores)
    await stores.credentials.update(credential)
    // What failed for the old one is tried with the new one, now and not when its turn comes.
    if (report?.found) await stores.syncs.request(await stores.credentials.syncsOf(id), asked('edited', context))
    const [before, after] = [present, credential].map((one) => ({ name: one.name, ...auditedCredential(one, context) }))
    const difference = before && after && changed(before, after, Object.keys(after) as (keyof typeof after)[])
    await record(
      organisationId,
      {
        action: 'credential.update',
        resourceType: 'credential',
        resourceId: id,
        resourceName: credential.name,
        before: difference?.before,
        after: { ...difference?.after, ...(report && !report.found ? { forced: true } : {}) },
      },
      stores,
      context,
    )
  })
  return { credential: shown(credential, context), report }
}

/** What is left out of a configuration of the same kind stays as it was. */
const completed = (present: CloudCredential, { kind, config }: { kind: string; config: unknown }): unknown =>
  kind === present.kind && isRecord(config) && isRecord(present.config) ? { ...present.config, ...config } : config

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function requireVersion(credential: CloudCredential | null, expectedVersion: number): CloudCredential {
  if (!credential) throw notFound('credential')
  if (credential.version === expectedVersion) return credential
  throw new DomainError('conflict', 'Somebody else has changed these credentials meanwhile. Reload them and make your change again.')
}

const identityOf = ({ config, externalId }: CloudCredential) => ({ config, externalId })

/** Undefined: the external id stays as it is. */
function wantedExternalId(present: CloudCredential, { externalId, existingRole }: CredentialParts): WantedExternalId | undefined {
  if (externalId === undefined || externalId === present.externalId) return undefined
  if (present.externalIdIssued) {
    throw malformed('/externalId', 'stays what was generated for these credentials. To get another, create other credentials')
  }
  return { externalId, existingRole }
}

/** What an edit makes of a credential; a secret that was not given stays. */
function changedParts(present: CloudCredential, parts: CredentialParts, context: SignedInContext): Partial<CloudCredential> {
  if (parts.kind.id !== present.kind) {
    throw malformed('/kind', 'cannot be changed. Create other credentials, and let the syncs use those')
  }
  const { config } = parts
  const lastFour = parts.kind.secret?.lastFour(config) ?? null
  return { config, lastFour, ...(parts.secret === null ? {} : sealSecret(parts, present, context)) }
}

/** Whatever was known of it before was of another credential, as it were. */
const foundBy = ({ found }: CredentialReport, context: Context) =>
  found ? { ...found, checkedAt: dateOf(context.runtime) } : { account: null, principal: null, isUnprotected: null, checkedAt: null }

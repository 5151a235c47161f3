import * as z from 'zod'
import { record } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { notFound } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import { newCredential } from './create.ts'
import { acceptExternalId } from './external-id.ts'
import { credentialPartsInput, readParts, requireSecretOf } from './input.ts'
import { type CredentialReport, requireTry, tryCredential } from './try.ts'

/** Tries a credential that is stored, and keeps whom it turned out to be. What the cloud refuses is answered, not thrown. */
export async function checkCredential(input: unknown, context: Context): Promise<CredentialReport> {
  authorise(context, 'IntegrationCredentials', 'update')
  const { id } = parse(z.object({ id: uuid }), input)
  const credential = await context.stores.credentials.find(context.actor.organisationId, id)
  if (!credential) throw notFound('credential')
  await requireTry(context)
  const report = await tryCredential(credential, context)
  await context.stores.transaction(async (stores) => {
    const { found } = report
    if (found) await stores.credentials.keepCheck(id, credential.version, { ...found, checkedAt: dateOf(context.runtime) })
    await recordCheck({ id, name: credential.name }, report, stores, context)
  })
  return report
}

/** Tries a credential that is not stored, and stores nothing of it. */
export async function checkUnstoredCredential(input: unknown, context: Context): Promise<CredentialReport> {
  authorise(context, 'IntegrationCredentials', 'create')
  const parts = readParts(parse(credentialPartsInput, input), context)
  requireSecretOf(parts)
  const wanted = { externalId: parts.externalId ?? null, existingRole: parts.existingRole }
  const accepted = await acceptExternalId(wanted, context.actor.organisationId, context.stores)
  await requireTry(context)
  const report = await tryCredential(newCredential('', parts, { ...accepted, simulated: false }, context), context)
  await recordCheck({ id: null, name: null }, report, context.stores, context)
  return report
}

/** Also of what was not stored: with every try this server has used an identity of its own on somebody's behalf. */
const recordCheck = (
  { id, name }: { id: string | null; name: string | null },
  { passed, steps }: CredentialReport,
  stores: Context['stores'],
  context: SignedInContext,
): Promise<void> =>
  record(
    context.actor.organisationId,
    {
      action: 'credential.test',
      resourceType: 'credential',
      resourceId: id,
      resourceName: name,
      after: { passed, failures: steps.flatMap(({ failure }) => failure?.code ?? []) },
    },
    stores,
    context,
  )

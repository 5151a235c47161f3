import { encodeHex } from '@bonafide/crypto'
import type { Context } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { dateOf, newId } from '../runtime.ts'
import type { Stores } from '../stores.ts'

/** 256 bits: nobody guesses the id that another customer was given. */
const externalIdBytes = 32

/**
 * Issues an external id, or answers the one that was issued before and is not used yet: whoever leaves to make the role in AWS finds the same
 * one on coming back. Each is used once. Source: IAM User Guide, "The confused deputy problem".
 */
export async function issueExternalId(context: Context): Promise<{ externalId: string }> {
  authorise(context, 'IntegrationCredentials', 'create')
  const { organisationId, id: holderId } = context.actor
  return context.stores.transaction(async (stores) => {
    const present = await stores.credentials.findDraft(organisationId, holderId)
    if (present) return { externalId: present.externalId }
    const externalId = encodeHex(context.runtime.randomBytes(externalIdBytes))
    await stores.credentials.insertDraft({
      id: newId(context.runtime),
      organisationId,
      holderId,
      externalId,
      createdAt: dateOf(context.runtime),
    })
    return { externalId }
  })
}

/**
 * The external id of a new credential: one that was issued here, which is used up by it, or with `existingRole` whatever a role has already.
 * Fails with `malformed_request`.
 */
export async function takeExternalId(
  { externalId, existingRole }: { externalId: string | null; existingRole: boolean },
  organisationId: string,
  stores: Stores,
): Promise<{ externalId: string | null; externalIdIssued: boolean }> {
  if (externalId === null) return { externalId, externalIdIssued: false }
  if (await stores.credentials.takeDraft(organisationId, externalId)) return { externalId, externalIdIssued: true }
  if (existingRole) return { externalId, externalIdIssued: false }
  const message = 'must be one that was generated here, or say that the role exists already and asks for this one'
  throw new DomainError('malformed_request', `/externalId: ${message}.`, { fields: [{ pointer: '/externalId', message }] })
}

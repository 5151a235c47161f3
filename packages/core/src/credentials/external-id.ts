import { encodeHex } from '@bonafide/crypto'
import type { Context } from '../context.ts'
import { authorise } from '../organisations/authorise.ts'
import { dateOf, newId } from '../runtime.ts'
import type { Stores } from '../stores.ts'
import { malformed } from './input.ts'

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

export interface WantedExternalId {
  externalId: string | null
  existingRole: boolean
}

export interface AcceptedExternalId {
  externalId: string | null
  externalIdIssued: boolean
}

/**
 * Whether a credential of the organisation may use an external id: one that was issued to it and waits, or with `existingRole` whatever a role
 * has already, unless it was ever issued here: then it is somebody's, and who it is nobody is told. Nothing is asked of anybody with an external
 * id that was not accepted, or a test would tell whose role takes which. Fails with `malformed_request`.
 */
export async function acceptExternalId(
  { externalId, existingRole }: WantedExternalId,
  organisationId: string,
  stores: Stores,
): Promise<AcceptedExternalId> {
  if (externalId === null) return { externalId, externalIdIssued: false }
  const issued = await stores.credentials.findIssued(externalId)
  if (issued?.organisationId === organisationId && issued.waits) return { externalId, externalIdIssued: true }
  if (issued) throw malformed('/externalId', 'is in use already. Generate another one: each external id is for one credential')
  if (existingRole) return { externalId, externalIdIssued: false }
  throw malformed('/externalId', 'must be one that was generated here, or say that the role exists already and asks for this one')
}

/** The same as it becomes part of a credential: an issued one is used up. */
export async function takeExternalId(wanted: WantedExternalId, organisationId: string, stores: Stores): Promise<AcceptedExternalId> {
  const accepted = await acceptExternalId(wanted, organisationId, stores)
  // Somebody else may have been faster since it was looked at.
  if (
    accepted.externalIdIssued &&
    accepted.externalId !== null &&
    !(await stores.credentials.takeDraft(organisationId, accepted.externalId))
  )
    throw malformed('/externalId', 'was used by another credential meanwhile. Generate another one')
  return accepted
}

import type { Context } from '../context.ts'
import { authorise } from '../organisations/authorise.ts'

/** The external id that whoever asks was issued and has not used yet, for a form to show it again; issues none. */
export async function pendingExternalId(context: Context): Promise<string | null> {
  authorise(context, 'IntegrationCredentials', 'create')
  const { organisationId, id: holderId } = context.actor
  const draft = await context.stores.credentials.findDraft(organisationId, holderId)
  return draft?.externalId ?? null
}

import { type Context, requireSignedIn } from '../context.ts'
import { mayInOrganisation } from '../organisations/authorise.ts'
import type { OrganisationResource } from '../organisations/permissions.ts'
import type { SetupProgress } from './store.ts'

const reads: Record<keyof SetupProgress, OrganisationResource[]> = {
  hasApp: ['Apps'],
  hasServiceAccount: ['ServiceAccounts'],
  hasIdentity: ['ExternalIdentities'],
  hasBinding: ['ServiceAccounts', 'ExternalIdentities'],
  hasAcceptedExchange: ['Logs', 'ExternalIdentities'],
}

/** How far the first steps have been taken; null where whoever asks may not know. */
export async function readSetupProgress(context: Context): Promise<{ [Step in keyof SetupProgress]: boolean | null }> {
  requireSignedIn(context)
  const { actor, stores } = context
  const found = await stores.overview.setupProgress(actor.organisationId)
  const shown = (step: keyof SetupProgress) =>
    reads[step].every((resource) => mayInOrganisation(actor, resource, 'read')) ? found[step] : null
  return {
    hasApp: shown('hasApp'),
    hasServiceAccount: shown('hasServiceAccount'),
    hasIdentity: shown('hasIdentity'),
    hasBinding: shown('hasBinding'),
    hasAcceptedExchange: shown('hasAcceptedExchange'),
  }
}

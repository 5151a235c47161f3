import type { SignedInContext } from '../context.ts'
import { mayInOrganisation } from '../organisations/authorise.ts'
import type { CloudCredential, ShownCloudCredential } from './credential.ts'

/** A credential without its secret, and with its external id for those alone who may change it. */
export function shown({ serverWrappedSecret, ...credential }: CloudCredential, { actor }: SignedInContext): ShownCloudCredential {
  return mayInOrganisation(actor, 'IntegrationCredentials', 'update') ? credential : { ...credential, externalId: null }
}

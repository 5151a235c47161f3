import type { Context } from '../context.ts'
import { authorise } from '../organisations/authorise.ts'
import type { TrustPolicy } from './trust-policy.ts'

/** What the organisation lets its identities trust, for everybody who may see those. */
export async function readTrustPolicy(context: Context): Promise<TrustPolicy> {
  authorise(context, 'ExternalIdentities', 'read')
  return context.stores.trustPolicies.find(context.actor.organisationId)
}

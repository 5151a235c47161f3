import { record } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { authorise } from '../organisations/authorise.ts'
import type { Stores } from '../stores.ts'
import type { DemoParts, RemovedParts } from './store.ts'

/**
 * Removes everything simulated of the organisation for good: accounts with their tokens, identities, apps with their secrets and syncs, exchanges,
 * credentials and what is in their cloud. The audit rows stay. It also cleans up where the Lab has been switched off.
 */
export async function removeLab(context: Context): Promise<RemovedParts> {
  authorise(context, 'ServiceAccounts', 'delete')
  authorise(context, 'ExternalIdentities', 'delete')
  authorise(context, 'Apps', 'delete')
  authorise(context, 'IntegrationCredentials', 'delete')
  const { organisationId } = context.actor
  return context.stores.transaction(async (stores) => {
    await stores.apps.lockOrganisation(organisationId)
    const parts = await stores.lab.find(organisationId)
    const removed = await stores.lab.remove(organisationId)
    await recordRemoval(parts, removed, stores, context)
    return removed
  })
}

async function recordRemoval(parts: DemoParts, removed: RemovedParts, stores: Stores, context: SignedInContext): Promise<void> {
  const gone = [
    ...(parts.serviceAccount ? [{ kind: 'service_account', ...parts.serviceAccount }] : []),
    ...parts.identities.map(({ id, name }) => ({ kind: 'external_identity', id, name })),
    ...(parts.app ? [{ kind: 'app', ...parts.app }] : []),
    ...(parts.credential ? [{ kind: 'credential', ...parts.credential }] : []),
  ]
  const { organisationId } = context.actor
  for (const { kind, id, name } of gone) {
    const deed = { action: `${kind}.delete`, resourceType: kind, resourceId: id, resourceName: name, before: { name, simulated: true } }
    await record(organisationId, deed, stores, context)
  }
  if (Object.values(removed).every((count) => count === 0)) return
  const deed = { action: 'lab.remove', resourceType: 'organisation', resourceId: organisationId, after: { ...removed } }
  await record(organisationId, deed, stores, context)
}

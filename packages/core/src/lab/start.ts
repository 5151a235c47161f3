import { grantAccountAccess } from '../apps/access.ts'
import { makeApp } from '../apps/create.ts'
import { listEnvironments } from '../apps/environments.ts'
import type { Context, SignedInContext } from '../context.ts'
import { insertCredential, newCredential, requireFreeName } from '../credentials/create.ts'
import { readParts } from '../credentials/input.ts'
import { makeExtIdentity } from '../external-identities/create.ts'
import { authorise, authoriseInApps } from '../organisations/authorise.ts'
import { createSecrets } from '../secrets/write-plain.ts'
import { bindExtIdentity } from '../service-accounts/bind-identity.ts'
import { makeServiceAccount } from '../service-accounts/create.ts'
import { readCloud } from './cloud.ts'
import { demoNames, missingIdentities } from './demo-parts.ts'
import { demoSecrets } from './demo-secrets.ts'
import type { Lab } from './lab.ts'
import { type LabView, readLab } from './read.ts'
import { requireLab } from './require.ts'
import type { DemoParts } from './store.ts'

/** Simulated tokens live that long in any case; said here so that lists show it. */
const lifetimes = { defaultTtlSeconds: 900, maxTtlSeconds: 900 }

/**
 * Loads the demo workspace: a service account, identities of every simulated platform bound to it, an app with secrets that it reads, and
 * credentials for a simulated account of AWS. All or nothing, by the use cases that people call, so each part takes its own right and leaves its own audit rows. What is there stays as it is.
 */
export async function startLab(context: Context): Promise<LabView | null> {
  authoriseAll(context)
  const lab = requireLab(context)
  return context.stores.transaction(async (stores) => {
    const inside = { ...context, stores }
    await stores.apps.lockOrganisation(context.actor.organisationId)
    const parts = await stores.lab.find(context.actor.organisationId)
    const serviceAccountId = parts.serviceAccount?.id ?? (await makeAccount(inside))
    for (const identityId of await identitiesOf(parts, lab, inside)) await bindExtIdentity({ identityId, serviceAccountId }, inside)
    const appId = parts.app?.id ?? (await makeDemoApp(inside))
    const environments = await listEnvironments({ appId }, inside)
    await grantAccountAccess({ serviceAccountId, environmentIds: environments.map(({ id }) => id) }, inside)
    if (!parts.credential) await makeDemoCredential(inside)
    return readLab(inside)
  })
}

/** Asked for even when everything is there, so that the answer does not depend on who came first. */
function authoriseAll(context: Context): asserts context is SignedInContext {
  authorise(context, 'ServiceAccounts', 'create')
  authorise(context, 'ServiceAccounts', 'update')
  authorise(context, 'ExternalIdentities', 'create')
  authorise(context, 'ExternalIdentities', 'bind')
  authorise(context, 'Apps', 'create')
  authorise(context, 'IntegrationCredentials', 'create')
  authoriseInApps(context, 'Secrets', 'create')
  authoriseInApps(context, 'ServiceAccounts', 'create')
}

async function makeAccount(context: SignedInContext): Promise<string> {
  const roles = await context.stores.organisations.listRoles(context.actor.organisationId)
  const roleId = roles.find(({ key }) => key === 'service')?.id
  return (await makeServiceAccount({ name: demoNames.serviceAccount, roleId }, { simulated: true }, context)).id
}

async function identitiesOf(parts: DemoParts, lab: Lab, context: SignedInContext): Promise<string[]> {
  const ids = parts.identities.map(({ id }) => id)
  for (const wanted of missingIdentities(parts, lab, context.actor.organisationId)) {
    ids.push((await makeExtIdentity({ ...wanted, ...lifetimes }, { simulated: true }, context)).id)
  }
  return ids
}

async function makeDemoApp(context: SignedInContext): Promise<string> {
  const description = 'Belongs to the Lab: nothing in it is secret.'
  const app = await makeApp({ name: demoNames.app, description }, { simulated: true }, context)
  for (const environment of await listEnvironments({ appId: app.id }, context)) {
    await createSecrets({ environmentId: environment.id, secrets: demoSecrets(environment.name.toLowerCase()) }, context)
  }
  return app.id
}

/** Not tried here: the cloud that it leads to is the server's own. */
async function makeDemoCredential(context: SignedInContext): Promise<void> {
  await requireFreeName(demoNames.credential, null, context)
  const { kind, config, externalId } = await readCloud(context.actor.organisationId, context, (aws, state) => aws.credential(state))
  const parts = readParts({ kind, config, externalId, existingRole: true }, context)
  const given = { externalId, externalIdIssued: false, simulated: true }
  await insertCredential(newCredential(demoNames.credential, parts, given, context), {}, context.stores, context)
}

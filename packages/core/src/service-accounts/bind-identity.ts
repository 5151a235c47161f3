import * as z from 'zod'
import { record } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import type { ExternalIdentity } from '../external-identities/identity.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import type { Stores } from '../stores.ts'
import { requireAccount, requireReachOfAccount, requireRightsOfAccount, requireServerKeys } from './rights.ts'
import type { ServiceAccount } from './service-account.ts'

const binding = z.object({ identityId: uuid, serviceAccountId: uuid })

/** Lets the workloads that an identity trusts become the account. */
export async function bindExtIdentity(input: unknown, context: Context): Promise<ServiceAccount> {
  authorise(context, 'ServiceAccounts', 'update')
  const { identityId, serviceAccountId } = parse(binding, input)
  return context.stores.transaction(async (stores) => {
    const account = await requireAccount(serviceAccountId, stores, context, { lock: true })
    const bound = await stores.serviceAccounts.boundIdentityIds(account.id)
    await setBoundIdentities(account, [...bound, identityId], stores, context)
    return account
  })
}

/** Ends that, and the tokens which the identity minted for the account. */
export async function unbindExtIdentity(input: unknown, context: Context): Promise<ServiceAccount> {
  authorise(context, 'ServiceAccounts', 'update')
  const { identityId, serviceAccountId } = parse(binding, input)
  return context.stores.transaction(async (stores) => {
    const account = await requireAccount(serviceAccountId, stores, context, { lock: true })
    const identity = await stores.externalIdentities.find(context.actor.organisationId, identityId)
    if (!identity) throw notFound('external identity')
    const bound = await stores.serviceAccounts.boundIdentityIds(account.id)
    await setBoundIdentities(
      account,
      bound.filter((id) => id !== identityId),
      stores,
      context,
    )
    return account
  })
}

/** Makes the list of bound identities exactly this one; checks and audits only what changes. */
export async function setBoundIdentities(
  account: ServiceAccount,
  identityIds: readonly string[],
  stores: Stores,
  context: SignedInContext,
): Promise<void> {
  const wanted = new Set(identityIds)
  const bound = new Set(await stores.serviceAccounts.boundIdentityIds(account.id))
  const added = [...wanted].filter((id) => !bound.has(id))
  const dropped = [...bound].filter((id) => !wanted.has(id))
  if (added.length + dropped.length === 0) return

  authorise(context, 'ExternalIdentities', 'bind')
  const identities = await requireIdentities(added, stores, context)
  if (added.length > 0) {
    await requireRightsOfAccount(account, stores, context)
    await requireReachOfAccount(account, stores, context)
    requireServerKeys(account)
    requireSameWorld(account, identities)
    await stores.serviceAccounts.bind(account.id, added)
  }
  const revokedTokens = dropped.length > 0 ? await stores.serviceAccounts.unbind(account.id, dropped) : 0
  await record(
    account.organisationId,
    {
      action: 'service_account.bind_identities',
      resourceType: 'service_account',
      resourceId: account.id,
      resourceName: account.name,
      before: { externalIdentityIds: [...bound].sort() },
      after: { externalIdentityIds: [...wanted].sort(), revokedTokens },
    },
    stores,
    context,
  )
}

async function requireIdentities(ids: readonly string[], stores: Stores, context: SignedInContext): Promise<ExternalIdentity[]> {
  const identities = await stores.externalIdentities.findMany(context.actor.organisationId, ids, { lock: true })
  if (identities.length !== ids.length) throw notFound('external identity')
  return identities
}

/** What is simulated never meets what is not. */
function requireSameWorld(account: ServiceAccount, identities: readonly ExternalIdentity[]): void {
  if (identities.every((identity) => identity.simulated === account.simulated)) return
  throw new DomainError('conflict', 'Simulated identities only bind to simulated accounts, and real ones to real ones.')
}

/** The identities whose workloads may become the account. */
export async function listBoundIdentities(input: unknown, context: Context): Promise<ExternalIdentity[]> {
  authorise(context, 'ExternalIdentities', 'read')
  const { serviceAccountId } = parse(z.object({ serviceAccountId: uuid }), input)
  const account = await requireAccount(serviceAccountId, context.stores, context)
  return context.stores.externalIdentities.findMany(
    account.organisationId,
    await context.stores.serviceAccounts.boundIdentityIds(account.id),
  )
}

/** The accounts that an identity's workloads may become. */
export async function listBoundAccounts(input: unknown, context: Context): Promise<ServiceAccount[]> {
  authorise(context, 'ServiceAccounts', 'read')
  const { identityId } = parse(z.object({ identityId: uuid }), input)
  const identity = await context.stores.externalIdentities.find(context.actor.organisationId, identityId)
  if (!identity) throw notFound('external identity')
  return context.stores.serviceAccounts.boundAccounts(identity.id)
}

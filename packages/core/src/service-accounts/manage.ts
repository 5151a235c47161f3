import * as z from 'zod'
import { heldIdsOf } from '../apps/environments.ts'
import { changed, record } from '../audit/record.ts'
import type { Context } from '../context.ts'
import { authorise, authoriseInApps } from '../organisations/authorise.ts'
import { type Page, parseList } from '../page.ts'
import { nameText, parse, text, uuid } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import { setBoundIdentities } from './bind-identity.ts'
import { requireAccount, requireGrantableRole, requireRightsOfAccount } from './rights.ts'
import type { ServiceAccount } from './service-account.ts'
import { accountOrder } from './store.ts'

const byId = z.object({ id: uuid })
const filterInput = z.object({
  search: text(200).optional(),
  roleId: uuid.optional(),
  keyManagement: z.enum(['server', 'client']).optional(),
  identityId: uuid.optional(),
  appId: uuid.optional(),
  enabled: z.boolean().optional(),
  unusedSinceDays: z.number().int().min(1, 'must be at least 1').max(3650, 'must be at most 3650').optional(),
})

export async function listServiceAccounts(input: unknown, context: Context): Promise<Page<ServiceAccount>> {
  authorise(context, 'ServiceAccounts', 'read')
  const {
    filter: { appId, ...filter },
    page,
  } = parseList(input, accountOrder, filterInput)
  // What a list is ordered or narrowed by, it tells.
  if (page.order.field === 'lastUsedAt' || filter.unusedSinceDays) authorise(context, 'ServiceAccountTokens', 'read')
  if (filter.identityId) authorise(context, 'ExternalIdentities', 'read')
  if (appId) authoriseInApps(context, 'ServiceAccounts', 'read')
  const readers = appId ? { environmentIds: await heldIdsOf(appId, context) } : {}
  return context.stores.serviceAccounts.list(context.actor.organisationId, { ...filter, ...readers }, page)
}

export async function readServiceAccount(input: unknown, context: Context): Promise<ServiceAccount> {
  authorise(context, 'ServiceAccounts', 'read')
  return requireAccount(parse(byId, input).id, context.stores, context)
}

/** Those of the accounts that exist. */
export async function readServiceAccounts(input: unknown, context: Context): Promise<ServiceAccount[]> {
  authorise(context, 'ServiceAccounts', 'read')
  const { ids } = parse(z.object({ ids: z.array(uuid).max(5000) }), input)
  return context.stores.serviceAccounts.findMany(context.actor.organisationId, ids)
}

const updateInput = byId.extend({
  name: nameText().optional(),
  roleId: uuid.optional(),
  externalIdentityIds: z.array(uuid).max(100).optional(),
})

/** Renames, gives another role, replaces the bound identities; what is left out stays as it is, an empty list unbinds all. */
export async function updateServiceAccount(input: unknown, context: Context): Promise<ServiceAccount> {
  authorise(context, 'ServiceAccounts', 'update')
  const { id, name, roleId, externalIdentityIds } = parse(updateInput, input)
  return context.stores.transaction(async (stores) => {
    const account = await requireAccount(id, stores, context, { lock: true })
    if (roleId !== undefined && roleId !== account.roleId) {
      await requireRightsOfAccount(account, stores, context)
      await requireGrantableRole(roleId, stores, context)
    }
    const wanted: ServiceAccount = {
      ...account,
      name: name ?? account.name,
      roleId: roleId ?? account.roleId,
      updatedAt: dateOf(context.runtime),
    }
    const difference = changed(account, wanted, ['name', 'roleId'])
    if (difference) {
      await stores.serviceAccounts.update(wanted)
      await record(
        account.organisationId,
        { action: 'service_account.update', resourceType: 'service_account', resourceId: id, resourceName: wanted.name, ...difference },
        stores,
        context,
      )
    }
    if (externalIdentityIds !== undefined) await setBoundIdentities(wanted, externalIdentityIds, stores, context)
    return wanted
  })
}

/** No token of a disabled account works from the next request on, on every node. */
export const disableServiceAccount = (input: unknown, context: Context): Promise<ServiceAccount> => setDisabled(input, true, context)

export const enableServiceAccount = (input: unknown, context: Context): Promise<ServiceAccount> => setDisabled(input, false, context)

async function setDisabled(input: unknown, disabled: boolean, context: Context): Promise<ServiceAccount> {
  authorise(context, 'ServiceAccounts', 'update')
  const { id } = parse(byId, input)
  return context.stores.transaction(async (stores) => {
    const account = await requireAccount(id, stores, context, { lock: true })
    if ((account.disabledAt !== null) === disabled) return account
    if (!disabled) await requireRightsOfAccount(account, stores, context)
    const now = dateOf(context.runtime)
    const wanted = { ...account, disabledAt: disabled ? now : null, updatedAt: now }
    await stores.serviceAccounts.update(wanted)
    const action = disabled ? 'service_account.disable' : 'service_account.enable'
    await record(
      account.organisationId,
      { action, resourceType: 'service_account', resourceId: id, resourceName: account.name },
      stores,
      context,
    )
    return wanted
  })
}

/** Deletes the account with its tokens, bindings and environment keys; its exchanges and audit rows stay. */
export async function deleteServiceAccount(input: unknown, context: Context): Promise<void> {
  authorise(context, 'ServiceAccounts', 'delete')
  const { id } = parse(byId, input)
  await context.stores.transaction(async (stores) => {
    const account = await requireAccount(id, stores, context, { lock: true })
    await stores.serviceAccounts.remove(id)
    const before = { name: account.name, roleId: account.roleId }
    await record(
      account.organisationId,
      { action: 'service_account.delete', resourceType: 'service_account', resourceId: id, resourceName: account.name, before },
      stores,
      context,
    )
  })
}

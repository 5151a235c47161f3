import type { SignedInContext } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { covers, hasGlobalAccess } from '../organisations/permissions.ts'
import { permissionsOf, type Role } from '../organisations/role.ts'
import type { Stores } from '../stores.ts'
import type { ServiceAccount } from './service-account.ts'
import type { AccountHandler } from './store.ts'

/** The account, or `not_found`; locked until the transaction ends where asked. */
export async function requireAccount(
  id: string,
  stores: Stores,
  context: SignedInContext,
  options = { lock: false },
): Promise<ServiceAccount> {
  const account = await stores.serviceAccounts.find(context.actor.organisationId, id, options)
  if (!account) throw notFound('service account')
  return account
}

/** A role that a service account may carry: of the same organisation, without access to everything, and Service or one with no right that the actor lacks. */
export async function requireGrantableRole(roleId: string, stores: Stores, context: SignedInContext): Promise<Role> {
  const role = await stores.organisations.findRole(context.actor.organisationId, roleId)
  if (!role) throw notFound('role')
  if (hasGlobalAccess(role.key)) {
    throw new DomainError('malformed_request', 'A service account cannot be Owner or Admin: it would hold every key.', {
      fields: [{ pointer: '/roleId', message: 'must be a role without access to everything' }],
    })
  }
  // The role made for service accounts comes with the permission to make them; acting as one (tokens, bindings) still takes every right it has.
  if (role.key !== 'service') requireRightsOf(role, context)
  return role
}

/** Whoever lets others act as an account must hold every right that the account has. */
export function requireRightsOf(role: Role, context: SignedInContext): void {
  if (covers(permissionsOf(context.actor.role), permissionsOf(role))) return
  throw new DomainError('forbidden', `The role ${role.name} has rights that yours lacks, so you cannot hand it out.`)
}

/** The same for an existing account. */
export async function requireRightsOfAccount(account: ServiceAccount, stores: Stores, context: SignedInContext): Promise<void> {
  const role = await stores.organisations.findRole(account.organisationId, account.roleId)
  if (!role) throw notFound('role')
  requireRightsOf(role, context)
}

/** Whoever lets others act as an account must also read every environment that it reads; owners and admins do. */
export async function requireReachOfAccount(account: ServiceAccount, stores: Stores, { actor }: SignedInContext): Promise<void> {
  if (hasGlobalAccess(actor.role.key)) return
  const holder = actor.kind === 'member' ? { memberId: actor.id } : { serviceAccountId: actor.id }
  const beyond = await stores.serviceAccounts.environmentsBeyond(account.id, holder)
  if (beyond > 0)
    throw new DomainError('forbidden', `${account.name} reads environments that you do not, so you cannot let others act as it.`)
}

/** External identities, syncs and server-made tokens need keys that the server can open. */
export function requireServerKeys(account: ServiceAccount): void {
  if (account.serverWrappedKeyring !== null) return
  throw new DomainError(
    'server_keys_required',
    `${account.name} has client-managed keys. Switch on server-side key management for it first: the server mints tokens while nobody is present.`,
  )
}

/** Every handler must be a member of the organisation. */
export async function requireMembers(
  handlers: readonly Pick<AccountHandler, 'memberId'>[],
  stores: Stores,
  context: SignedInContext,
): Promise<void> {
  const ids = handlers.map((handler) => handler.memberId)
  const known = new Set(await stores.serviceAccounts.membersAmong(context.actor.organisationId, ids))
  if (!ids.every((id) => known.has(id))) throw notFound('member')
}

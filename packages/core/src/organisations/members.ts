import * as z from 'zod'
import { heldIdsOf } from '../apps/environments.ts'
import { grantEveryEnvironment } from '../apps/grant-everything.ts'
import { record } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { type Page, parseList } from '../page.ts'
import { parse, text, uuid } from '../parse.ts'
import type { Stores } from '../stores.ts'
import { authorise, authoriseInApps } from './authorise.ts'
import { requireCovers, requireGrantable } from './grantable.ts'
import type { Member } from './member.ts'
import { hasGlobalAccess } from './permissions.ts'
import { permissionsOf } from './role.ts'
import { roleOf } from './roles.ts'
import { memberOrder } from './store.ts'

const idInput = z.object({ id: uuid })
const filterInput = z.object({ search: text(254).optional(), roleId: uuid.optional(), appId: uuid.optional() })
const roleInput = z.object({ memberId: uuid, roleId: uuid })

export async function listMembers(input: unknown, context: Context): Promise<Page<Member>> {
  authorise(context, 'Members', 'read')
  const {
    filter: { appId, ...filter },
    page,
  } = parseList(input, memberOrder, filterInput)
  if (appId) authoriseInApps(context, 'Members', 'read')
  const holders = appId ? { environmentIds: await heldIdsOf(appId, context) } : {}
  return context.stores.organisations.listMembers(context.actor.organisationId, { ...filter, ...holders }, page)
}

export async function readMember(input: unknown, context: Context): Promise<Member> {
  authorise(context, 'Members', 'read')
  const member = await context.stores.organisations.findMember(context.actor.organisationId, parse(idInput, input).id)
  if (!member) throw notFound('member')
  return member
}

/** Those of the members that have not left. */
export async function readMembers(input: unknown, context: Context): Promise<Member[]> {
  authorise(context, 'Members', 'read')
  const { ids } = parse(z.object({ ids: z.array(uuid).max(5000) }), input)
  return context.stores.organisations.findMembers(context.actor.organisationId, ids)
}

/**
 * Gives a member another role, from the next request on; its sessions end, so that none outlives the rights it was opened with. A member
 * who becomes an admin gets the keys of every environment that the server can wrap; one who ceases to be an admin loses all keys.
 */
export async function changeMemberRole(input: unknown, context: Context): Promise<Member> {
  authorise(context, 'Members', 'update')
  const { memberId, roleId } = parse(roleInput, input)
  const { organisationId } = context.actor
  return context.stores.transaction(async (stores) => {
    const before = await touchableMember(memberId, stores, context)
    const role = await roleOf(roleId, organisationId, stores)
    requireGrantable(context.actor, role)
    if (before.roleId === roleId) return before
    await stores.organisations.setMemberRole(memberId, roleId)
    await stores.signIn.revokeSessions(memberId, {})
    await moveKeys(before, hasGlobalAccess(role.key), stores, context)
    const change = { before: { role: before.role.name }, after: { role: role.name } }
    await record(organisationId, { ...deed('member.update_role', before), ...change }, stores, context)
    return { ...before, roleId, role }
  })
}

/** Ends a membership: sessions, personal access tokens and environment keys go with it, from the next request on. */
export async function removeMember(input: unknown, context: Context): Promise<void> {
  authorise(context, 'Members', 'delete')
  const { id } = parse(idInput, input)
  await context.stores.transaction(async (stores) => {
    const member = await touchableMember(id, stores, context)
    await stores.organisations.removeMember(id)
    const before = { email: member.email, role: member.role.name }
    await record(context.actor.organisationId, { ...deed('member.delete', member), before }, stores, context)
  })
}

/** Yourself, the owner and, for whoever is no owner or admin, an admin: nobody lays hands on these. */
async function touchableMember(id: string, stores: Stores, { actor }: SignedInContext): Promise<Member> {
  // First of all locks: whoever makes an environment meanwhile gives its keys to those who hold everything now, or after us.
  await stores.apps.lockOrganisation(actor.organisationId)
  const member = await stores.organisations.lockMember(actor.organisationId, id)
  if (!member) throw notFound('member')
  if (member.id === actor.id) throw new DomainError('forbidden', 'You cannot change or end your own membership.')
  if (member.role.key === 'owner') throw new DomainError('forbidden', 'The owner cannot be changed or removed.')
  if (hasGlobalAccess(member.role.key) && !hasGlobalAccess(actor.role.key)) {
    throw new DomainError('forbidden', 'Only an owner or admin changes or removes an admin.')
  }
  requireCovers(actor, permissionsOf(member.role))
  return member
}

async function moveKeys(before: Member, becomesGlobal: boolean, stores: Stores, context: Context): Promise<void> {
  if (hasGlobalAccess(before.role.key) === becomesGlobal) return
  if (becomesGlobal) await grantEveryEnvironment(before.id, stores, context)
  else await stores.organisations.deleteMemberKeys(before.id)
}

const deed = (action: string, member: Member) => ({ action, resourceType: 'member', resourceId: member.id, resourceName: member.fullName })

import * as z from 'zod'
import { record } from '../audit/record.ts'
import type { Context } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { byAge, type Page, parsePage } from '../page.ts'
import { parse, uuid } from '../parse.ts'
import { newId } from '../runtime.ts'
import { hashOf, newOpaque } from '../sign-in/opaque.ts'
import { authorise } from './authorise.ts'
import { email } from './email.ts'
import { requireGrantable } from './grantable.ts'
import { type Invite, inviteLifetimeSeconds } from './invite.ts'
import { hasGlobalAccess } from './permissions.ts'
import { permissionsOf, type Role } from './role.ts'
import { roleOf } from './roles.ts'

const inviteInput = z.object({ email, roleId: uuid })
const idInput = z.object({ id: uuid })

/**
 * Keeps a place for somebody, for 14 days. `code` is told once, to be passed on by the inviter; only its SHA-256 is kept. Whether the address
 * already has an account with us is not told here: it shows when the invite is accepted.
 */
export async function inviteMember(input: unknown, context: Context): Promise<{ invite: Invite; code: string }> {
  authorise(context, 'Members', 'create')
  const wanted = parse(inviteInput, input)
  const { actor } = context
  const code = newOpaque(context.runtime.randomBytes)
  return context.stores.transaction(async (stores) => {
    const role = await roleOf(wanted.roleId, actor.organisationId, stores)
    requireInvitable(role)
    requireGrantable(actor, role)
    const invite = await stores.organisations.insertInvite({
      ...wanted,
      id: newId(context.runtime),
      organisationId: actor.organisationId,
      tokenHash: hashOf(code),
      invitedByMemberId: actor.kind === 'member' ? actor.id : null,
      lifetimeSeconds: inviteLifetimeSeconds,
    })
    await record(
      actor.organisationId,
      { ...deed('invite.create', invite), after: { email: invite.email, role: role.name } },
      stores,
      context,
    )
    return { invite, code }
  })
}

export async function listInvites(input: unknown, context: Context): Promise<Page<Invite>> {
  authorise(context, 'Members', 'read')
  return context.stores.organisations.listInvites(context.actor.organisationId, parsePage(input, byAge))
}

/** From now on its code opens nothing. */
export async function cancelInvite(input: unknown, context: Context): Promise<void> {
  authorise(context, 'Members', 'delete')
  const { id } = parse(idInput, input)
  const { organisationId } = context.actor
  await context.stores.transaction(async (stores) => {
    const invite = await stores.organisations.deleteInvite(organisationId, id)
    if (!invite) throw notFound('invite')
    await record(organisationId, { ...deed('invite.delete', invite), before: { email: invite.email } }, stores, context)
  })
}

// A code travels by mail or chat: what it opens must not be the whole organisation. Promote after somebody has joined.
function requireInvitable(role: Role): void {
  const mintsTokens = permissionsOf(role).organisation.ServiceAccountTokens?.includes('create') ?? false
  if (!hasGlobalAccess(role.key) && !mintsTokens) return
  throw new DomainError(
    'forbidden',
    `Nobody is invited as ${role.name}: invite with a lesser role, and change it once the person has joined.`,
  )
}

const deed = (action: string, invite: Invite) => ({ action, resourceType: 'invite', resourceId: invite.id, resourceName: invite.email })

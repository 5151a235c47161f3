import * as z from 'zod'
import { auditEvent } from '../audit/record.ts'
import type { Context } from '../context.ts'
import { DomainError } from '../errors.ts'
import type { OpenInvite } from '../organisations/store.ts'
import { parse, text } from '../parse.ts'
import { newId } from '../runtime.ts'
import { accountKeys, accountKeysInput } from './account-keys.ts'
import { hashOf, isOpaque } from './opaque.ts'
import { openSession, type SignedIn } from './open-session.ts'
import { fullName } from './set-up.ts'
import { limitSignIns } from './sign-in.ts'

export const codeInput = z.object({ code: text(200) })
export const acceptInput = codeInput.extend({ fullName, ...accountKeysInput })

/** What the page of an invite shows to whoever holds its code. */
export interface InviteView {
  email: string
  organisation: { id: string; name: string }
  roleName: string
  expiresAt: Date
}

export async function readInvite(input: unknown, context: Context): Promise<InviteView> {
  await limitSignIns(context)
  const { invite, organisation, role } = await openInvite(parse(codeInput, input).code, context)
  return { email: invite.email, organisation, roleName: role.name, expiresAt: invite.expiresAt }
}

/** Makes a member of whoever holds the code, once, under the address that was invited, and signs it in. */
export async function acceptInvite(input: unknown, context: Context): Promise<SignedIn> {
  await limitSignIns(context)
  const wanted = parse(acceptInput, input)
  const { invite, organisation } = await openInvite(wanted.code, context)
  const keys = await accountKeys(invite.email, wanted, context)
  return context.stores.transaction(async (stores) => {
    const taken = await stores.organisations.takeInvite(hashOf(wanted.code))
    if (!taken) throw inviteRefused()
    const member = { id: newId(context.runtime), email: invite.email, fullName: wanted.fullName }
    await stores.organisations.insertMember({ ...member, ...keys, organisationId: organisation.id, roleId: taken.invite.roleId })
    const deed = { action: 'member.create', resourceType: 'member', resourceId: member.id, resourceName: member.fullName }
    const event = auditEvent(organisation.id, { ...deed, after: { email: member.email, role: taken.role.name } }, context)
    await stores.audit.insert({ ...event, actor: { kind: 'member', id: member.id, name: member.fullName, via: `invite:${invite.id}` } })
    return openSession(member, organisation, stores, context)
  })
}

async function openInvite(code: string, { stores }: Context): Promise<OpenInvite> {
  const found = isOpaque(code) ? await stores.organisations.findOpenInvite(hashOf(code)) : null
  if (!found) throw inviteRefused()
  return found
}

const inviteRefused = () => new DomainError('not_found', 'This invite is unknown, used, withdrawn or expired. Ask for a new one.')

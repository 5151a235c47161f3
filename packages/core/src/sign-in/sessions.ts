import * as z from 'zod'
import type { MemberActor } from '../actor.ts'
import { record } from '../audit/record.ts'
import { type Context, requireSignedIn } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { byAge, type Page, parsePage } from '../page.ts'
import { parse, uuid } from '../parse.ts'
import { type Session, sessionLimits } from './session.ts'

/** A session as its owner's list shows it. */
export interface ListedSession extends Session {
  /** True for the one that asks. */
  current: boolean
}

/** Ends the session that asks, on every node. */
export async function signOut(context: Context): Promise<void> {
  const member = requireMember(context)
  if (member.via.kind !== 'session') throw new DomainError('forbidden', 'Only a session can sign out. Revoke the token instead.')
  await revoke(member, { id: member.via.id }, context)
}

/** The caller's own live sessions. */
export async function listSessions(input: unknown, context: Context): Promise<Page<ListedSession>> {
  const member = requireMember(context)
  const page = await context.stores.signIn.listSessions(member.id, sessionLimits.idleSeconds, parsePage(input, byAge))
  return { ...page, rows: page.rows.map((session) => ({ ...session, current: session.id === member.via.id })) }
}

/** Ends one of the caller's own sessions. */
export async function revokeSession(input: unknown, context: Context): Promise<void> {
  const member = requireMember(context)
  const ended = await revoke(member, parse(z.object({ id: uuid }), input), context)
  if (ended === 0) throw notFound('session')
}

/** "Sign out everywhere": ends all of the caller's sessions but the one that asks; answers how many. */
export async function revokeOtherSessions(context: Context): Promise<{ revoked: number }> {
  const member = requireMember(context)
  const revoked = await revoke(member, member.via.kind === 'session' ? { exceptId: member.via.id } : {}, context)
  return { revoked }
}

/** The person that asks. Fails with `forbidden` for service accounts, which have no sessions and no tokens of their own to manage. */
export function requireMember(context: Context): MemberActor {
  requireSignedIn(context)
  if (context.actor.kind === 'member') return context.actor
  throw new DomainError('forbidden', 'This is for people, not for service accounts.')
}

function revoke(member: MemberActor, which: { id?: string; exceptId?: string }, context: Context): Promise<number> {
  return context.stores.transaction(async (stores) => {
    const ended = await stores.signIn.revokeSessions(member.id, which)
    for (const id of ended) {
      await record(
        member.organisationId,
        { action: 'session.revoke', resourceType: 'session', resourceId: id, resourceName: member.name },
        stores,
        context,
      )
    }
    return ended.length
  })
}

import { auditEvent } from '../audit/record.ts'
import type { Context } from '../context.ts'
import { newId } from '../runtime.ts'
import type { Stores } from '../stores.ts'
import { hashOf, newOpaque } from './opaque.ts'
import { sessionLimits } from './session.ts'

/** What a sign-in gives; the token is told once. */
export interface SignedIn {
  sessionToken: string
  expiresAt: Date
  organisation: { id: string; name: string }
  member: { id: string; email: string; fullName: string }
}

/** Opens a session under a new id and token, with its audit row. `stores` are those of the transaction. */
export async function openSession(
  member: SignedIn['member'],
  organisation: SignedIn['organisation'],
  stores: Stores,
  context: Context,
): Promise<SignedIn> {
  const sessionToken = newOpaque(context.runtime.randomBytes)
  const session = await stores.signIn.insertSession({
    id: newId(context.runtime),
    memberId: member.id,
    tokenHash: hashOf(sessionToken),
    ip: context.request.ip,
    userAgent: context.request.userAgent,
    lifetimeSeconds: sessionLimits.absoluteSeconds,
  })
  const deed = { action: 'session.create', resourceType: 'session', resourceId: session.id, resourceName: member.fullName }
  const actor = { kind: 'member' as const, id: member.id, name: member.fullName, via: `session:${session.id}` }
  await stores.audit.insert({ ...auditEvent(organisation.id, deed, context), actor })
  return {
    sessionToken,
    expiresAt: session.expiresAt,
    organisation,
    member: { id: member.id, email: member.email, fullName: member.fullName },
  }
}

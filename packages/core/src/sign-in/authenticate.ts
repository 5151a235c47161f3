import type { SignedInActor } from '../actor.ts'
import type { Context } from '../context.ts'
import { DomainError } from '../errors.ts'
import { storedNarrowing } from '../service-accounts/narrowing.ts'
import { type Credential, readAuthorization, sessionCredential } from './credentials.ts'
import { hashOf } from './opaque.ts'
import { sessionLimits } from './session.ts'

export interface RequestCredentials {
  /** The `Authorization` header. */
  authorization: string | null
  /** The session cookie. Whether a cookie may be believed for this request (cross-site forgery) is for the door to decide first. */
  sessionToken: string | null
}

type Lookups = Pick<Context, 'stores' | 'request' | 'lab'>

/**
 * Who sent the request. One round trip; where a header and a cookie come together, both are looked up at once, the header decides, and two
 * different people are refused. Whatever is wrong, the answer is the same `unauthenticated`.
 */
export async function authenticate({ authorization, sessionToken }: RequestCredentials, context: Lookups): Promise<SignedInActor> {
  if (authorization === null)
    return (await actorOf(sessionToken === null ? null : sessionCredential(sessionToken), context)) ?? refuse(sessionToken)
  const header = readAuthorization(authorization)
  if (header === null) throw notValid()
  const cookie = sessionToken === null ? null : sessionCredential(sessionToken)
  const [actor, other] = await Promise.all([actorOf(header, context), actorOf(cookie, context)])
  if (actor === null || (other !== null && other.id !== actor.id)) throw notValid()
  return actor
}

async function actorOf(credential: Credential | null, { stores, request, lab }: Lookups): Promise<SignedInActor | null> {
  if (credential === null) return null
  if (credential.kind === 'session') return stores.signIn.actorOfSession(hashOf(credential.token), sessionLimits.idleSeconds)
  if (credential.kind === 'personal_access_token') return stores.signIn.actorOfPersonalAccessToken(hashOf(credential.value), request.ip)
  const account = await stores.signIn.actorOfServiceAccountToken(hashOf(credential.value), request.ip)
  if (account === null || (account.narrowing !== null && !storedNarrowing.safeParse(account.narrowing).success)) return null
  // Where the Lab is off its tokens are no tokens.
  return account.simulated && !lab ? null : account
}

function refuse(sessionToken: string | null): never {
  throw sessionToken === null ? new DomainError('unauthenticated', 'Sign in first: send a session or a token.') : notValid()
}

const notValid = () =>
  new DomainError(
    'unauthenticated',
    'The session or token is not valid: it may be mistyped, expired or revoked. Sign in again or use a new token.',
  )

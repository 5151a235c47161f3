import { encodeHex, equalBytes } from '@bonafide/crypto'
import * as z from 'zod'
import type { Context } from '../context.ts'
import { DomainError } from '../errors.ts'
import { email } from '../organisations/email.ts'
import { parse } from '../parse.ts'
import { addressBucket, rateLimits, requireRate } from '../rate-limit.ts'
import { authHash, password } from './account-keys.ts'
import { hashOf, isOpaque } from './opaque.ts'
import { openSession, type SignedIn } from './open-session.ts'

export const signInInput = z
  .object({ email, authHash: authHash.optional(), password: password.optional() })
  .refine((input) => (input.authHash === undefined) !== (input.password === undefined), {
    path: ['authHash'],
    message: 'send either authHash or password',
  })

const nobodysVerifier = new Uint8Array(32)

/**
 * Opens a session for an e-mail address and what stands for its password. An unknown address costs the same work and gets the same
 * `login_denied`. Throttled per network address, and per e-mail and network address together: nobody can lock somebody else out.
 */
export async function signIn(input: unknown, context: Context): Promise<SignedIn> {
  await limitSignIns(context)
  const request = parse(signInInput, input)
  await limitSignInsOf(request.email, context)
  const found = await context.stores.signIn.findCredentials(request.email)
  const hash = request.authHash ?? (await context.passphrases.authHash(request.email, request.password ?? ''))
  const matches = equalBytes(hashOf(hash), found?.authVerifier ?? nobodysVerifier)
  if (!found || !matches) throw new DomainError('login_denied', 'The e-mail address or the password is wrong.')
  const member = { id: found.memberId, email: found.email, fullName: found.fullName }
  return context.stores.transaction((stores) => openSession(member, found.organisation, stores, context))
}

/** Ends the session that a browser held before it signed in again, so that an old cookie never outlives a new one. */
export async function endSession(sessionToken: string, context: Pick<Context, 'stores'>): Promise<void> {
  if (isOpaque(sessionToken)) await context.stores.signIn.revokeSessionOfToken(hashOf(sessionToken))
}

/** Takes one try from the caller's address; shared by everything that may be guessed at from outside. */
export const limitSignIns = (context: Context): Promise<void> =>
  requireRate(context.limits, `sign_in:${addressBucket(context.request.ip)}`, rateLimits.signInPerAddress)

// The address is hashed: a bucket's name has a bounded length, and the table tells nobody's mail.
const limitSignInsOf = (address: string, context: Context): Promise<void> =>
  requireRate(
    context.limits,
    `sign_in:${encodeHex(hashOf(address)).slice(0, 32)}:${addressBucket(context.request.ip)}`,
    rateLimits.signInPerEmailAndAddress,
  )

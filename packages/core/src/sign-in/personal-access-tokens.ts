import { decodeHex, encodeHex, exchangePublicKey, formatToken, hashBearerValue, newBearerValue } from '@bonafide/crypto'
import * as z from 'zod'
import { record } from '../audit/record.ts'
import { type Context, requireSignedIn } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { keyShareSchema } from '../key-share.ts'
import { authorise, mayInOrganisation } from '../organisations/authorise.ts'
import { byAge, type Page, parseList } from '../page.ts'
import { nameText, parse, uuid } from '../parse.ts'
import { newId } from '../runtime.ts'
import type { PersonalAccessToken } from './personal-access-token.ts'
import { requireMember } from './sessions.ts'

const maxLifetimeSeconds = 10 * 365 * 86_400

const createInput = z.object({
  name: nameText(),
  /** Null says "never" in so many words; there is no default. */
  expiresInSeconds: z
    .number()
    .int()
    .min(60, 'must be at least 60')
    .max(maxLifetimeSeconds, `must be at most ${maxLifetimeSeconds}`)
    .nullable(),
  wrappedKeyShare: keyShareSchema.optional(),
})
const filterInput = z.object({ memberId: uuid.optional() })

export interface CreatedPersonalAccessToken {
  personalAccessToken: PersonalAccessToken
  /** The bearer value, 64 hex digits; told once. */
  value: string
  /** The whole token string. Null when the client sent a wrapped share: then it alone can put the string together. */
  token: string | null
}

/**
 * Makes a token for the caller himself. With `wrappedKeyShare` the client has split its key and keeps the other parts; without one the token
 * manages everything its member may, and reads only apps with server-side encryption. Made in a session only: a leaked token cannot renew itself.
 */
export async function createPersonalAccessToken(input: unknown, context: Context): Promise<CreatedPersonalAccessToken> {
  const member = requireMember(context)
  if (member.via.kind !== 'session')
    throw new DomainError('forbidden', 'Sign in to make a personal access token: one token cannot make another.')
  const { name, expiresInSeconds, wrappedKeyShare } = parse(createInput, input)
  const { randomBytes } = context.runtime
  const value = newBearerValue(randomBytes)
  return context.stores.transaction(async (stores) => {
    const sealed = await stores.signIn.findSealedKeyring(member.id)
    if (!sealed) throw notFound('member')
    const publicKey = exchangePublicKey(sealed.identityKey)
    const personalAccessToken = await stores.signIn.insertPersonalAccessToken({
      id: newId(context.runtime),
      memberId: member.id,
      name,
      valueHash: decodeHex(hashBearerValue(value)),
      identityKey: publicKey,
      wrappedKeyShare: wrappedKeyShare ?? null,
      lifetimeSeconds: expiresInSeconds,
    })
    const after = { name, expiresAt: personalAccessToken.expiresAt?.toISOString() ?? null, hasKeyShare: personalAccessToken.hasKeyShare }
    await record(member.organisationId, { ...deed('personal_access_token.create', personalAccessToken), after }, stores, context)
    // Clients read four fields; where the server holds no share, the last two open nothing.
    const parts = {
      kind: 'pss_user:v1',
      value,
      publicKey,
      share0: encodeHex(randomBytes(32)),
      wrapKey: encodeHex(randomBytes(32)),
    } as const
    return { personalAccessToken, value, token: wrappedKeyShare === undefined ? formatToken(parts) : null }
  })
}

/** The caller's own tokens, or another member's for whoever may read those. */
export async function listPersonalAccessTokens(input: unknown, context: Context): Promise<Page<PersonalAccessToken>> {
  requireSignedIn(context)
  const { filter, page } = parseList(input, byAge, filterInput)
  const { memberId = context.actor.id } = filter
  if (memberId !== context.actor.id) {
    authorise(context, 'MemberPersonalAccessTokens', 'read')
    if (!(await context.stores.organisations.findMember(context.actor.organisationId, memberId))) throw notFound('member')
  }
  return context.stores.signIn.listPersonalAccessTokens(memberId, page)
}

/** Ends a token from the next request on: one's own, or another member's for whoever may delete those. To anybody else it does not exist. */
export async function revokePersonalAccessToken(input: unknown, context: Context): Promise<void> {
  requireSignedIn(context)
  const { id } = parse(z.object({ id: uuid }), input)
  const { actor } = context
  await context.stores.transaction(async (stores) => {
    const token = await stores.signIn.findPersonalAccessToken(actor.organisationId, id)
    const isVisible = token?.memberId === actor.id || mayInOrganisation(actor, 'MemberPersonalAccessTokens', 'delete')
    if (!token || !isVisible) throw notFound('personal access token')
    if (token.revokedAt !== null) return
    await stores.signIn.revokePersonalAccessToken(id)
    await record(actor.organisationId, deed('personal_access_token.revoke', token), stores, context)
  })
}

const deed = (action: string, token: PersonalAccessToken) => ({
  action,
  resourceType: 'personal_access_token',
  resourceId: token.id,
  resourceName: token.name,
})

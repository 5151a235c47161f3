import * as z from 'zod'
import { record } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { simulatedMaxTtlSeconds, ttlBounds } from '../exchange/ttl.ts'
import { keyShareSchema } from '../key-share.ts'
import { authorise } from '../organisations/authorise.ts'
import { type Page, parseList } from '../page.ts'
import { nameText, parse, text, uuid } from '../parse.ts'
import { mintForClient, mintToken } from './mint-token.ts'
import { requireAccount, requireReachOfAccount, requireRightsOfAccount, requireServerKeys } from './rights.ts'
import type { ServiceAccount, ServiceAccountToken } from './service-account.ts'
import { tokenOrder } from './store.ts'

const filterInput = z.object({
  serviceAccountId: uuid.optional(),
  identityId: uuid.optional(),
  status: z.enum(['active', 'expired', 'revoked']).optional(),
  search: text(200).optional(),
  neverExpires: z.boolean().optional(),
  expiresBefore: z.date().optional(),
  manual: z.boolean().optional(),
})

/** Tokens of the organisation's accounts; never their values, which nobody has. */
export async function listServiceAccountTokens(input: unknown, context: Context): Promise<Page<ServiceAccountToken>> {
  authorise(context, 'ServiceAccountTokens', 'read')
  const { filter, page } = parseList(input, tokenOrder, filterInput)
  return context.stores.serviceAccounts.listTokens(context.actor.organisationId, filter, page)
}

/** A token made by hand, shown once. */
export interface CreatedToken {
  /** Null when the client sent a share: then it alone can put the string together. */
  token: string | null
  bearerToken: string
  serviceAccountToken: ServiceAccountToken
}

// A hand-made token may outlive an exchange's maximum; whoever wants more than a year has to say "never".
const maxHandMadeTtlSeconds = 366 * 86_400

const createInput = z.object({
  serviceAccountId: uuid,
  name: nameText(),
  /** Null is "never", and must be said. */
  expiresInSeconds: z.number().int().min(ttlBounds.minimumSeconds).max(maxHandMadeTtlSeconds).nullable(),
  /** From a client that holds the account's keyring; needed where the server does not manage the keys. */
  wrappedKeyShare: keyShareSchema.optional(),
})

/** Makes a token by hand. The maker needs every right of the account and every environment it reads. */
export async function createServiceAccountToken(input: unknown, context: Context): Promise<CreatedToken> {
  authorise(context, 'ServiceAccountTokens', 'create')
  const { serviceAccountId, name, expiresInSeconds, wrappedKeyShare } = parse(createInput, input)
  return context.stores.transaction(async (stores) => {
    const account = await requireAccount(serviceAccountId, stores, context)
    await requireRightsOfAccount(account, stores, context)
    requireAnother(account, context)
    requireShortLife(account, expiresInSeconds)
    await requireReachOfAccount(account, stores, context)
    if (wrappedKeyShare === undefined) requireServerKeys(account)
    if (account.disabledAt) throw new DomainError('conflict', `${account.name} is disabled. Enable it before making tokens for it.`)
    const { actor } = context
    const minted = wrappedKeyShare === undefined ? mintToken(account, context) : mintForClient(account, wrappedKeyShare, context)
    const serviceAccountToken = await stores.serviceAccounts.insertToken({
      ...minted,
      serviceAccountId: account.id,
      name,
      createdByMemberId: actor.kind === 'member' ? actor.id : null,
      createdByServiceAccountId: actor.kind === 'service_account' ? actor.id : null,
      expiresInSeconds,
    })
    const after = { name, serviceAccountId: account.id, expiresAt: serviceAccountToken.expiresAt?.toISOString() ?? null }
    await record(
      account.organisationId,
      { action: 'service_account_token.create', resourceType: 'service_account_token', resourceId: minted.id, resourceName: name, after },
      stores,
      context,
    )
    return { token: minted.token, bearerToken: minted.bearerToken, serviceAccountToken }
  })
}

// No workload prolongs its own life: that is what exchanges are for.
function requireAnother(account: ServiceAccount, { actor }: SignedInContext): void {
  if (actor.kind !== 'service_account' || actor.id !== account.id) return
  throw new DomainError('forbidden', 'A service account cannot make tokens for itself. Log in again with a proof.')
}

function requireShortLife({ simulated }: ServiceAccount, expiresInSeconds: number | null): void {
  if (!simulated || (expiresInSeconds !== null && expiresInSeconds <= simulatedMaxTtlSeconds)) return
  throw new DomainError('malformed_request', `A token of a simulated account lives at most ${simulatedMaxTtlSeconds} seconds.`, {
    fields: [{ pointer: '/expiresInSeconds', message: `must be at most ${simulatedMaxTtlSeconds} for a simulated account` }],
  })
}

/** Ends one token at the next request on every node. */
export async function revokeServiceAccountToken(input: unknown, context: Context): Promise<ServiceAccountToken> {
  authorise(context, 'ServiceAccountTokens', 'delete')
  const { id } = parse(z.object({ id: uuid }), input)
  return context.stores.transaction(async (stores) => {
    const token = await stores.serviceAccounts.findToken(context.actor.organisationId, id)
    if (!token) throw notFound('token')
    if (token.revokedAt) return token
    await stores.serviceAccounts.revokeToken(id)
    await record(
      context.actor.organisationId,
      { action: 'service_account_token.revoke', resourceType: 'service_account_token', resourceId: id, resourceName: token.name },
      stores,
      context,
    )
    return (await stores.serviceAccounts.findToken(context.actor.organisationId, id)) ?? token
  })
}

const manyInput = z.object({
  ids: z
    .array(uuid)
    .min(1, 'must name at least one token')
    .max(100, 'must name at most 100 tokens')
    .transform((ids) => [...new Set(ids)]),
})

/** Ends many tokens, all or none; those that were revoked before stay as they are. Answers how many that ended. */
export async function revokeServiceAccountTokens(input: unknown, context: Context): Promise<{ revoked: number }> {
  authorise(context, 'ServiceAccountTokens', 'delete')
  const { ids } = parse(manyInput, input)
  const { organisationId } = context.actor
  return context.stores.transaction(async (stores) => {
    const tokens = await stores.serviceAccounts.findTokens(organisationId, ids)
    if (tokens.length !== ids.length) throw notFound('token')
    const open = tokens.filter((token) => token.revokedAt === null)
    for (const { id, name } of open) {
      await stores.serviceAccounts.revokeToken(id)
      const deed = { action: 'service_account_token.revoke', resourceType: 'service_account_token', resourceId: id, resourceName: name }
      await record(organisationId, deed, stores, context)
    }
    return { revoked: open.length }
  })
}

/** Ends every live token that an identity minted, for one account or for all. */
export async function revokeIdentityTokens(input: unknown, context: Context): Promise<{ revoked: number }> {
  authorise(context, 'ServiceAccountTokens', 'delete')
  const { identityId, serviceAccountId } = parse(z.object({ identityId: uuid, serviceAccountId: uuid.optional() }), input)
  return context.stores.transaction(async (stores) => {
    const identity = await stores.externalIdentities.find(context.actor.organisationId, identityId)
    if (!identity) throw notFound('external identity')
    if (serviceAccountId) await requireAccount(serviceAccountId, stores, context)
    const revoked = await stores.serviceAccounts.revokeTokens({ identityId, serviceAccountId })
    await record(
      identity.organisationId,
      {
        action: 'external_identity.revoke_tokens',
        resourceType: 'external_identity',
        resourceId: identityId,
        resourceName: identity.name,
        after: { revoked, serviceAccountId },
      },
      stores,
      context,
    )
    return { revoked }
  })
}

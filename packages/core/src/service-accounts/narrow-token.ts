import { record } from '../audit/record.ts'
import { type Context, requireAuthenticated } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authenticate } from '../sign-in/authenticate.ts'
import { holdsKeyOf, mintToken } from './mint-token.ts'
import { narrow } from './narrow.ts'
import { requireServerKeys } from './rights.ts'
import { printScope, readScope, targetUnreachable } from './scope.ts'

/** A token that may do less than the one it was made of, and ends with it. */
export interface Narrowed {
  token: string
  ttlSeconds: number
  scope: string
}

// An hour is what an exchange gives where nothing else is said.
const maxSeconds = 3600
const maxDepth = 8

/**
 * Makes of a service account's token one that may do less. Its rights are those of both scopes together; it ends when the other one does, by
 * time or by revocation, and after an hour at the latest: nobody prolongs his own life by it.
 */
export async function narrowToken(
  { token, serviceAccountId, scope }: { token: string; serviceAccountId: string; scope: string },
  anonymous: Context,
): Promise<Narrowed> {
  const wanted = readScope(scope)
  const actor = await authenticate({ authorization: `Bearer ${token}`, sessionToken: null }, anonymous)
  // A token of a person, or of another account than the one named, is no token here.
  if (actor.kind !== 'service_account' || actor.id !== serviceAccountId) throw notOfAccount()
  const context: Context = { ...anonymous, actor }
  requireAuthenticated(context)
  const sought = narrow(actor.narrowing, wanted)
  return context.stores.transaction(async (stores) => {
    const account = await stores.serviceAccounts.find(actor.organisationId, actor.id)
    if (!account) throw notOfAccount()
    requireServerKeys(account)
    const share = await stores.serviceAccounts.keyShareOf(actor.via.id)
    if (share === null || !holdsKeyOf(account, token, share, context)) throw notOfAccount()
    const { token: made, ...kept } = mintToken(account, context)
    const narrowed = await stores.serviceAccounts.narrowToken({
      ...kept,
      serviceAccountId: account.id,
      parentId: actor.via.id,
      sought,
      maxSeconds,
      maxDepth,
    })
    if (narrowed.outcome === 'gone') throw notOfAccount()
    if (narrowed.outcome === 'unreachable') throw targetUnreachable()
    if (narrowed.outcome === 'too_deep')
      throw new DomainError('malformed_request', `A token is narrowed ${maxDepth} times at most. Narrow the one that you began with.`)
    const after = {
      scope: printScope(narrowed.narrowing),
      serviceAccountId: account.id,
      parentId: actor.via.id,
      ttlSeconds: narrowed.ttlSeconds,
    }
    const deed = { action: 'service_account_token.narrow', resourceType: 'service_account_token', resourceId: kept.id, after }
    await record(account.organisationId, { ...deed, resourceName: narrowed.name }, stores, context)
    return { token: made, ttlSeconds: narrowed.ttlSeconds, scope: after.scope }
  })
}

const notOfAccount = () =>
  new DomainError('unauthenticated', 'The token is no valid token of this service account: it may be mistyped, expired or revoked.')

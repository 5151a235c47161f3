import { type Context, requireAuthenticated } from '../context.ts'
import { DomainError } from '../errors.ts'
import { printScope } from '../service-accounts/scope.ts'
import { holderOf } from './reach.ts'

/**
 * What a token is and which environment keys it opens: the answer of `GET secrets/tokens/` (wire contract 1.8), as JSON text in one round
 * trip. Environments come shortest name first, because existing clients take the first whose name contains what they look for. A narrowed
 * token is told its scope, and of the environments only those within it.
 */
export async function introspect(context: Context): Promise<string> {
  requireAuthenticated(context)
  const { actor } = context
  const json = await context.stores.apps.introspect(holderOf(actor), actor.via.id)
  if (json === undefined) throw new DomainError('unauthenticated', 'The token is no longer valid.')
  if (actor.kind === 'member' || actor.narrowing === null) return json
  return JSON.stringify({ ...JSON.parse(json), scope: printScope(actor.narrowing) })
}

import { type Context, requireAuthenticated } from '../context.ts'
import { DomainError } from '../errors.ts'
import { holderOf } from './reach.ts'

/**
 * What a token is and which environment keys it opens: the answer of `GET secrets/tokens/` (wire contract 1.8), as JSON text in one round
 * trip. Environments come shortest name first, because existing clients take the first whose name contains what they look for.
 */
export async function introspect(context: Context): Promise<string> {
  requireAuthenticated(context)
  const json = await context.stores.apps.introspect(holderOf(context.actor), context.actor.via.id)
  if (json === undefined) throw new DomainError('unauthenticated', 'The token is no longer valid.')
  return json
}

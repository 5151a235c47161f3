import * as z from 'zod'
import { type Context, requireSignedIn } from '../context.ts'
import { authorise, authoriseInApps, mayInApps } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { requiredRecipients } from './create.ts'
import { holderOf, type KeyRecipient } from './reach.ts'
import type { HeldKeys } from './store.ts'

/** The caller's own copies of environments' keys, which it alone can open. Environments that it does not hold are left out. */
export async function readWrappedKeys(input: unknown, context: Context): Promise<HeldKeys[]> {
  authoriseInApps(context, 'Environments', 'read')
  const { environmentIds } = parse(z.object({ environmentIds: z.array(uuid).max(10_000) }), input)
  const { organisationId } = context.actor
  return context.stores.apps.listKeys(organisationId, holderOf(context.actor), environmentIds)
}

/** Everyone for whom a client must wrap the keys of an environment that it makes now: whoever holds everything, and the caller. */
export async function listRequiredRecipients(context: Context): Promise<KeyRecipient[]> {
  requireSignedIn(context)
  if (!mayInApps(context.actor, 'Environments', 'create')) authorise(context, 'Apps', 'create')
  return requiredRecipients(context.stores, context)
}

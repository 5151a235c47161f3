import type { Context } from '../context.ts'
import { requireSignedIn } from '../context.ts'
import { notFound } from '../errors.ts'
import type { Stores } from '../stores.ts'
import { openServerCopy, wrapForRecipients } from './environment-keys.ts'

/**
 * Gives a member the keys of every server-encrypted environment of the organisation: what promotion to a role with global access means.
 * Answers the ids of end-to-end environments, whose keys only a client that holds them can give (`setMemberAccess` with keys).
 * Call it in the transaction that changes the role.
 */
export async function grantEveryEnvironment(memberId: string, stores: Stores, context: Context): Promise<string[]> {
  requireSignedIn(context)
  const { organisationId } = context.actor
  await stores.apps.lockOrganisation(organisationId)
  const member = { kind: 'member', id: memberId } as const
  const recipient = await stores.apps.findRecipient(organisationId, member)
  if (!recipient) throw notFound('member')
  const missing = (await stores.apps.listEnvironments(organisationId, {}, member)).filter(({ held }) => !held)
  const open = missing.filter(({ serverEncryption }) => serverEncryption)
  await stores.apps.insertKeys(
    open.flatMap((environment) => wrapForRecipients(environment.id, openServerCopy(environment, context), [recipient], context)),
  )
  return missing.filter(({ serverEncryption }) => !serverEncryption).map(({ id }) => id)
}

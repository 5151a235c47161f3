import * as z from 'zod'
import { record } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import type { Stores } from '../stores.ts'
import type { EnvironmentKey } from './app.ts'
import { acceptProvidedKeys, openServerCopy, wrapForRecipients, wrappedKey } from './environment-keys.ts'
import { heldEnvironments } from './environments.ts'
import { type Holder, holderOf, type KeyRecipient } from './reach.ts'
import type { EnvironmentAccess, FoundEnvironment } from './store.ts'

const wanted = {
  environmentIds: z.array(uuid).max(1000, 'must be at most 1000'),
  /** Needed for environments of end-to-end apps, where only the caller can wrap. */
  keys: z
    .array(z.object({ environmentId: uuid, wrappedSeed: wrappedKey, wrappedSalt: wrappedKey }))
    .max(1000)
    .default([]),
}
const accountInput = z.object({ serviceAccountId: uuid })
const accountAccessInput = z.object({ serviceAccountId: uuid, ...wanted })
const memberInput = z.object({ memberId: uuid })
const memberAccessInput = z.object({ memberId: uuid, ...wanted })
type Wanted = Pick<z.output<typeof accountAccessInput>, 'environmentIds' | 'keys'>

/** The environments that a service account can read. */
export async function listAccountAccess(input: unknown, context: Context): Promise<EnvironmentAccess[]> {
  authoriseInApps(context, 'ServiceAccounts', 'read')
  return listAccess({ kind: 'service_account', id: parse(accountInput, input).serviceAccountId }, context)
}

export async function listMemberAccess(input: unknown, context: Context): Promise<EnvironmentAccess[]> {
  authoriseInApps(context, 'Members', 'read')
  return listAccess({ kind: 'member', id: parse(memberInput, input).memberId }, context)
}

/** Full replacement, within what the caller holds: environments that the caller cannot see stay as they are. */
export async function setAccountAccess(input: unknown, context: Context): Promise<EnvironmentAccess[]> {
  authoriseInApps(context, 'ServiceAccounts', 'update')
  const { serviceAccountId, ...asked } = parse(accountAccessInput, input)
  return changeAccess({ kind: 'service_account', id: serviceAccountId }, asked, 'replace', context)
}

export async function grantAccountAccess(input: unknown, context: Context): Promise<EnvironmentAccess[]> {
  authoriseInApps(context, 'ServiceAccounts', 'create')
  const { serviceAccountId, ...asked } = parse(accountAccessInput, input)
  return changeAccess({ kind: 'service_account', id: serviceAccountId }, asked, 'grant', context)
}

export async function revokeAccountAccess(input: unknown, context: Context): Promise<EnvironmentAccess[]> {
  authoriseInApps(context, 'ServiceAccounts', 'delete')
  const { serviceAccountId, ...asked } = parse(accountAccessInput, input)
  return changeAccess({ kind: 'service_account', id: serviceAccountId }, asked, 'revoke', context)
}

/** The same for a member. Owners and admins hold everything: from them nothing can be taken here. */
export async function setMemberAccess(input: unknown, context: Context): Promise<EnvironmentAccess[]> {
  authoriseInApps(context, 'Members', 'update')
  const { memberId, ...asked } = parse(memberAccessInput, input)
  return changeAccess({ kind: 'member', id: memberId }, asked, 'replace', context)
}

async function listAccess(holder: Holder, { actor, stores }: SignedInContext): Promise<EnvironmentAccess[]> {
  await requireRecipient(holder, stores, actor.organisationId)
  const [theirs, mine] = [
    await stores.apps.listAccess(actor.organisationId, holder),
    await stores.apps.listAccess(actor.organisationId, holderOf(actor)),
  ]
  const visible = new Set(mine.map(({ environmentId }) => environmentId))
  return theirs.filter(({ environmentId }) => visible.has(environmentId))
}

async function changeAccess(holder: Holder, asked: Wanted, mode: 'replace' | 'grant' | 'revoke', context: SignedInContext) {
  const { organisationId } = context.actor
  return context.stores.transaction(async (stores) => {
    await stores.apps.lockOrganisation(organisationId)
    const recipient = await requireRecipient(holder, stores, organisationId)
    const named = await heldEnvironments([...new Set(asked.environmentIds)], stores, context)
    const before = await listAccess(holder, { ...context, stores })
    const had = new Set(before.map(({ environmentId }) => environmentId))
    const listed = new Set(named.map(({ id }) => id))
    const added = mode === 'revoke' ? [] : named.filter(({ id }) => !had.has(id))
    const removed = before.filter(({ environmentId }) => (mode === 'grant' ? false : listed.has(environmentId) === (mode === 'revoke')))
    if (removed.length > 0) await requireRevocable(holder, stores, organisationId)
    await stores.apps.deleteKeys(
      holder,
      removed.map(({ environmentId }) => environmentId),
    )
    await requireSameWorld(holder, added, stores, organisationId)
    await stores.apps.insertKeys(added.flatMap((environment) => keysFor(environment, recipient, asked.keys, context)))
    const after = await listAccess(holder, { ...context, stores })
    if (added.length + removed.length === 0) return after
    const resourceName = await nameOf(holder, stores, organisationId)
    const deed = { action: `${holder.kind}.set_access`, resourceType: holder.kind, resourceId: holder.id, resourceName }
    const names = (list: EnvironmentAccess[]) => ({ environments: list.map(({ environmentId }) => environmentId) })
    await record(organisationId, { ...deed, before: names(before), after: names(after) }, stores, context)
    return after
  })
}

function keysFor(environment: FoundEnvironment, recipient: KeyRecipient, provided: Wanted['keys'], context: Context): EnvironmentKey[] {
  if (environment.serverEncryption) return wrapForRecipients(environment.id, openServerCopy(environment, context), [recipient], context)
  const given = provided.find(({ environmentId }) => environmentId === environment.id)
  if (!given) {
    throw new DomainError(
      'client_keys_required',
      `${environment.appName} is end-to-end encrypted: wrap the keys of ${environment.name} and send them along.`,
    )
  }
  const holderKey = recipient.kind === 'member' ? { memberId: recipient.id } : { serviceAccountId: recipient.id }
  return acceptProvidedKeys(
    environment.id,
    [{ ...holderKey, wrappedSeed: given.wrappedSeed, wrappedSalt: given.wrappedSalt }],
    [recipient],
    context,
  )
}

async function requireRecipient(holder: Holder, stores: Stores, organisationId: string): Promise<KeyRecipient> {
  const recipient = await stores.apps.findRecipient(organisationId, holder)
  if (!recipient) throw notFound(holder.kind === 'member' ? 'member' : 'service account')
  return recipient
}

async function nameOf({ kind, id }: Holder, stores: Stores, organisationId: string): Promise<string | undefined> {
  if (kind === 'member') return (await stores.organisations.findMember(organisationId, id))?.fullName
  return (await stores.serviceAccounts.find(organisationId, id))?.name
}

/** What is simulated never meets what is not; people may look at both. */
async function requireSameWorld(
  holder: Holder,
  environments: readonly FoundEnvironment[],
  stores: Stores,
  organisationId: string,
): Promise<void> {
  if (holder.kind === 'member' || environments.length === 0) return
  const account = await stores.serviceAccounts.find(organisationId, holder.id)
  if (!account) throw notFound('service account')
  if (environments.every(({ simulated }) => simulated === account.simulated)) return
  throw new DomainError('conflict', 'Simulated accounts read simulated apps only, and real accounts real ones.')
}

async function requireRevocable(holder: Holder, stores: Stores, organisationId: string): Promise<void> {
  if (holder.kind !== 'member' || !(await stores.apps.isGlobalMember(organisationId, holder.id))) return
  throw new DomainError('conflict', "This member's role holds every environment. Change the role first.")
}

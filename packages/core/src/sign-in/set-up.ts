import * as z from 'zod'
import { auditEvent } from '../audit/record.ts'
import type { Context, Services } from '../context.ts'
import { DomainError } from '../errors.ts'
import { email } from '../organisations/email.ts'
import { foundOrganisation } from '../organisations/found.ts'
import { nameText, parse, text, uuid } from '../parse.ts'
import { newId } from '../runtime.ts'
import type { Stores } from '../stores.ts'
import { type AccountKeys, accountKeys, accountKeysInput, password } from './account-keys.ts'
import { hashOf, isOpaque, newOpaque } from './opaque.ts'
import { openSession, type SignedIn } from './open-session.ts'
import { limitSignIns } from './sign-in.ts'

const setUpCodeTtlSeconds = 30 * 60

export const fullName = nameText(100)

export const setUpInput = z.object({
  code: text(200),
  email,
  fullName,
  organisationName: nameText(),
  /** Named by browsers that derive keys from recovery words, whose salt it is. */
  organisationId: uuid.optional(),
  ...accountKeysInput,
})

const environmentInput = z.object({ email, password: password.min(8, 'must be at least 8 characters'), organisationName: nameText() })

/**
 * A new one-time code for the first owner, good for 30 minutes; the code before it dies. Only its SHA-256 is kept. Null once there is an owner.
 */
export async function createSetupLink({
  stores,
  runtime,
}: Pick<Services, 'stores' | 'runtime'>): Promise<{ code: string; expiresAt: Date } | null> {
  if (await stores.organisations.hasOrganisation()) return null
  const code = newOpaque(runtime.randomBytes)
  const { expiresAt } = await stores.signIn.putSetUpCode(hashOf(code), setUpCodeTtlSeconds)
  return { code, expiresAt }
}

/** Makes the first owner and its organisation, once, for whoever holds the code of the set-up link. */
export async function setUpOwner(input: unknown, context: Context): Promise<SignedIn> {
  await limitSignIns(context)
  const wanted = parse(setUpInput, input)
  const codeHash = hashOf(wanted.code)
  // Before anything expensive; who comes second in the same moment is refused below.
  if (!isOpaque(wanted.code) || !(await context.stores.signIn.hasSetUpCode(codeHash))) throw codeRefused()
  const keys = await accountKeys(wanted.email, wanted, context)
  return context.stores.transaction(async (stores) => {
    await stores.signIn.lockSetUp()
    if (!(await stores.signIn.takeSetUpCode(codeHash)) || (await stores.organisations.hasOrganisation())) throw codeRefused()
    const { member, organisation } = await makeOwner(wanted, keys, stores, context)
    return openSession(member, organisation, stores, context)
  })
}

/** Makes the first owner from settings, as the browser would. False when there is one already; then the settings are not looked at further. */
export async function setUpFromEnvironment(input: unknown, services: Services): Promise<boolean> {
  if (await services.stores.organisations.hasOrganisation()) return false
  const wanted = parse(environmentInput, input)
  const keys = await accountKeys(wanted.email, { password: wanted.password }, services)
  const fullName = wanted.email.split('@')[0] ?? wanted.email
  const request = { id: `req_${newId(services.runtime).replaceAll('-', '')}`, ip: '', userAgent: 'set-up from the environment' }
  const context: Context = { ...services, actor: { kind: 'system', name: 'set-up' }, request }
  return services.stores.transaction(async (stores) => {
    await stores.signIn.lockSetUp()
    if (await stores.organisations.hasOrganisation()) return false
    await makeOwner({ ...wanted, fullName }, keys, stores, context)
    return true
  })
}

interface Owner {
  email: string
  fullName: string
  organisationName: string
  organisationId?: string
}

async function makeOwner(wanted: Owner, keys: AccountKeys, stores: Stores, context: Context) {
  const organisationId = wanted.organisationId ?? newId(context.runtime)
  const { organisation, ownerRole } = await foundOrganisation({ id: organisationId, name: wanted.organisationName }, stores, context)
  const member = { id: newId(context.runtime), email: wanted.email, fullName: wanted.fullName }
  await stores.organisations.insertMember({ ...member, ...keys, organisationId, roleId: ownerRole.id })
  // Whoever holds the code is the person who becomes the owner.
  const actor =
    context.actor.kind === 'system' ? {} : { actor: { kind: 'member' as const, id: member.id, name: member.fullName, via: 'set_up_code' } }
  const founded = {
    action: 'organisation.create',
    resourceType: 'organisation',
    resourceId: organisationId,
    resourceName: organisation.name,
  }
  const joined = { action: 'member.create', resourceType: 'member', resourceId: member.id, resourceName: member.fullName }
  await stores.audit.insert({ ...auditEvent(organisationId, { ...founded, after: { name: organisation.name } }, context), ...actor })
  await stores.audit.insert({
    ...auditEvent(organisationId, { ...joined, after: { email: member.email, role: ownerRole.name } }, context),
    ...actor,
  })
  return { member, organisation: { id: organisation.id, name: organisation.name } }
}

const codeRefused = () =>
  new DomainError('login_denied', 'This set-up link is wrong, used or expired. Restart the server to get a new one.')

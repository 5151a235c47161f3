import * as z from 'zod'
import { changed, record } from '../audit/record.ts'
import type { Context } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { nameText, parse, text, uuid } from '../parse.ts'
import { newId } from '../runtime.ts'
import type { Stores } from '../stores.ts'
import { authorise } from './authorise.ts'
import { permissionsSchema, requireCovers } from './grantable.ts'
import type { Role } from './role.ts'

const fields = {
  name: nameText(),
  description: text(500),
  color: z.string().regex(/^(?:#[0-9a-f]{6})?$/, 'must be #rrggbb in lower case, or empty'),
  permissions: permissionsSchema,
}
const createInput = z.object({ ...fields, description: fields.description.default(''), color: fields.color.default('') })
const updateInput = z.object(fields).partial().extend({ id: uuid })
const idInput = z.object({ id: uuid })

/** Every role of the organisation: the five managed ones, then its own by name. */
export async function listRoles(context: Context): Promise<Role[]> {
  authorise(context, 'Roles', 'read')
  return context.stores.organisations.listRoles(context.actor.organisationId)
}

export async function readRole(input: unknown, context: Context): Promise<Role> {
  authorise(context, 'Roles', 'read')
  return roleOf(parse(idInput, input).id, context.actor.organisationId, context.stores)
}

export async function createRole(input: unknown, context: Context): Promise<Role> {
  authorise(context, 'Roles', 'create')
  const wanted = parse(createInput, input)
  requireCovers(context.actor, wanted.permissions)
  const { organisationId } = context.actor
  return context.stores.transaction(async (stores) => {
    const [role] = await stores.organisations.insertRoles([{ ...wanted, id: newId(context.runtime), organisationId, key: null }])
    if (!role) throw notFound('role')
    await record(organisationId, { ...deed('role.create', role), after: { ...wanted } }, stores, context)
    return role
  })
}

/** Changes a custom role. Nobody changes his own role, a role that can do more than he, or makes it so. */
export async function updateRole(input: unknown, context: Context): Promise<Role> {
  authorise(context, 'Roles', 'update')
  const { id, ...change } = parse(updateInput, input)
  const { actor } = context
  return context.stores.transaction(async (stores) => {
    const before = await roleOf(id, actor.organisationId, stores)
    requireCustom(before)
    if (actor.role.id === id) throw new DomainError('forbidden', 'You cannot change the role that you hold.')
    requireCovers(actor, before.permissions)
    if (change.permissions) requireCovers(actor, change.permissions)
    const after = await stores.organisations.updateRole(id, change)
    const difference = changed(before, after, ['name', 'description', 'color', 'permissions'])
    if (difference) await record(actor.organisationId, { ...deed('role.update', after), ...difference }, stores, context)
    return after
  })
}

export async function deleteRole(input: unknown, context: Context): Promise<void> {
  authorise(context, 'Roles', 'delete')
  const { id } = parse(idInput, input)
  const { actor } = context
  await context.stores.transaction(async (stores) => {
    const role = await roleOf(id, actor.organisationId, stores)
    requireCustom(role)
    requireCovers(actor, role.permissions)
    if (!(await stores.organisations.deleteRole(actor.organisationId, id))) {
      throw new DomainError('conflict', 'This role is in use. Give its members, service accounts and open invites another one first.')
    }
    await record(
      actor.organisationId,
      { ...deed('role.delete', role), before: { name: role.name, permissions: role.permissions } },
      stores,
      context,
    )
  })
}

/** The role, or `not_found` when it is another organisation's. */
export async function roleOf(id: string, organisationId: string, stores: Pick<Stores, 'organisations'>): Promise<Role> {
  const role = await stores.organisations.findRole(organisationId, id)
  if (!role) throw notFound('role')
  return role
}

function requireCustom(role: Role): void {
  if (role.key !== null) throw new DomainError('forbidden', 'The managed roles are fixed. Create a role of your own instead.')
}

const deed = (action: string, role: Role) => ({ action, resourceType: 'role', resourceId: role.id, resourceName: role.name })

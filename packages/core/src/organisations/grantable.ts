import * as z from 'zod'
import type { SignedInActor } from '../actor.ts'
import { DomainError } from '../errors.ts'
import { actions, appResources, covers, hasGlobalAccess, organisationResources, type Permissions } from './permissions.ts'
import { permissionsOf, type Role } from './role.ts'

const actionList = z
  .array(z.enum(actions))
  .max(20)
  .transform((list) => actions.filter((action) => list.includes(action)))

/** Permissions of a custom role: known resources and actions only, each action once. */
export const permissionsSchema: z.ZodType<Permissions> = z.strictObject({
  organisation: z
    .partialRecord(z.enum(organisationResources), actionList)
    .refine(
      (map) => Object.entries(map).every(([resource, list]) => resource === 'ExternalIdentities' || !list?.includes('bind')),
      'only ExternalIdentities can be bound',
    ),
  app: z
    .partialRecord(z.enum(appResources), actionList)
    .refine((map) => Object.values(map).every((list) => !list?.includes('bind')), 'only ExternalIdentities can be bound'),
})

/** Nobody grants rights he lacks. */
export function requireCovers(actor: SignedInActor, permissions: Permissions): void {
  if (covers(permissionsOf(actor.role), permissions)) return
  throw new DomainError('forbidden', 'This role holds rights that your own role lacks. An owner or admin can do this.')
}

/** What somebody must hold to give a member this role. The owner's is given once, when the server is set up. */
export function requireGrantable(actor: SignedInActor, role: Role): void {
  if (role.key === 'owner') throw new DomainError('forbidden', 'The role of the owner is given when the server is set up, and only then.')
  if (hasGlobalAccess(role.key) && !hasGlobalAccess(actor.role.key)) {
    throw new DomainError('forbidden', 'Only an owner or admin makes somebody an admin.')
  }
  requireCovers(actor, permissionsOf(role))
}

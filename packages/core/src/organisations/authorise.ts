import type { SignedInActor } from '../actor.ts'
import { type Context, requireAuthenticated, requireSignedIn, type SignedInContext } from '../context.ts'
import { DomainError } from '../errors.ts'
import type { Action, AppResource, OrganisationResource } from './permissions.ts'
import { permissionsOf } from './role.ts'

/** True when the actor's role allows the action on a resource of the organisation. */
export const mayInOrganisation = (actor: SignedInActor, resource: OrganisationResource, action: Action): boolean =>
  permissionsOf(actor.role).organisation[resource]?.includes(action) ?? false

/** True when the actor's role allows the action inside apps. It still needs a key of the environment concerned. */
export const mayInApps = (actor: SignedInActor, resource: AppResource, action: Action): boolean =>
  permissionsOf(actor.role).app[resource]?.includes(action) ?? false

/** Fails with `unauthenticated` or `forbidden` unless the actor may do this in its organisation. Every use case begins with it. */
export function authorise(context: Context, resource: OrganisationResource, action: Action): asserts context is SignedInContext {
  requireSignedIn(context)
  if (!mayInOrganisation(context.actor, resource, action)) throw forbidden(resource, action)
}

/** The same for what happens inside an app. */
export function authoriseInApps(context: Context, resource: AppResource, action: Action): asserts context is SignedInContext {
  // Environments of real apps are out of a simulated account's reach, since it is never given their keys.
  if (resource === 'Secrets' && action === 'read') requireAuthenticated(context)
  else requireSignedIn(context)
  if (!mayInApps(context.actor, resource, action)) throw forbidden(resource, action)
}

const forbidden = (resource: string, action: Action) =>
  new DomainError('forbidden', `Your role lacks the permission ${resource}:${action}. An owner or admin can grant it.`)

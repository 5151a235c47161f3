import type { SignedInActor } from '../actor.ts'
import { type Context, requireAuthenticated, requireReal, requireSignedIn, requireWhole, type SignedInContext } from '../context.ts'
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
  requireWhole(context)
  if (!mayInApps(context.actor, resource, action)) throw forbidden(resource, action)
}

/**
 * The same for the few use cases that narrowed tokens are for. Whoever calls it asks its store with `holderOf(actor)`, which carries what the
 * token is narrowed to, and holds every path that is written against it.
 */
export function authoriseSecrets(context: Context, action: 'create' | 'read' | 'update' | 'delete'): asserts context is SignedInContext {
  if (action === 'read') requireAuthenticated(context)
  else requireReal(context)
  const { actor } = context
  if (!mayInApps(actor, 'Secrets', action)) throw forbidden('Secrets', action)
  if (action !== 'read' && actor.kind === 'service_account' && actor.narrowing?.access === 'read')
    throw new DomainError('forbidden', 'This token is narrowed to reading. Log in with secrets:write in its scope.')
}

const forbidden = (resource: string, action: Action) =>
  new DomainError('forbidden', `Your role lacks the permission ${resource}:${action}. An owner or admin can grant it.`)

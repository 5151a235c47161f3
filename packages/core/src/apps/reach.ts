import type { SignedInActor } from '../actor.ts'
import { DomainError } from '../errors.ts'
import { hasGlobalAccess } from '../organisations/permissions.ts'
import type { Within } from '../service-accounts/narrowing.ts'

/** Who can hold an environment's keys. */
export interface Holder {
  kind: 'member' | 'service_account'
  id: string
  /** Where its token was narrowed to: beyond that it counts as holding nothing. */
  within?: Within
}

/** A holder and the Ed25519 public key (64 hex digits) that keys are wrapped to. */
export interface KeyRecipient extends Holder {
  identityKey: string
}

/** The three ways to name an environment; always within the caller's organisation. */
export type EnvironmentTarget = { environmentId: string } | { appId: string; environmentName: string } | { secretId: string }

export function holderOf(actor: SignedInActor): Holder {
  const { kind, id } = actor
  return actor.kind === 'service_account' && actor.narrowing ? { kind, id, within: actor.narrowing } : { kind, id }
}

/** Owners and admins reach every app, also one that has no environment left. */
export const reachesEverything = (actor: SignedInActor): boolean => actor.kind === 'member' && hasGlobalAccess(actor.role.key)

/**
 * The environment does not exist here, or the caller holds no key of it: to people the two look the same. The door of existing clients
 * answers each with the status those clients expect (wire contract 1.4), which is why the difference travels along.
 */
export class EnvironmentUnreachable extends DomainError {
  readonly known: boolean

  constructor(known: boolean) {
    super('not_found', 'There is no such environment, or it is not visible to you.')
    this.known = known
  }
}

/** Passes on an environment that was found and whose key the caller holds. */
export function requireHeld<Found extends { held: boolean }>(found: Found | undefined): Found {
  if (!found) throw new EnvironmentUnreachable(false)
  if (!found.held) throw new EnvironmentUnreachable(true)
  return found
}

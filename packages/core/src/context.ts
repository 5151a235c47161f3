import type { ServerKeyring } from '@bonafide/crypto'
import type { Actor, SignedInActor } from './actor.ts'
import type { CloudSetup } from './credentials/cloud-setup.ts'
import type { Clouds } from './credentials/clouds.ts'
import type { CredentialKinds } from './credentials/kind.ts'
import { DomainError } from './errors.ts'
import type { IdentityProviders } from './external-identities/provider.ts'
import type { Lab } from './lab/lab.ts'
import type { RateLimiter } from './rate-limit.ts'
import type { Runtime } from './runtime.ts'
import type { PassphraseDeriver } from './sign-in/passphrase.ts'
import type { Stores } from './stores.ts'
import type { Destinations } from './syncs/destination.ts'

/** Where a request came from: for audit rows and rate limits, never for trust. */
export interface RequestOrigin {
  /** `req_` and a UUID v7 in hex: ours, never the caller's. */
  id: string
  ip: string
  userAgent: string
}

/** What the server is set to; parsed once at start. */
export interface ServerSettings {
  /** Origin of the console and of every door, without a trailing slash. */
  publicUrl: string
  /** The product's version. */
  version: string
  /** `host:port` of issuers and emulators that may be private and plain http. */
  privateHosts: readonly string[]
  retention: { acceptedDays: number; refusedDays: number; auditDays: number }
}

/** What lives as long as the process. */
export interface Services {
  stores: Stores
  providers: IdentityProviders
  clouds: Clouds
  credentialKinds: CredentialKinds
  cloudSetup: CloudSetup
  destinations: Destinations
  keyring: ServerKeyring
  runtime: Runtime
  limits: RateLimiter
  passphrases: PassphraseDeriver
  settings: ServerSettings
  /** The simulator; null where it is off, and then nothing simulated works. */
  lab: Lab | null
}

/** What every use case is lent: who asks, from where, and the services. */
export interface Context extends Services {
  actor: Actor
  request: RequestOrigin
}

/** A context whose actor belongs to an organisation. */
export type SignedInContext = Context & { actor: SignedInActor }

/** Fails with `unauthenticated` unless somebody of an organisation asks, simulated accounts included: for the little that those may do. */
export function requireAuthenticated(context: Context): asserts context is SignedInContext {
  if (context.actor.kind === 'member' || context.actor.kind === 'service_account') return
  throw new DomainError('unauthenticated', 'Sign in first: send a session or a token.')
}

/**
 * Fails with `unauthenticated` unless somebody of an organisation asks, and with `forbidden` for accounts of the Lab and for narrowed tokens:
 * whatever their role says, the first look at the secrets of simulated apps, the second at the secrets they are narrowed to, and do nothing else.
 */
export function requireSignedIn(context: Context): asserts context is SignedInContext {
  requireReal(context)
  requireWhole(context)
}

/** The first half: not for accounts of the Lab. */
export function requireReal(context: Context): asserts context is SignedInContext {
  requireAuthenticated(context)
  if (context.actor.kind === 'member' || !context.actor.simulated) return
  throw new DomainError('forbidden', 'A simulated account reads the secrets of its demo app, and may do nothing else.')
}

/** The second half: not for narrowed tokens. What they may do is named one by one, by `authoriseSecrets`; everything else refuses them. */
export function requireWhole({ actor }: SignedInContext): void {
  if (actor.kind === 'member' || actor.narrowing === null) return
  throw new DomainError('forbidden', 'This token is narrowed to secrets, and may do nothing else. Log in without a scope for more.')
}

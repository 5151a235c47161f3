import type { Role } from './organisations/role.ts'
import type { Narrowing } from './service-accounts/narrowing.ts'

/** A person, by session or by personal access token. */
export interface MemberActor {
  kind: 'member'
  id: string
  organisationId: string
  /** The name that audit rows show; survives the member's deletion there. */
  name: string
  role: Role
  via: { kind: 'session'; id: string } | { kind: 'personal_access_token'; id: string }
}

/** A workload, by service-account token. */
export interface ServiceAccountActor {
  kind: 'service_account'
  id: string
  organisationId: string
  name: string
  role: Role
  via: { kind: 'service_account_token'; id: string }
  simulated: boolean
  /** What its token was narrowed to; null: the token may do whatever the account may. */
  narrowing: Narrowing | null
}

/** The server itself: first start, jobs. */
export interface SystemActor {
  kind: 'system'
  name: string
}

/** Nobody yet: an exchange or a sign-in is under way. */
export interface AnonymousActor {
  kind: 'anonymous'
}

/** Somebody who belongs to an organisation. */
export type SignedInActor = MemberActor | ServiceAccountActor
export type Actor = SignedInActor | SystemActor | AnonymousActor

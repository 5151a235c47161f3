import type { MemberActor, ServiceAccountActor } from '../actor.ts'
import type { Page, PageRequest } from '../page.ts'
import type { PersonalAccessToken } from './personal-access-token.ts'
import type { Session } from './session.ts'

/** What a sign-in is checked against. */
export interface Credentials {
  memberId: string
  email: string
  fullName: string
  organisation: { id: string; name: string }
  /** SHA-256 (32 bytes) of the auth hash. */
  authVerifier: Uint8Array
}

/** A member's own sealed keys; given to nobody else. */
export interface SealedKeyring {
  identityKey: string
  wrappedKeyring: string
  wrappedRecovery: string
}

export interface NewSession {
  id: string
  memberId: string
  tokenHash: Uint8Array
  ip: string
  userAgent: string
  /** Counted from the clock of the database. */
  lifetimeSeconds: number
}

export interface NewPersonalAccessToken {
  id: string
  memberId: string
  name: string
  valueHash: Uint8Array
  identityKey: string
  wrappedKeyShare: string | null
  /** Counted from the clock of the database; null: never. */
  lifetimeSeconds: number | null
}

/** Each of the three lookups is one statement: it decides by the clock of the database, and notes the use at most once a minute. */
export interface SignInStore {
  actorOfSession(tokenHash: Uint8Array, idleSeconds: number): Promise<MemberActor | null>
  actorOfPersonalAccessToken(valueHash: Uint8Array, ip: string): Promise<MemberActor | null>
  actorOfServiceAccountToken(valueHash: Uint8Array, ip: string): Promise<ServiceAccountActor | null>

  /** Of a member who is still one; the e-mail as it is stored. */
  findCredentials(email: string): Promise<Credentials | null>
  findSealedKeyring(memberId: string): Promise<SealedKeyring | null>

  insertSession(session: NewSession): Promise<Session>
  listSessions(memberId: string, idleSeconds: number, page: PageRequest): Promise<Page<Session>>
  /** The ids of the live sessions that were ended; `id` and `exceptId` narrow them down. */
  revokeSessions(memberId: string, which: { id?: string; exceptId?: string }): Promise<string[]>
  /** Ends the session with this token, whoever holds it. */
  revokeSessionOfToken(tokenHash: Uint8Array): Promise<void>
  /** Deletes sessions that ended so many days ago, by the database's clock; answers how many. */
  purgeSessions(days: number, limit: number): Promise<number>

  insertPersonalAccessToken(token: NewPersonalAccessToken): Promise<PersonalAccessToken>
  listPersonalAccessTokens(memberId: string, page: PageRequest): Promise<Page<PersonalAccessToken>>
  findPersonalAccessToken(organisationId: string, id: string): Promise<PersonalAccessToken | null>
  revokePersonalAccessToken(id: string): Promise<void>

  /** Replaces any older set-up code; its age is counted by the clock of the database. */
  putSetUpCode(codeHash: Uint8Array, ttlSeconds: number): Promise<{ expiresAt: Date }>
  hasSetUpCode(codeHash: Uint8Array): Promise<boolean>
  /** Deletes the code, so that of two transactions only one goes on; false when it is wrong, used or expired. */
  takeSetUpCode(codeHash: Uint8Array): Promise<boolean>
  /** Lets transactions that make the first owner pass one at a time. */
  lockSetUp(): Promise<void>

  /** Keeps the check value unless there is one, and answers the one that is kept. */
  keepKeyCheck(keyCheck: string): Promise<string>
  replaceKeyCheck(keyCheck: string): Promise<void>
}

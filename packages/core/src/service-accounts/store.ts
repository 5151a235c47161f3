import type { FieldOf, OrderFields, Page, PageRequest } from '../page.ts'
import type { KeptToken } from './mint-token.ts'
import type { Sought } from './narrow.ts'
import type { Narrowing } from './narrowing.ts'
import type { ServiceAccount, ServiceAccountToken } from './service-account.ts'

export const accountOrder = { createdAt: 'id', name: 'text', lastUsedAt: 'instant' } as const satisfies OrderFields
export const tokenOrder = {
  createdAt: 'id',
  name: 'text',
  expiresAt: 'instant',
  lastUsedAt: 'instant',
} as const satisfies OrderFields

export interface ServiceAccountFilter {
  /** Part of the name or of the id. */
  search?: string
  roleId?: string
  keyManagement?: 'server' | 'client'
  /** Bound to this one. */
  identityId?: string
  /** Reads one of these. */
  environmentIds?: readonly string[]
  enabled?: boolean
  /** Older than so many days, and no token of it used in that time. */
  unusedSinceDays?: number
}

export type TokenStatus = 'active' | 'expired' | 'revoked'

export interface TokenFilter {
  serviceAccountId?: string
  identityId?: string
  status?: TokenStatus
  /** Part of the name or the principal. */
  search?: string
  neverExpires?: boolean
  expiresBefore?: Date
  /** Made by hand, not by an exchange. */
  manual?: boolean
}

/** A keyring wrapped for one member who handles a client-managed account. */
export interface AccountHandler {
  memberId: string
  wrappedKeyring: string
}

export type NarrowedToken =
  | { outcome: 'narrowed'; narrowing: Narrowing; ttlSeconds: number; name: string }
  | { outcome: 'gone' }
  | { outcome: 'too_deep' }
  | { outcome: 'unreachable' }

export interface ServiceAccountStore {
  insert(account: ServiceAccount): Promise<void>
  /** Live accounts of the organisation. `lock`: no other transaction changes it before ours ends. */
  find(organisationId: string, id: string, options?: { lock: boolean }): Promise<ServiceAccount | null>
  /** Missing ones are left out. */
  findMany(organisationId: string, ids: readonly string[]): Promise<ServiceAccount[]>
  list(organisationId: string, filter: ServiceAccountFilter, page: PageRequest<FieldOf<typeof accountOrder>>): Promise<Page<ServiceAccount>>
  update(account: ServiceAccount): Promise<void>
  /** Marks it deleted, unbinds it, revokes its tokens and drops its environment keys. */
  remove(id: string): Promise<void>
  replaceHandlers(id: string, handlers: readonly AccountHandler[]): Promise<void>
  /** The keyring as it is wrapped for one member; null for whoever does not handle the account. */
  handlerKeyring(id: string, memberId: string): Promise<string | null>
  /** Members of the organisation among the ids. */
  membersAmong(organisationId: string, memberIds: readonly string[]): Promise<string[]>
  /** Environments that the account reads and the holder does not. */
  environmentsBeyond(id: string, holder: { memberId: string } | { serviceAccountId: string }): Promise<number>

  bind(serviceAccountId: string, identityIds: readonly string[]): Promise<void>
  /** Unbinds and revokes the live tokens that these identities minted for the account; answers how many. */
  unbind(serviceAccountId: string, identityIds: readonly string[]): Promise<number>
  boundIdentityIds(serviceAccountId: string): Promise<string[]>
  boundAccounts(identityId: string): Promise<ServiceAccount[]>

  insertToken(
    token: KeptToken & {
      serviceAccountId: string
      name: string
      createdByMemberId: string | null
      createdByServiceAccountId: string | null
      expiresInSeconds: number | null
    },
  ): Promise<ServiceAccountToken>
  /**
   * Keeps a token made of another one of the account, in one statement: it ends with that one and after so many seconds at the latest. Nothing
   * is kept when that one is no longer valid (`gone`), was itself narrowed too often, or the account does not read what is sought.
   */
  narrowToken(
    token: KeptToken & { serviceAccountId: string; parentId: string; sought: Sought; maxSeconds: number; maxDepth: number },
  ): Promise<NarrowedToken>
  /** The half of the key that is kept beside a token, wrapped. */
  keyShareOf(tokenId: string): Promise<string | null>
  findToken(organisationId: string, id: string): Promise<ServiceAccountToken | null>
  /** In the order of their ids, missing ones left out; none of them is changed before our transaction ends. */
  findTokens(organisationId: string, ids: readonly string[]): Promise<ServiceAccountToken[]>
  listTokens(organisationId: string, filter: TokenFilter, page: PageRequest<FieldOf<typeof tokenOrder>>): Promise<Page<ServiceAccountToken>>
  revokeToken(id: string): Promise<void>
  /** Revokes every live token of the filter; answers how many. */
  revokeTokens(filter: {
    identityId: string
    serviceAccountId?: string
    principals?: readonly string[]
    reported?: boolean
  }): Promise<number>
  /** Revokes every live token that these identities minted; answers how many. */
  revokeTokensOf(identityIds: readonly string[]): Promise<number>
  /** The principals that hold live tokens of an identity. */
  livePrincipals(identityId: string): Promise<string[]>
  /** Deletes tokens that ended so many days ago, by the database's clock, never a live one; answers how many. */
  purgeTokens(days: number, limit: number): Promise<number>
}

import type { ServiceAccount, ServiceAccountStore, ServiceAccountToken, TokenFilter } from '@bonafide/core'
import { and, eq, exists, gt, ilike, inArray, isNotNull, isNull, lt, lte, notExists, or, type SQL, sql } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { serviceAccounts as accounts, environmentKeys, identityBindings, serviceAccountTokens as tokens } from '../tables/index.ts'
import { daysAgo } from './days-ago.ts'
import { lastUsedOf } from './last-used.ts'
import { containing, idContaining, instantKey, listingOf, pageOf, textKey } from './pages.ts'

const now = sql`now()`
export const neverRevoked = isNull(tokens.revokedAt)
export const notEnded = or(isNull(tokens.expiresAt), gt(tokens.expiresAt, now))

const lastUsedAt = sql.raw(lastUsedOf('service_accounts.id'))
const accountKeys = { name: textKey(accounts.name), lastUsedAt: instantKey(lastUsedAt, 'first') }
const tokenKeys = {
  name: textKey(tokens.name),
  expiresAt: instantKey(tokens.expiresAt, 'last'),
  lastUsedAt: instantKey(tokens.lastUsedAt, 'first'),
}

const statusFilter: Record<NonNullable<TokenFilter['status']>, SQL | undefined> = {
  active: and(neverRevoked, notEnded),
  expired: and(neverRevoked, lte(tokens.expiresAt, now)),
  revoked: isNotNull(tokens.revokedAt),
}

export const accountIdsOf = (db: Executor, organisationId: string) =>
  db.select({ id: accounts.id }).from(accounts).where(eq(accounts.organisationId, organisationId))

type ListOf<Method extends 'list' | 'listTokens'> = (
  db: Executor,
  ...call: Parameters<ServiceAccountStore[Method]>
) => ReturnType<ServiceAccountStore[Method]>

export const listAccounts: ListOf<'list'> = (db, organisationId, filter, page) => {
  const { search, roleId, keyManagement, identityId, environmentIds, enabled, unusedSinceDays } = filter
  const bindings = identityBindings
  const boundTo = (identity: string) =>
    db
      .select({ one: sql`1` })
      .from(bindings)
      .where(and(eq(bindings.serviceAccountId, accounts.id), eq(bindings.externalIdentityId, identity)))
  const where = and(
    eq(accounts.organisationId, organisationId),
    isNull(accounts.deletedAt),
    search ? or(ilike(accounts.name, containing(search)), idContaining(accounts.id, search)) : undefined,
    roleId ? eq(accounts.roleId, roleId) : undefined,
    keyManagement === 'server' ? isNotNull(accounts.serverWrappedKeyring) : undefined,
    keyManagement === 'client' ? isNull(accounts.serverWrappedKeyring) : undefined,
    identityId ? exists(boundTo(identityId)) : undefined,
    environmentIds ? inArray(accounts.id, readersOf(db, environmentIds)) : undefined,
    enabled === undefined ? undefined : enabled ? isNull(accounts.disabledAt) : isNotNull(accounts.disabledAt),
    unusedSinceDays ? unusedSince(db, unusedSinceDays) : undefined,
  )
  return pageOf(db, listingOf(db, accounts, where, toAccount, accountKeys), page)
}

const readersOf = (db: Executor, environmentIds: readonly string[]) =>
  db
    .select({ id: environmentKeys.serviceAccountId })
    .from(environmentKeys)
    .where(inArray(environmentKeys.environmentId, [...environmentIds]))

function unusedSince(db: Executor, days: number): SQL | undefined {
  const used = db
    .select({ one: sql`1` })
    .from(tokens)
    .where(and(eq(tokens.serviceAccountId, accounts.id), gt(tokens.lastUsedAt, daysAgo(days))))
  return and(lt(accounts.createdAt, daysAgo(days)), notExists(used))
}

export const listTokens: ListOf<'listTokens'> = (db, organisationId, filter, page) => {
  const { serviceAccountId, identityId, status, search, neverExpires, expiresBefore, manual } = filter
  const where = and(
    inArray(tokens.serviceAccountId, accountIdsOf(db, organisationId)),
    serviceAccountId ? eq(tokens.serviceAccountId, serviceAccountId) : undefined,
    identityId ? eq(tokens.externalIdentityId, identityId) : undefined,
    status ? statusFilter[status] : undefined,
    search ? or(ilike(tokens.name, containing(search)), ilike(tokens.principal, containing(search))) : undefined,
    neverExpires === undefined ? undefined : neverExpires ? isNull(tokens.expiresAt) : isNotNull(tokens.expiresAt),
    expiresBefore ? lt(tokens.expiresAt, expiresBefore) : undefined,
    manual === undefined ? undefined : manual ? isNull(tokens.exchangeId) : isNotNull(tokens.exchangeId),
  )
  return pageOf(db, listingOf(db, tokens, where, toToken, tokenKeys), page)
}

export function toAccount({ deletedAt: _, ...account }: typeof accounts.$inferSelect): ServiceAccount {
  return account
}

export function toToken({
  valueHash: _hash,
  wrappedKeyShare: _share,
  identityKey: _key,
  maxTtlSeconds: _max,
  reported: _reported,
  ...token
}: typeof tokens.$inferSelect): ServiceAccountToken {
  return token
}

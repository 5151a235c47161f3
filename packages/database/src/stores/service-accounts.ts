import type { ServiceAccountStore } from '@bonafide/core'
import { and, eq, exists, inArray, isNull, lt, notExists, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Executor } from '../executor.ts'
import {
  environmentKeys,
  identityBindings,
  members,
  serviceAccountHandlers,
  serviceAccounts,
  serviceAccountTokens,
} from '../tables/index.ts'
import { orConflict } from './conflicts.ts'
import { daysAgo } from './days-ago.ts'
import { narrowTokenStatement, soughtParameters } from './narrowing-statements.ts'
import { accountIdsOf, listAccounts, listTokens, neverRevoked, notEnded, toAccount, toToken } from './service-account-lists.ts'

const accounts = serviceAccounts
const tokens = serviceAccountTokens
const now = sql`now()`

export function createServiceAccountStore(db: Executor): ServiceAccountStore {
  const revoke = async (where: SQL | undefined): Promise<number> => {
    const revoked = await db
      .update(tokens)
      .set({ revokedAt: now })
      .where(and(where, neverRevoked, notEnded))
      .returning({ id: tokens.id })
    return revoked.length
  }

  return {
    async insert(account) {
      await orConflict(db.insert(accounts).values(account))
    },

    async find(organisationId, id, options) {
      const query = db
        .select()
        .from(accounts)
        .where(and(eq(accounts.id, id), eq(accounts.organisationId, organisationId), isNull(accounts.deletedAt)))
      const [row] = await (options?.lock ? query.for('update') : query)
      return row ? toAccount(row) : null
    },

    async findMany(organisationId, ids) {
      const rows = await db
        .select()
        .from(accounts)
        .where(and(inArray(accounts.id, [...ids]), eq(accounts.organisationId, organisationId), isNull(accounts.deletedAt)))
      return rows.map(toAccount)
    },

    list: (organisationId, filter, page) => listAccounts(db, organisationId, filter, page),

    async update({ id, name, roleId, serverWrappedKeyring, disabledAt, updatedAt }) {
      const changes = { name, roleId, serverWrappedKeyring, disabledAt, updatedAt }
      await orConflict(db.update(accounts).set(changes).where(eq(accounts.id, id)))
    },

    async remove(id) {
      await db.update(accounts).set({ deletedAt: now, updatedAt: now }).where(eq(accounts.id, id))
      await db.delete(identityBindings).where(eq(identityBindings.serviceAccountId, id))
      await db.delete(environmentKeys).where(eq(environmentKeys.serviceAccountId, id))
      await db.delete(serviceAccountHandlers).where(eq(serviceAccountHandlers.serviceAccountId, id))
      await revoke(eq(tokens.serviceAccountId, id))
    },

    async replaceHandlers(id, handlers) {
      await db.delete(serviceAccountHandlers).where(eq(serviceAccountHandlers.serviceAccountId, id))
      if (handlers.length === 0) return
      await db.insert(serviceAccountHandlers).values(handlers.map((handler) => ({ ...handler, serviceAccountId: id })))
    },

    async handlerKeyring(id, memberId) {
      const handlers = serviceAccountHandlers
      const [row] = await db
        .select({ wrappedKeyring: handlers.wrappedKeyring })
        .from(handlers)
        .where(and(eq(handlers.serviceAccountId, id), eq(handlers.memberId, memberId)))
      return row?.wrappedKeyring ?? null
    },

    async membersAmong(organisationId, memberIds) {
      const rows = await db
        .select({ id: members.id })
        .from(members)
        .where(and(eq(members.organisationId, organisationId), inArray(members.id, [...memberIds]), isNull(members.deletedAt)))
      return rows.map((row) => row.id)
    },

    environmentsBeyond(id, holder) {
      const held = alias(environmentKeys, 'held')
      const ofHolder = 'memberId' in holder ? eq(held.memberId, holder.memberId) : eq(held.serviceAccountId, holder.serviceAccountId)
      const heldToo = db
        .select({ one: sql`1` })
        .from(held)
        .where(and(eq(held.environmentId, environmentKeys.environmentId), ofHolder))
      return db.$count(environmentKeys, and(eq(environmentKeys.serviceAccountId, id), notExists(heldToo)))
    },

    async bind(serviceAccountId, identityIds) {
      const rows = identityIds.map((externalIdentityId) => ({ serviceAccountId, externalIdentityId }))
      await db.insert(identityBindings).values(rows).onConflictDoNothing()
    },

    async unbind(serviceAccountId, identityIds) {
      const ofThese = inArray(identityBindings.externalIdentityId, [...identityIds])
      await db.delete(identityBindings).where(and(eq(identityBindings.serviceAccountId, serviceAccountId), ofThese))
      return revoke(and(eq(tokens.serviceAccountId, serviceAccountId), inArray(tokens.externalIdentityId, [...identityIds])))
    },

    async boundIdentityIds(serviceAccountId) {
      const rows = await db
        .select({ id: identityBindings.externalIdentityId })
        .from(identityBindings)
        .where(eq(identityBindings.serviceAccountId, serviceAccountId))
      return rows.map((row) => row.id)
    },

    async boundAccounts(identityId) {
      const bound = db
        .select({ one: sql`1` })
        .from(identityBindings)
        .where(and(eq(identityBindings.serviceAccountId, accounts.id), eq(identityBindings.externalIdentityId, identityId)))
      const rows = await db
        .select()
        .from(accounts)
        .where(and(isNull(accounts.deletedAt), exists(bound)))
        .orderBy(accounts.id)
      return rows.map(toAccount)
    },

    async insertToken({
      id,
      serviceAccountId,
      name,
      valueHash,
      identityKey,
      wrappedKeyShare,
      createdByMemberId,
      createdByServiceAccountId,
      expiresInSeconds,
    }) {
      const expiresAt = expiresInSeconds === null ? null : sql`now() + ${expiresInSeconds} * interval '1 second'`
      const [row] = await db
        .insert(tokens)
        .values({
          id,
          serviceAccountId,
          name,
          valueHash,
          identityKey,
          wrappedKeyShare,
          createdByMemberId,
          createdByServiceAccountId,
          expiresAt,
        })
        .returning()
      if (!row) throw new Error('the token was not written')
      return toToken(row)
    },

    async narrowToken({ id, serviceAccountId, valueHash, identityKey, wrappedKeyShare, parentId, sought, maxSeconds, maxDepth }) {
      const kept = { id, serviceAccountId, valueHash, identityKey, wrappedKeyShare }
      const [row] = await narrowTokenStatement(db, { ...kept, parentId, maxSeconds, maxDepth, ...soughtParameters(sought) })
      if (!row) throw new Error('the token was not looked for')
      const { outcome, narrowing, ttlSeconds, name } = row
      return outcome === 'narrowed' ? { outcome, narrowing, ttlSeconds, name } : { outcome }
    },

    async keyShareOf(tokenId) {
      const [row] = await db.select({ share: tokens.wrappedKeyShare }).from(tokens).where(eq(tokens.id, tokenId))
      return row?.share ?? null
    },

    async findToken(organisationId, id) {
      const [row] = await db
        .select()
        .from(tokens)
        .where(and(eq(tokens.id, id), inArray(tokens.serviceAccountId, accountIdsOf(db, organisationId))))
      return row ? toToken(row) : null
    },

    async findTokens(organisationId, ids) {
      const rows = await db
        .select()
        .from(tokens)
        .where(and(inArray(tokens.id, [...ids]), inArray(tokens.serviceAccountId, accountIdsOf(db, organisationId))))
        .orderBy(tokens.id)
        .for('update')
      return rows.map(toToken)
    },

    listTokens: (organisationId, filter, page) => listTokens(db, organisationId, filter, page),

    async revokeToken(id) {
      await db
        .update(tokens)
        .set({ revokedAt: now })
        .where(and(eq(tokens.id, id), neverRevoked))
    },

    revokeTokens: ({ identityId, serviceAccountId, principals, reported }) =>
      revoke(
        and(
          eq(tokens.externalIdentityId, identityId),
          serviceAccountId ? eq(tokens.serviceAccountId, serviceAccountId) : undefined,
          principals ? inArray(tokens.principal, [...principals]) : undefined,
          reported === undefined ? undefined : eq(tokens.reported, reported),
        ),
      ),

    revokeTokensOf: async (identityIds) => (identityIds.length === 0 ? 0 : revoke(inArray(tokens.externalIdentityId, [...identityIds]))),

    async livePrincipals(identityId) {
      const rows = await db
        .selectDistinct({ principal: tokens.principal })
        .from(tokens)
        .where(and(eq(tokens.externalIdentityId, identityId), neverRevoked, notEnded))
      return rows.flatMap((row) => row.principal ?? [])
    },

    async purgeTokens(days, limit) {
      const ended = db
        .select({ id: tokens.id })
        .from(tokens)
        .where(or(lt(tokens.expiresAt, daysAgo(days)), lt(tokens.revokedAt, daysAgo(days))))
        .limit(limit)
      const deleted = await db.delete(tokens).where(inArray(tokens.id, ended)).returning({ id: tokens.id })
      return deleted.length
    },
  }
}

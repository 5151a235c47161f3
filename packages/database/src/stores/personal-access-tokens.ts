import type { PersonalAccessToken, SignInStore } from '@bonafide/core'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { members, personalAccessTokens as tokens } from '../tables/index.ts'
import { listingOf, pageOf } from './pages.ts'

type Methods = 'insertPersonalAccessToken' | 'listPersonalAccessTokens' | 'findPersonalAccessToken' | 'revokePersonalAccessToken'

export function createPersonalAccessTokenStore(db: Executor): Pick<SignInStore, Methods> {
  return {
    async insertPersonalAccessToken({ lifetimeSeconds, ...token }) {
      const expiresAt = lifetimeSeconds === null ? null : sql`now() + ${lifetimeSeconds}::int * interval '1 second'`
      const [row] = await db
        .insert(tokens)
        .values({ ...token, expiresAt })
        .returning()
      if (!row) throw new Error('the insert of a personal access token returned no row')
      return toToken(row)
    },

    listPersonalAccessTokens(memberId, page) {
      const where = and(eq(tokens.memberId, memberId), isNull(tokens.revokedAt))
      return pageOf(db, listingOf(db, tokens, where, toToken), page)
    },

    async findPersonalAccessToken(organisationId, id) {
      const [row] = await db
        .select({ token: tokens })
        .from(tokens)
        .innerJoin(members, eq(members.id, tokens.memberId))
        .where(and(eq(tokens.id, id), eq(members.organisationId, organisationId)))
        .for('update', { of: tokens })
      return row ? toToken(row.token) : null
    },

    async revokePersonalAccessToken(id) {
      await db
        .update(tokens)
        .set({ revokedAt: sql`now()` })
        .where(and(eq(tokens.id, id), isNull(tokens.revokedAt)))
    },
  }
}

// The hash and the wrapped share stay behind: nobody who lists tokens needs them.
const toToken = ({ valueHash: _hash, wrappedKeyShare, ...token }: typeof tokens.$inferSelect): PersonalAccessToken => ({
  ...token,
  hasKeyShare: wrappedKeyShare !== null,
})

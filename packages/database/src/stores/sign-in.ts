import type { Session, SignInStore } from '@bonafide/core'
import { and, eq, gt, inArray, isNull, lt, ne, or, sql } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { members, organisations, serverSettings, sessions } from '../tables/index.ts'
import { actorOfPersonalAccessToken, actorOfServiceAccountToken, actorOfSession } from './actors.ts'
import { daysAgo } from './days-ago.ts'
import { listingOf, pageOf } from './pages.ts'
import { createPersonalAccessTokenStore } from './personal-access-tokens.ts'

const now = sql`now()`
const seconds = (count: number) => sql`${count}::int * interval '1 second'`

/** Any number that no other lock of the product uses. */
const setUpLock = 4_118_203_951

const codeKey = 'set_up_code'
const checkKey = 'server_key_check'

export function createSignInStore(db: Executor): SignInStore {
  return {
    actorOfSession: (tokenHash, idleSeconds) => actorOfSession(db, tokenHash, idleSeconds),
    actorOfPersonalAccessToken: (valueHash, ip) => actorOfPersonalAccessToken(db, valueHash, ip),
    actorOfServiceAccountToken: (valueHash, ip) => actorOfServiceAccountToken(db, valueHash, ip),
    ...createPersonalAccessTokenStore(db),
    ...sessionMethods(db),
    ...settingMethods(db),

    async findCredentials(email) {
      const [row] = await db
        .select({
          memberId: members.id,
          email: members.email,
          fullName: members.fullName,
          authVerifier: members.authVerifier,
          organisation: { id: organisations.id, name: organisations.name },
        })
        .from(members)
        .innerJoin(organisations, eq(organisations.id, members.organisationId))
        // The first condition finds the index, the second refuses what only folding of other scripts makes equal.
        .where(and(sql`lower(${members.email}) = lower(${email})`, eq(members.email, email), isNull(members.deletedAt)))
      return row ?? null
    },

    async findSealedKeyring(memberId) {
      const [row] = await db
        .select({ identityKey: members.identityKey, wrappedKeyring: members.wrappedKeyring, wrappedRecovery: members.wrappedRecovery })
        .from(members)
        .where(and(eq(members.id, memberId), isNull(members.deletedAt)))
      return row ?? null
    },
  }
}

type SessionMethods = 'insertSession' | 'listSessions' | 'revokeSessions' | 'revokeSessionOfToken' | 'purgeSessions'

function sessionMethods(db: Executor): Pick<SignInStore, SessionMethods> {
  return {
    async insertSession({ lifetimeSeconds, ...session }) {
      const [row] = await db
        .insert(sessions)
        .values({ ...session, expiresAt: sql`now() + ${seconds(lifetimeSeconds)}` })
        .returning()
      if (!row) throw new Error('the insert of a session returned no row')
      return toSession(row)
    },

    async purgeSessions(days, limit) {
      const ended = db
        .select({ id: sessions.id })
        .from(sessions)
        .where(or(lt(sessions.expiresAt, daysAgo(days)), lt(sessions.revokedAt, daysAgo(days))))
        .limit(limit)
      const deleted = await db.delete(sessions).where(inArray(sessions.id, ended)).returning({ id: sessions.id })
      return deleted.length
    },

    listSessions(memberId, idleSeconds, page) {
      const awake = gt(sessions.lastSeenAt, sql`now() - ${seconds(idleSeconds)}`)
      const where = and(eq(sessions.memberId, memberId), isNull(sessions.revokedAt), gt(sessions.expiresAt, now), awake)
      return pageOf(db, listingOf(db, sessions, where, toSession), page)
    },

    async revokeSessions(memberId, { id, exceptId }) {
      const named = and(id === undefined ? undefined : eq(sessions.id, id), exceptId === undefined ? undefined : ne(sessions.id, exceptId))
      const ended = await db
        .update(sessions)
        .set({ revokedAt: now })
        .where(and(eq(sessions.memberId, memberId), isNull(sessions.revokedAt), gt(sessions.expiresAt, now), named))
        .returning({ id: sessions.id })
      return ended.map((session) => session.id)
    },

    async revokeSessionOfToken(tokenHash) {
      await db
        .update(sessions)
        .set({ revokedAt: now })
        .where(and(eq(sessions.tokenHash, tokenHash), isNull(sessions.revokedAt)))
    },
  }
}

type SettingMethods = 'putSetUpCode' | 'hasSetUpCode' | 'takeSetUpCode' | 'lockSetUp' | 'keepKeyCheck' | 'replaceKeyCheck'

function settingMethods(db: Executor): Pick<SignInStore, SettingMethods> {
  const settings = serverSettings
  const liveCode = (codeHash: Uint8Array) =>
    and(
      eq(settings.key, codeKey),
      sql`${settings.value}->>'hash' = ${hex(codeHash)}`,
      sql`${settings.createdAt} + (${settings.value}->>'ttlSeconds')::int * interval '1 second' > now()`,
    )
  const put = async (key: string, value: Record<string, unknown>) => {
    const [row] = await db
      .insert(settings)
      .values({ key, value })
      .onConflictDoUpdate({ target: settings.key, set: { value, createdAt: now } })
      .returning()
    if (!row) throw new Error('the insert of a setting returned no row')
    return row
  }
  return {
    async putSetUpCode(codeHash, ttlSeconds) {
      const { createdAt } = await put(codeKey, { hash: hex(codeHash), ttlSeconds })
      return { expiresAt: new Date(createdAt.getTime() + ttlSeconds * 1000) }
    },

    hasSetUpCode: async (codeHash) => (await db.select({ key: settings.key }).from(settings).where(liveCode(codeHash))).length > 0,

    // The row's lock makes the second of two wait; once the first has committed, there is nothing left to delete.
    takeSetUpCode: async (codeHash) => (await db.delete(settings).where(liveCode(codeHash)).returning({ key: settings.key })).length > 0,

    async lockSetUp() {
      await db.execute(sql`select pg_advisory_xact_lock(${setUpLock})`)
    },

    async keepKeyCheck(keyCheck) {
      await db.insert(settings).values({ key: checkKey, value: { keyCheck } }).onConflictDoNothing()
      const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, checkKey))
      // A row without a check value is a changed row: the empty text opens with no key.
      return typeof row?.value.keyCheck === 'string' ? row.value.keyCheck : ''
    },

    async replaceKeyCheck(keyCheck) {
      await put(checkKey, { keyCheck })
    },
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const toSession = ({ tokenHash: _hash, ...session }: typeof sessions.$inferSelect): Session => session

import { endSession, listSessions, readViewer, revokeOtherSessions, revokeSession, signIn, signOut } from '@bonafide/core'
import { openKeyring } from '@bonafide/crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authHashOf, contextOf, createPeople, type People, password, refusal, signInAgain } from './testing/people.ts'

let people: People

beforeAll(async () => {
  people = await createPeople()
})

afterAll(() => people.drop())

const shift = (table: string, column: string, id: string, interval: string) =>
  people.database.pool.query(`update ${table} set ${column} = now() + $2::interval where id = $1`, [id, interval])

describe('signing in', () => {
  it('gives a session by password or by auth hash, and leaves an audit row that names the person', async () => {
    const { email } = people.owner
    const first = await signIn({ email, password }, people.stranger)
    const second = await signIn({ email: '  OWNER@people.test ', authHash: authHashOf(email, password) }, people.stranger)
    expect(second.member).toEqual({ id: people.owner.member.id, email, fullName: 'The Owner' })
    expect(second.organisation).toEqual(people.owner.organisation)
    expect(second.sessionToken).not.toBe(first.sessionToken)
    expect(second.expiresAt.getTime()).toBeGreaterThan(Date.now() + 6.9 * 86_400_000)
    const [row] = await people.audit('session.create')
    expect(row).toMatchObject({ actor: { kind: 'member', id: people.owner.member.id }, ip: '192.0.2.7', requestId: 'req_test' })
  })

  it('WEB-07 an unknown e-mail address and a wrong password get the same refusal for the same work', async () => {
    let derived = 0
    const passphrases = {
      ...people.services.passphrases,
      authHash: async (email: string, text: string) => authHashOf(email, `${text} ${derived++}`),
    }
    const context = { ...people.stranger, passphrases }
    const sentence = (email: string) =>
      signIn({ email, password: 'not the password' }, context).catch((error: Error) => [error.message, error])
    const [wrong, unknown] = [await sentence(people.owner.email), await sentence('nobody@people.test')]
    expect(wrong).toMatchObject([expect.any(String), { code: 'login_denied' }])
    expect((unknown as unknown[])[0]).toBe((wrong as unknown[])[0])
    expect(derived).toBe(2)
  })

  it.each([
    ['a password of 1 MB', { email: 'owner@people.test', password: 'x'.repeat(1_000_000) }],
    ['a password with NUL', { email: 'owner@people.test', password: 'a\u0000b' }],
    ['both kinds of proof', { email: 'owner@people.test', password, authHash: '0'.repeat(64) }],
    ['neither', { email: 'owner@people.test' }],
    ['an e-mail address of 300 characters', { email: `${'x'.repeat(290)}@people.test`, password }],
  ])('WEB-08 %s is refused before anything is derived', async (_, input) => {
    const passphrases = { ...people.services.passphrases, authHash: () => Promise.reject(new Error('derived')) }
    expect(await refusal(signIn(input, { ...people.stranger, passphrases }))).toBe('malformed_request')
  })

  it('WEB-06 tries are counted per address, and per e-mail and address, so that nobody locks somebody else out', async () => {
    const buckets: string[] = []
    const limits = { take: async (bucket: string) => buckets.push(bucket) * 0 }
    const from = (ip: string) => ({ ...people.stranger, limits, request: { ...people.stranger.request, ip } })
    await signIn({ email: people.owner.email, password }, from('2001:db8:1:2::9'))
    await signIn({ email: people.owner.email, password }, from('::ffff:192.0.2.1'))
    expect(buckets).toEqual([
      'sign_in:2001:db8:1:2::/64',
      expect.stringMatching(/^sign_in:[0-9a-f]{32}:2001:db8:1:2::\/64$/),
      'sign_in:192.0.2.1',
      expect.stringMatching(/^sign_in:[0-9a-f]{32}:192\.0\.2\.1$/),
    ])
    const full = { ...people.stranger, limits: { take: async () => 7.2 } }
    await expect(signIn({ email: people.owner.email, password }, full)).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterSeconds: 8,
    })
  })

  it('only a hash of the session token is stored', async () => {
    const { sessionToken } = await signInAgain(people.owner.email, people.stranger)
    const rows = await people.database.pool.query(`select s::text || encode(token_hash, 'escape') as text from sessions s`)
    expect(rows.rows.map((row) => row.text).join()).not.toContain(sessionToken)
  })
})

describe('a session', () => {
  it('WEB-04 ends with sign-out, and a replayed token is refused', async () => {
    const person = await people.join('developer')
    await signOut(person.context)
    expect(await refusal(contextOf(person.sessionToken, people.stranger))).toBe('unauthenticated')
    expect((await people.audit('session.revoke'))[0]).toMatchObject({
      resourceId: person.context.actor.via.id,
      actor: { id: person.member.id },
    })
  })

  it('WEB-03 of before a new sign-in can be ended by its token alone', async () => {
    const person = await people.join('developer')
    await endSession(person.sessionToken, people.stranger)
    await endSession('no such token', people.stranger)
    expect(await refusal(contextOf(person.sessionToken, people.stranger))).toBe('unauthenticated')
  })

  it.each([
    ['after seven days', 'expires_at', '-1 millisecond'],
    // Instants are kept to the millisecond and may be rounded up.
    ['after a day without a request', 'last_seen_at', '-24 hours -1 millisecond'],
  ])('WEB-05 ends %s, by the clock of the database', async (_, column, interval) => {
    const person = await people.join('developer')
    await shift('sessions', column, person.context.actor.via.id, interval)
    expect(await refusal(contextOf(person.sessionToken, people.stranger))).toBe('unauthenticated')
    expect((await listSessions({}, person.context)).rows).toEqual([])
  })

  it('notes its use at most once a minute', async () => {
    const person = await people.join('developer')
    const { id } = person.context.actor.via
    const seenAt = async () =>
      (await people.database.pool.query('select last_seen_at as at from sessions where id = $1', [id])).rows[0].at.getTime()
    await shift('sessions', 'last_seen_at', id, '-50 seconds')
    const before = await seenAt()
    await contextOf(person.sessionToken, people.stranger)
    expect(await seenAt()).toBe(before)
    await shift('sessions', 'last_seen_at', id, '-70 seconds')
    await contextOf(person.sessionToken, people.stranger)
    expect(await seenAt()).toBeGreaterThan(before)
  })

  it('is listed to its owner alone, who can end one or all others', async () => {
    const person = await people.join('developer')
    const [second, third] = [await signInAgain(person.email, people.stranger), await signInAgain(person.email, people.stranger)]
    const { rows } = await listSessions({ first: 10 }, person.context)
    expect(rows.map((row) => [row.id, row.current])).toEqual([
      [third.context.actor.via.id, false],
      [second.context.actor.via.id, false],
      [person.context.actor.via.id, true],
    ])
    expect(JSON.stringify(rows)).not.toContain('tokenHash')
    expect(await refusal(revokeSession({ id: third.context.actor.via.id }, people.owner.context))).toBe('not_found')
    await revokeSession({ id: third.context.actor.via.id }, person.context)
    expect(await refusal(contextOf(third.sessionToken, people.stranger))).toBe('unauthenticated')
    expect(await revokeOtherSessions(person.context)).toEqual({ revoked: 1 })
    expect(await refusal(contextOf(second.sessionToken, people.stranger))).toBe('unauthenticated')
    await contextOf(person.sessionToken, people.stranger)
  })
})

describe('the viewer', () => {
  it('sees its own keyring, which its password opens, and what its role allows', async () => {
    const viewer = await readViewer(people.owner.context)
    expect(viewer).toMatchObject({ email: people.owner.email, organisation: people.owner.organisation, role: { key: 'owner' } })
    expect(viewer.permissions.organisation.ExternalIdentities).toContain('bind')
    const key = await people.services.passphrases.deviceKey(people.owner.email, password)
    expect(openKeyring(viewer.keyring?.wrappedKeyring ?? '', key).publicKey).toBe(viewer.keyring?.identityKey)
    expect(await refusal(readViewer(people.stranger))).toBe('unauthenticated')
  })
})

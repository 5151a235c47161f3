import {
  authenticate,
  createPersonalAccessToken,
  createSetupLink,
  endSession,
  ensureKeyCheck,
  listPersonalAccessTokens,
  listSessions,
  readViewer,
  removeMember,
  renewKeyCheck,
  revokeOtherSessions,
  revokePersonalAccessToken,
  revokeSession,
  setUpFromEnvironment,
  setUpOwner,
  signIn,
  signOut,
} from '@bonafide/core'
import { createServerKeyring, newServerSecret, openKeyring, parseToken } from '@bonafide/crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../testing.ts'
import {
  asPerson,
  authHashOf,
  contextOf,
  createPeople,
  foreignOwner,
  type People,
  password,
  refusal,
  servicesOver,
  signInAgain,
} from './testing/people.ts'

let people: People

beforeAll(async () => {
  people = await createPeople()
})

afterAll(() => people.drop())

const shift = (table: string, column: string, id: string, interval: string) =>
  people.database.pool.query(`update ${table} set ${column} = now() + $2::interval where id = $1`, [id, interval])

const byHeader = (authorization: string, sessionToken: string | null = null) =>
  authenticate({ authorization, sessionToken }, people.stranger)

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
    ['after a day without a request', 'last_seen_at', '-24 hours'],
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

describe('authenticating', () => {
  it('takes a session from the header as well as from the cookie', async () => {
    expect(await byHeader(`Bearer Session ${people.owner.sessionToken}`)).toEqual(people.owner.context.actor)
    expect(await byHeader(`Bearer Session ${people.owner.sessionToken}`, people.owner.sessionToken)).toEqual(people.owner.context.actor)
  })

  it('TOK-05 a header and a cookie of two people are refused', async () => {
    const person = await people.join('developer')
    const { value } = await createPersonalAccessToken({ name: 'laptop', expiresInSeconds: 60 }, person.context)
    expect(await refusal(byHeader(`Bearer User ${value}`, people.owner.sessionToken))).toBe('unauthenticated')
    expect((await byHeader(`Bearer User ${value}`, person.sessionToken)).via.kind).toBe('personal_access_token')
  })

  it('TOK-01 TOK-04 a credential of any other shape never reaches the database', async () => {
    const signIn = new Proxy(people.services.stores.signIn, { get: () => () => Promise.reject(new Error('asked the database')) })
    const stores = Object.create(people.services.stores, { signIn: { value: signIn } })
    const context = { ...people.stranger, stores }
    const value = 'ab'.repeat(32)
    const shapes = [
      '',
      'Bearer',
      `Bearer  ${value}`,
      `Bearer User ${value}0`,
      `Bearer User ${value.toUpperCase()}`,
      `Bearer user ${value}`,
      `Basic User ${value}`,
    ]
    const more = [
      `Bearer User ${value}, Bearer User ${value}`,
      `Bearer Service ${value}`,
      `Bearer User ${'９'.repeat(64)}`,
      'Bearer Session short',
      `Bearer User ${'a'.repeat(1_000_000)}`,
    ]
    for (const authorization of [...shapes, ...more, `Bearer toString ${value}`]) {
      expect(await refusal(authenticate({ authorization, sessionToken: null }, context))).toBe('unauthenticated')
    }
    expect(await refusal(authenticate({ authorization: null, sessionToken: 'short' }, context))).toBe('unauthenticated')
    expect(await refusal(authenticate({ authorization: null, sessionToken: null }, context))).toBe('unauthenticated')
  })

  it('TOK-32 a value of one kind is no credential of another', async () => {
    const { value } = await createPersonalAccessToken({ name: 'kinds', expiresInSeconds: null }, people.owner.context)
    expect(await refusal(byHeader(`Bearer ServiceAccount ${value}`))).toBe('unauthenticated')
    expect(await refusal(byHeader(`Bearer Session ${value.slice(0, 43)}`))).toBe('unauthenticated')
  })

  it('knows a service account by its token until that is revoked, expired or impossible, or the account is disabled or deleted', async () => {
    const { organisation } = people.owner
    const role = await people.roleOf('service')
    const { pool } = people.database
    const [accountId, tokenId, value] = [crypto.randomUUID(), crypto.randomUUID(), 'cd'.repeat(32)]
    await pool.query(`insert into service_accounts (id, organisation_id, role_id, name, identity_key) values ($1, $2, $3, 'robot', '')`, [
      accountId,
      organisation.id,
      role.id,
    ])
    await pool.query(
      `insert into service_account_tokens (id, service_account_id, name, value_hash, identity_key, wrapped_key_share) values ($1, $2, 'key', sha256($3), '', '')`,
      [tokenId, accountId, Buffer.from(value)],
    )
    const actor = await byHeader(`Bearer ServiceAccount ${value}`)
    expect(actor).toMatchObject({
      kind: 'service_account',
      id: accountId,
      organisationId: organisation.id,
      name: 'robot',
      simulated: false,
      role: { key: 'service' },
    })
    expect(actor.via).toEqual({ kind: 'service_account_token', id: tokenId })
    expect((await byHeader(`Bearer pss_service:v2:${value}:${value}:${value}:${value}`)).id).toBe(accountId)
    const used = await pool.query('select last_used_ip as ip, last_used_at is not null as used from service_account_tokens where id = $1', [
      tokenId,
    ])
    expect(used.rows).toEqual([{ ip: '192.0.2.7', used: true }])

    const dead = async (statement: string, undo: string) => {
      await pool.query(statement)
      expect(await refusal(byHeader(`Bearer ServiceAccount ${value}`))).toBe('unauthenticated')
      await pool.query(undo)
      await byHeader(`Bearer ServiceAccount ${value}`)
    }
    const token = (set: string) => `update service_account_tokens set ${set} where id = '${tokenId}'`
    const account = (set: string) => `update service_accounts set ${set} where id = '${accountId}'`
    await dead(token('revoked_at = now()'), token('revoked_at = null'))
    await dead(token(`expires_at = now() - interval '1 millisecond'`), token(`expires_at = now() + interval '1 second'`))
    await dead(account('disabled_at = now()'), account('disabled_at = null'))
    await dead(account('deleted_at = now()'), account('deleted_at = null'))
    // TOK-17: rows that the CHECK constraint forbids, as if it had been dropped.
    await pool.query('alter table service_account_tokens drop constraint service_account_tokens_exchanged_expire')
    const plain = 'exchange_id = null, external_identity_id = null, max_ttl_seconds = null, expires_at = null'
    await dead(
      token('exchange_id = gen_random_uuid(), external_identity_id = gen_random_uuid(), max_ttl_seconds = 60, expires_at = null'),
      token(plain),
    )
    await dead(token(`exchange_id = gen_random_uuid(), max_ttl_seconds = 60, expires_at = created_at + interval '1 day'`), token(plain))
  })
})

describe('personal access tokens', () => {
  it('are told once, work as value and as whole string, and leave audit rows', async () => {
    const person = await people.join('developer')
    const made = await createPersonalAccessToken({ name: 'ci', expiresInSeconds: 3600 }, person.context)
    expect(parseToken(made.token ?? '')).toMatchObject({
      kind: 'pss_user:v1',
      value: made.value,
      publicKey: made.personalAccessToken.identityKey,
    })
    const actor = await byHeader(`Bearer ${made.token}`)
    expect(actor).toMatchObject({ kind: 'member', id: person.member.id, via: { id: made.personalAccessToken.id } })
    expect((await people.audit('personal_access_token.create'))[0]).toMatchObject({
      resourceId: made.personalAccessToken.id,
      actor: { id: person.member.id },
    })
    const listed = await listPersonalAccessTokens({}, person.context)
    expect(listed.rows.map((row) => [row.name, row.hasKeyShare])).toEqual([['ci', false]])
    expect(JSON.stringify(listed)).not.toContain(made.value)
    expect((await readViewer({ ...people.stranger, actor })).keyring).toBeNull()
  })

  it('with a wrapped share leave the putting together to the client', async () => {
    const made = await createPersonalAccessToken(
      { name: 'browser', expiresInSeconds: null, wrappedKeyShare: 'ab'.repeat(104) },
      people.owner.context,
    )
    expect(made).toMatchObject({ token: null, personalAccessToken: { hasKeyShare: true, expiresAt: null } })
  })

  it.each([
    ['revoked', (id: string) => shift('personal_access_tokens', 'revoked_at', id, '0 seconds')],
    ['expired', (id: string) => shift('personal_access_tokens', 'expires_at', id, '-1 millisecond')],
  ])('TOK-06 TOK-07 that are %s are refused at the next request', async (_, end) => {
    const { value, personalAccessToken } = await createPersonalAccessToken({ name: 'short', expiresInSeconds: 60 }, people.owner.context)
    await byHeader(`Bearer User ${value}`)
    await end(personalAccessToken.id)
    expect(await refusal(byHeader(`Bearer User ${value}`))).toBe('unauthenticated')
  })

  it('TOK-09 die with the membership', async () => {
    const person = await people.join('developer')
    const { value } = await createPersonalAccessToken({ name: 'gone', expiresInSeconds: null }, person.context)
    await removeMember({ id: person.member.id }, people.owner.context)
    expect(await refusal(byHeader(`Bearer User ${value}`))).toBe('unauthenticated')
    expect(await refusal(contextOf(person.sessionToken, people.stranger))).toBe('unauthenticated')
    expect(await refusal(signIn({ email: person.email, password }, people.stranger))).toBe('login_denied')
  })

  it('of others are seen and revoked by owners and admins of the same organisation alone', async () => {
    const [person, colleague, foreigner] = [await people.join('manager'), await people.join('developer'), await foreignOwner(people)]
    const { personalAccessToken } = await createPersonalAccessToken({ name: 'mine', expiresInSeconds: 60 }, person.context)
    const { id } = personalAccessToken
    expect(await refusal(revokePersonalAccessToken({ id }, colleague.context))).toBe('not_found')
    expect(await refusal(revokePersonalAccessToken({ id }, foreigner.context))).toBe('not_found')
    expect(await refusal(listPersonalAccessTokens({ memberId: person.member.id }, colleague.context))).toBe('forbidden')
    expect(await refusal(listPersonalAccessTokens({ memberId: person.member.id }, foreigner.context))).toBe('not_found')
    expect((await listPersonalAccessTokens({ memberId: person.member.id }, people.owner.context)).rows).toHaveLength(1)
    await revokePersonalAccessToken({ id }, people.owner.context)
    expect((await listPersonalAccessTokens({}, person.context)).rows).toHaveLength(0)
    expect((await people.audit('personal_access_token.revoke'))[0]).toMatchObject({ resourceId: id, actor: { id: people.owner.member.id } })
  })

  it('TOK-31 are made by people in a session, not by one another nor by service accounts, and never without a stated end', async () => {
    const { token } = await createPersonalAccessToken({ name: 'first', expiresInSeconds: 60 }, people.owner.context)
    const byToken = { ...people.stranger, actor: await byHeader(`Bearer ${token}`) }
    expect(await refusal(createPersonalAccessToken({ name: 'second', expiresInSeconds: null }, byToken))).toBe('forbidden')
    const robot = {
      kind: 'service_account',
      id: crypto.randomUUID(),
      organisationId: people.owner.organisation.id,
      name: 'robot',
      role: people.owner.context.actor.role,
      via: { kind: 'service_account_token', id: crypto.randomUUID() },
      simulated: false,
    } as const
    expect(await refusal(createPersonalAccessToken({ name: 'second', expiresInSeconds: 60 }, { ...people.stranger, actor: robot }))).toBe(
      'forbidden',
    )
    for (const expiresInSeconds of [undefined, 0, 59, 1.5, '3600', Number.NaN]) {
      expect(await refusal(createPersonalAccessToken({ name: 'x', expiresInSeconds }, people.owner.context))).toBe('malformed_request')
    }
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

describe('setting up', () => {
  it('makes one owner, one time, for whoever holds the newest code', async () => {
    const database = await createTestDatabase()
    const context = { ...people.stranger, ...servicesOver(database.db) }
    const owner = { email: 'first@people.test', fullName: 'First', organisationName: 'Fresh', password }
    const old = await createSetupLink(context)
    const link = await createSetupLink(context)
    expect(await refusal(setUpOwner({ ...owner, code: old?.code }, context))).toBe('login_denied')
    expect(await refusal(setUpOwner({ ...owner, code: 'wrong' }, context))).toBe('login_denied')

    const tries = await Promise.allSettled(
      Array.from({ length: 5 }, (_, index) => setUpOwner({ ...owner, code: link?.code, email: `p${index}@people.test` }, context)),
    )
    const made = tries.filter((outcome) => outcome.status === 'fulfilled')
    expect(made).toHaveLength(1)
    expect(
      (
        await database.pool.query(
          'select (select count(*) from members)::int as members, (select count(*) from organisations)::int as organisations, (select count(*) from roles)::int as roles',
        )
      ).rows,
    ).toEqual([{ members: 1, organisations: 1, roles: 5 }])
    const person = await asPerson(made[0]?.status === 'fulfilled' ? made[0].value : (Promise.reject(new Error('nobody')) as never), context)
    expect(person.context.actor.role.key).toBe('owner')
    const actions = (await context.stores.audit.list(person.organisation.id, {}, { first: 10 })).rows.map((row) => [
      row.action,
      row.actor.id,
    ])
    expect(actions).toEqual([
      ['session.create', person.member.id],
      ['member.create', person.member.id],
      ['organisation.create', person.member.id],
    ])
    expect(await createSetupLink(context)).toBeNull()
    expect(await setUpFromEnvironment({ email: 'x@y.z', password, organisationName: 'Other' }, context)).toBe(false)
    await database.drop()
  })

  it('from the environment makes the keyring as a browser would, and only once', async () => {
    const database = await createTestDatabase()
    const services = servicesOver(database.db)
    const context = { ...people.stranger, ...services }
    const settings = { email: 'Root@People.test', password, organisationName: 'Scripted' }
    const outcomes = await Promise.all([setUpFromEnvironment(settings, services), setUpFromEnvironment(settings, services)])
    expect(outcomes.toSorted()).toEqual([false, true])
    const person = await signInAgain('root@people.test', context)
    const { keyring } = await readViewer(person.context)
    const key = await services.passphrases.deviceKey('root@people.test', password)
    expect(openKeyring(keyring?.wrappedKeyring ?? '', key).publicKey).toBe(keyring?.identityKey)
    await database.drop()
  })

  it('a code dies after thirty minutes, by the clock of the database, and only its hash is stored', async () => {
    const database = await createTestDatabase()
    const context = { ...people.stranger, ...servicesOver(database.db) }
    const link = await createSetupLink(context)
    const { rows } = await database.pool.query('select value::text as value from server_settings')
    expect(rows[0].value).not.toContain(link?.code)
    await database.pool.query(`update server_settings set created_at = now() - interval '30 minutes'`)
    const owner = { code: link?.code, email: 'first@people.test', fullName: 'First', organisationName: 'Fresh', password }
    expect(await refusal(setUpOwner(owner, context))).toBe('login_denied')
    await database.drop()
  })

  it('takes keys that a browser made, and refuses ones that would protect nothing', async () => {
    const database = await createTestDatabase()
    const context = { ...people.stranger, ...servicesOver(database.db) }
    const link = await createSetupLink(context)
    const source = await context.stores.signIn.findSealedKeyring(people.owner.member.id)
    expect(source).toBeNull()
    const sealed = await readViewer(people.owner.context)
    const keys = { ...sealed.keyring, authHash: authHashOf('b@people.test', password) }
    const owner = { code: link?.code, email: 'b@people.test', fullName: 'Browser', organisationName: 'Browsers' }
    expect(await refusal(setUpOwner({ ...owner, ...keys, identityKey: `01${'00'.repeat(31)}` }, context))).toBe('malformed_request')
    expect(await refusal(setUpOwner({ ...owner, ...keys, password }, context))).toBe('malformed_request')
    expect(await refusal(setUpOwner({ ...owner, authHash: keys.authHash }, context))).toBe('malformed_request')
    await setUpOwner({ ...owner, ...keys }, context)
    await signInAgain('b@people.test', context)
    await database.drop()
  })
})

describe('SEC-54 the check value of the server key', () => {
  it('lets the right keys start and no others, and moves on with a rotation', async () => {
    const { services } = people
    const random = services.runtime.randomBytes
    const [first, second] = [newServerSecret(random), newServerSecret(random)]
    const withKeys = (secrets: string) => ({ ...services, keyring: createServerKeyring(secrets) })
    await Promise.all([ensureKeyCheck(withKeys(first)), ensureKeyCheck(withKeys(first))])
    await ensureKeyCheck(withKeys(first))
    await expect(ensureKeyCheck(withKeys(second))).rejects.toMatchObject({ code: 'wrong_server_key' })
    await ensureKeyCheck(withKeys(`${second},${first}`))
    await expect(renewKeyCheck(withKeys(second))).rejects.toMatchObject({ code: 'wrong_server_key' })
    await renewKeyCheck(withKeys(`${second},${first}`))
    await ensureKeyCheck(withKeys(second))
    await expect(ensureKeyCheck(withKeys(first))).rejects.toMatchObject({ code: 'wrong_server_key' })
  })
})

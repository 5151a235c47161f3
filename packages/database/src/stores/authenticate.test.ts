import { authenticate, createPersonalAccessToken } from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createPeople, type People, refusal } from './testing/people.ts'

let people: People

beforeAll(async () => {
  people = await createPeople()
})

afterAll(() => people.drop())

const byHeader = (authorization: string, sessionToken: string | null = null) =>
  authenticate({ authorization, sessionToken }, people.stranger)

describe('authenticating', () => {
  it('takes a session from the header as well as from the cookie', async () => {
    expect(await byHeader(`Bearer Session ${people.owner.sessionToken}`)).toEqual(people.owner.context.actor)
    expect(await byHeader(`Bearer Session ${people.owner.sessionToken}`, people.owner.sessionToken)).toEqual(people.owner.context.actor)
  })

  it('D17 costs one round trip, whatever the credential', async () => {
    const { value } = await createPersonalAccessToken({ name: 'budget', expiresInSeconds: 60 }, people.owner.context)
    const asked = vi.spyOn(people.database.pool, 'query')
    await byHeader(`Bearer User ${value}`)
    await byHeader(`Bearer Session ${people.owner.sessionToken}`)
    await refusal(byHeader(`Bearer ServiceAccount ${value}`))
    expect(asked).toHaveBeenCalledTimes(3)
    asked.mockRestore()
  })

  it('many requests of one token in one moment do not wait for one another', async () => {
    const { value, personalAccessToken } = await createPersonalAccessToken({ name: 'busy', expiresInSeconds: 60 }, people.owner.context)
    const holder = await people.database.pool.connect()
    await holder.query('begin')
    await holder.query('select 1 from personal_access_tokens where id = $1 for update', [personalAccessToken.id])
    const actors = await Promise.all(Array.from({ length: 20 }, () => byHeader(`Bearer User ${value}`)))
    expect(new Set(actors.map((actor) => actor.id)).size).toBe(1)
    await holder.query('rollback')
    holder.release()
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
      narrowing: null,
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

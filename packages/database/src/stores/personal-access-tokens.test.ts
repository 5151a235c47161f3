import {
  authenticate,
  createPersonalAccessToken,
  listPersonalAccessTokens,
  readViewer,
  removeMember,
  revokePersonalAccessToken,
  signIn,
} from '@bonafide/core'
import { parseToken } from '@bonafide/crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contextOf, createPeople, foreignOwner, type People, password, refusal } from './testing/people.ts'

let people: People

beforeAll(async () => {
  people = await createPeople()
})

afterAll(() => people.drop())

const shift = (table: string, column: string, id: string, interval: string) =>
  people.database.pool.query(`update ${table} set ${column} = now() + $2::interval where id = $1`, [id, interval])

const byHeader = (authorization: string, sessionToken: string | null = null) =>
  authenticate({ authorization, sessionToken }, people.stranger)

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
      narrowing: null,
    } as const
    expect(await refusal(createPersonalAccessToken({ name: 'second', expiresInSeconds: 60 }, { ...people.stranger, actor: robot }))).toBe(
      'forbidden',
    )
    for (const expiresInSeconds of [undefined, 0, 59, 1.5, '3600', Number.NaN]) {
      expect(await refusal(createPersonalAccessToken({ name: 'x', expiresInSeconds }, people.owner.context))).toBe('malformed_request')
    }
  })
})

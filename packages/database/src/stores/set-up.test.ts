import {
  byAge,
  createSetupLink,
  ensureKeyCheck,
  parsePage,
  readViewer,
  renewKeyCheck,
  setUpFromEnvironment,
  setUpOwner,
} from '@bonafide/core'
import { createServerKeyring, newServerSecret, openKeyring } from '@bonafide/crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../testing.ts'
import { asPerson, authHashOf, createPeople, type People, password, refusal, servicesOver, signInAgain } from './testing/people.ts'

let people: People

beforeAll(async () => {
  people = await createPeople()
})

afterAll(() => people.drop())

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
    const actions = (await context.stores.audit.list(person.organisation.id, {}, parsePage({}, byAge))).rows.map((row) => [
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
    await database.pool.query(`update server_settings set created_at = now() - interval '30 minutes 1 millisecond'`)
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

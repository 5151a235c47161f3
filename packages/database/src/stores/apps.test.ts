import {
  createApp,
  createEnvironment,
  createSecrets,
  deleteApp,
  deleteEnvironment,
  grantAccountAccess,
  grantEveryEnvironment,
  introspect,
  listAccountAccess,
  listApps,
  listEnvironments,
  readApp,
  readEnvironment,
  readSecrets,
  renameEnvironment,
  reorderEnvironments,
  resolveEnvironment,
  revokeAccountAccess,
  setAccountAccess,
  setEncryptionMode,
  setMemberAccess,
  updateApp,
} from '@bonafide/core'
import {
  encryptTo,
  environmentKeyPair,
  exchangePublicKey,
  keyringKeyPair,
  newEnvironmentKeys,
  openPrivateKey,
  parseToken,
  tokenKeyPair,
  unwrapEnvironmentKeys,
  wrapEnvironmentKeys,
} from '@bonafide/crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSecretWorld, random, type SecretWorld, type Somebody } from './testing/secret-world.ts'

let world: SecretWorld
let home: Awaited<ReturnType<SecretWorld['organisation']>>
let admin: Somebody
let developer: Somebody
let account: Somebody

beforeAll(async () => {
  world = await createSecretWorld()
  home = await world.organisation()
  admin = await home.member(await home.managed('admin'))
  developer = await home.member(await home.managed('developer'))
  account = await home.account()
})
afterAll(() => world.close())

const code = (wanted: string) => expect.objectContaining({ name: 'DomainError', code: wanted })
const holders = async (environmentId: string): Promise<string[]> =>
  (
    await world.database.pool.query(
      'select coalesce(member_id, service_account_id) as id from environment_keys where environment_id = $1',
      [environmentId],
    )
  ).rows.map(({ id }) => id)
const recipientOf = (somebody: Somebody) => openPrivateKey(keyringKeyPair(somebody.keyring).privateKey)
const opens = async (somebody: Somebody, environmentId: string) => {
  const { rows } = await world.database.pool.query(
    'select * from environment_keys k join environments e on e.id = environment_id where environment_id = $1 and coalesce(member_id, service_account_id) = $2',
    [environmentId, somebody.id],
  )
  return unwrapEnvironmentKeys(
    { wrappedSeed: rows[0].wrapped_seed, wrappedSalt: rows[0].wrapped_salt },
    recipientOf(somebody),
    rows[0].identity_key,
  )
}
/** What a browser makes for an end-to-end environment. */
const clientEnvironment = (name: string, people: Somebody[]) => {
  const keys = newEnvironmentKeys(random)
  const wrapped = people.map(({ id, keyring }) => ({
    memberId: id,
    ...wrapEnvironmentKeys(keys, exchangePublicKey(keyring.publicKey), random),
  }))
  return { keys, input: { name, identityKey: environmentKeyPair(keys.seed).publicKey, keys: wrapped } }
}

describe('a new app', () => {
  it('has three environments whose keys the maker and everybody with global access can open', async () => {
    const app = await world.app(home.owner)
    expect(app.environments.map(({ name, type, position }) => [name, type, position])).toEqual([
      ['Development', 'dev', 0],
      ['Staging', 'staging', 1],
      ['Production', 'prod', 2],
    ])
    for (const environment of app.environments) {
      expect((await holders(environment.id)).toSorted()).toEqual([home.owner.id, admin.id].toSorted())
      expect(await opens(admin, environment.id)).toEqual(await opens(home.owner, environment.id))
    }
  })

  it('of a service account belongs to that account too', async () => {
    const app = await world.app(account, { environments: ['qa'] })
    expect((await holders(app.environmentId)).toSorted()).toEqual([home.owner.id, admin.id, account.id].toSorted())
    expect((await listApps({}, account.context)).rows.map(({ id }) => id)).toEqual([app.id])
  })

  it('needs a name of its own and environments that differ', async () => {
    await createApp({ name: 'Taken' }, home.owner.context)
    await expect(createApp({ name: 'tAKEN' }, admin.context)).rejects.toEqual(code('conflict'))
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => createApp({ name: 'Race' }, home.owner.context)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(createApp({ name: 'X', environments: ['a', 'A'] }, admin.context)).rejects.toEqual(code('malformed_request'))
    await expect(createApp({ name: 'nul \u0000' }, admin.context)).rejects.toEqual(code('malformed_request'))
    await expect(createApp({ name: 'Mine' }, developer.context)).rejects.toEqual(code('forbidden'))
  })

  it('with end-to-end encryption takes its keys from the client, for exactly those who must have them', async () => {
    const { input } = clientEnvironment('Development', [home.owner, admin])
    const short = clientEnvironment('Development', [home.owner]).input
    const wide = clientEnvironment('Development', [home.owner, admin, developer]).input
    await expect(createApp({ name: 'E2E', serverEncryption: false }, home.owner.context)).rejects.toEqual(code('client_keys_required'))
    await expect(createApp({ name: 'E2E', serverEncryption: false, environments: [short] }, home.owner.context)).rejects.toEqual(
      code('client_keys_required'),
    )
    await expect(createApp({ name: 'E2E', serverEncryption: false, environments: [wide] }, home.owner.context)).rejects.toEqual(
      code('malformed_request'),
    )
    const app = await createApp({ name: 'E2E', serverEncryption: false, environments: [input] }, home.owner.context)
    const [environment] = await listEnvironments({ appId: app.id }, home.owner.context)
    expect(environment).toMatchObject({ identityKey: input.identityKey, serverWrappedSeed: null })
  })
})

describe('changing the encryption mode', () => {
  it('goes both ways, and believes only the seed of that very environment', async () => {
    const { keys, input } = clientEnvironment('Only', [home.owner, admin])
    const app = await createApp({ name: 'Switch', serverEncryption: false, environments: [input] }, home.owner.context)
    const [environment] = await listEnvironments({ appId: app.id }, home.owner.context)
    const forServer = ({ seed, salt }: { seed: string; salt: string }, publicKey = world.services.keyring.publicKey) => [
      { environmentId: environment?.id, seed: encryptTo(publicKey, seed, random), salt: encryptTo(publicKey, salt, random) },
    ]
    const on = (environmentKeys?: object[]) =>
      setEncryptionMode({ appId: app.id, serverEncryption: true, environmentKeys }, home.owner.context)
    await expect(on()).rejects.toEqual(code('client_keys_required'))
    await expect(on(forServer(newEnvironmentKeys(random)))).rejects.toEqual(code('malformed_request'))
    await expect(on(forServer(keys, environmentKeyPair(keys.seed).publicKey))).rejects.toEqual(code('malformed_request'))
    await expect(on(forServer({ seed: keys.seed, salt: 'no salt' }))).rejects.toEqual(code('malformed_request'))
    expect(await on(forServer(keys))).toMatchObject({ serverEncryption: true })
    await createSecrets({ environmentId: environment?.id, secrets: [{ key: 'A', value: '1' }] }, home.owner.context)
    await setEncryptionMode({ appId: app.id, serverEncryption: false }, home.owner.context)
    await expect(readSecrets({ environmentId: environment?.id }, home.owner.context)).rejects.toEqual(code('server_encryption_required'))
    expect(await opens(admin, environment?.id ?? '')).toEqual(keys)
    await on(forServer(keys))
    expect(await readSecrets({ environmentId: environment?.id }, home.owner.context)).toMatchObject([{ key: 'A', value: '1' }])
  })
})

describe('environments', () => {
  it('are made, renamed, ordered, found and deleted', async () => {
    const app = await world.app(home.owner)
    const made = await createEnvironment({ appId: app.id, name: 'QA' }, home.owner.context)
    expect(made).toMatchObject({ position: 3, type: 'custom' })
    await expect(createEnvironment({ appId: app.id, name: 'qa' }, home.owner.context)).rejects.toEqual(code('conflict'))
    await expect(renameEnvironment({ id: made.id, name: 'STAGING' }, home.owner.context)).rejects.toEqual(code('conflict'))
    await renameEnvironment({ id: made.id, name: 'Quality' }, home.owner.context)
    expect((await resolveEnvironment({ appId: app.id, name: 'QUALITY' }, home.owner.context)).id).toBe(made.id)
    const ids = app.environments.map(({ id }) => id)
    await reorderEnvironments({ appId: app.id, environmentIds: [made.id, ...ids] }, home.owner.context)
    await expect(reorderEnvironments({ appId: app.id, environmentIds: ids }, home.owner.context)).rejects.toEqual(code('malformed_request'))
    expect((await listEnvironments({ appId: app.id }, home.owner.context)).map(({ name }) => name)).toEqual([
      'Quality',
      'Development',
      'Staging',
      'Production',
    ])
    await deleteEnvironment({ id: made.id }, home.owner.context)
    await expect(readEnvironment({ id: made.id }, home.owner.context)).rejects.toEqual(code('not_found'))
  })

  it('an app and what is in it disappear together, and its name is free again', async () => {
    const app = await world.app(home.owner, { name: 'Short-lived' })
    await grantAccountAccess({ serviceAccountId: account.id, environmentIds: [app.environmentId] }, home.owner.context)
    await updateApp({ id: app.id, description: 'soon gone' }, home.owner.context)
    await deleteApp({ id: app.id }, home.owner.context)
    expect(await holders(app.environmentId)).toEqual([])
    await expect(readApp({ id: app.id }, home.owner.context)).rejects.toEqual(code('not_found'))
    await expect(readSecrets({ environmentId: app.environmentId }, home.owner.context)).rejects.toEqual(code('not_found'))
    await createApp({ name: 'Short-lived' }, home.owner.context)
  })
})

describe('access', () => {
  it('is given by somebody who has it, replaced within what he has, and taken back', async () => {
    const app = await world.app(home.owner)
    const [dev, staging, production] = app.environments.map(({ id }) => id) as [string, string, string]
    const manager = await home.member(await home.managed('manager'))
    await setMemberAccess({ memberId: manager.id, environmentIds: [dev, staging] }, home.owner.context)
    expect(await opens(manager, dev)).toEqual(await opens(home.owner, dev))
    const worker = await home.account()
    const listed = async () =>
      (await listAccountAccess({ serviceAccountId: worker.id }, home.owner.context)).map(({ environmentId }) => environmentId)
    await grantAccountAccess({ serviceAccountId: worker.id, environmentIds: [production] }, home.owner.context)
    await expect(grantAccountAccess({ serviceAccountId: worker.id, environmentIds: [dev, production] }, manager.context)).rejects.toEqual(
      code('not_found'),
    )
    await setAccountAccess({ serviceAccountId: worker.id, environmentIds: [dev, staging] }, manager.context)
    expect(await listed()).toEqual([dev, staging, production])
    await setAccountAccess({ serviceAccountId: worker.id, environmentIds: [staging] }, manager.context)
    expect(await listed()).toEqual([staging, production])
    await revokeAccountAccess({ serviceAccountId: worker.id, environmentIds: [staging] }, home.owner.context)
    expect(await listed()).toEqual([production])
    await expect(setMemberAccess({ memberId: admin.id, environmentIds: [] }, home.owner.context)).rejects.toEqual(code('conflict'))
  })

  it('of another organisation can be neither given, taken nor seen', async () => {
    const away = await world.organisation()
    const theirs = await world.app(away.owner)
    const ours = await world.app(home.owner)
    const foreign = await away.account()
    for (const attempt of [
      () => grantAccountAccess({ serviceAccountId: account.id, environmentIds: [theirs.environmentId] }, home.owner.context),
      () => grantAccountAccess({ serviceAccountId: foreign.id, environmentIds: [ours.environmentId] }, home.owner.context),
      () => setMemberAccess({ memberId: away.owner.id, environmentIds: [ours.environmentId] }, home.owner.context),
      () => listAccountAccess({ serviceAccountId: foreign.id }, home.owner.context),
      () => readApp({ id: theirs.id }, home.owner.context),
      () => updateApp({ id: theirs.id, name: 'Mine now' }, home.owner.context),
      () => deleteApp({ id: theirs.id }, home.owner.context),
      () => listEnvironments({ appId: theirs.id }, home.owner.context),
      () => createEnvironment({ appId: theirs.id, name: 'X' }, home.owner.context),
      () => renameEnvironment({ id: theirs.environmentId, name: 'X' }, home.owner.context),
      () => reorderEnvironments({ appId: theirs.id, environmentIds: [] }, home.owner.context),
      () => deleteEnvironment({ id: theirs.environmentId }, home.owner.context),
      () => setEncryptionMode({ appId: theirs.id, serverEncryption: false }, home.owner.context),
      () => resolveEnvironment({ appId: theirs.id, name: 'Development' }, home.owner.context),
    ])
      await expect(attempt(), String(attempt)).rejects.toEqual(code('not_found'))
    expect((await listApps({ first: 100 }, away.owner.context)).rows.map(({ id }) => id)).toEqual([theirs.id])
  })

  it('TOK-31 an account gives itself nothing', async () => {
    const app = await world.app(home.owner)
    await expect(
      grantAccountAccess({ serviceAccountId: account.id, environmentIds: [app.environmentId] }, account.context),
    ).rejects.toEqual(code('forbidden'))
    await expect(setMemberAccess({ memberId: developer.id, environmentIds: [app.environmentId] }, account.context)).rejects.toEqual(
      code('forbidden'),
    )
  })

  it('to end-to-end environments needs keys wrapped by the caller', async () => {
    const { keys, input } = clientEnvironment('Only', [home.owner, admin])
    const app = await createApp({ name: 'Wrapped', serverEncryption: false, environments: [input] }, home.owner.context)
    const [environment] = await listEnvironments({ appId: app.id }, home.owner.context)
    const asked = { serviceAccountId: account.id, environmentIds: [environment?.id] }
    await expect(grantAccountAccess(asked, home.owner.context)).rejects.toEqual(code('client_keys_required'))
    const wrapped = { environmentId: environment?.id, ...wrapEnvironmentKeys(keys, exchangePublicKey(account.keyring.publicKey), random) }
    await grantAccountAccess({ ...asked, keys: [wrapped] }, home.owner.context)
    expect(await opens(account, environment?.id ?? '')).toEqual(keys)
  })

  it('to everything comes with promotion', async () => {
    const app = await world.app(home.owner)
    const promoted = await home.member(await home.managed('developer'))
    const waiting = await world.services.stores.transaction((stores) => grantEveryEnvironment(promoted.id, stores, home.owner.context))
    expect(await opens(promoted, app.environmentId)).toEqual(await opens(home.owner, app.environmentId))
    for (const id of waiting) expect(await holders(id)).not.toContain(promoted.id)
    expect(waiting.length).toBeGreaterThan(0)
  })
})

describe('introspection', () => {
  it('tells a service account what it is and what it opens, short names first', async () => {
    const fresh = await home.account()
    const app = await world.app(home.owner, { name: 'zeta', environments: ['preprod', 'prod', 'Production'] })
    const other = await world.app(home.owner, { name: 'Alpha' })
    await setAccountAccess(
      { serviceAccountId: fresh.id, environmentIds: [...app.environments.map(({ id }) => id), other.environmentId] },
      home.owner.context,
    )
    const seen = JSON.parse(await introspect(fresh.context))
    expect(seen.apps.map(({ name }: { name: string }) => name)).toEqual(['Alpha', 'zeta'])
    expect(seen.apps[1].environment_keys.map((key: { environment: { name: string } }) => key.environment.name)).toEqual([
      'prod',
      'preprod',
      'Production',
    ])
    const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
    expect(seen).toMatchObject({
      account_id: fresh.id,
      offline_enabled: false,
      wrapped_key_share: expect.stringMatching(/^[0-9a-f]{208}$/),
      organisation: { id: home.id },
    })
    expect(seen).not.toHaveProperty('user_id')
    const [key] = seen.apps[0].environment_keys
    const environment = {
      id: other.environmentId,
      name: 'Development',
      env_type: 'dev',
      index: 0,
      created_at: instant,
      updated_at: instant,
    }
    expect(key).toEqual({
      id: expect.any(String),
      environment,
      paths: null,
      identity_key: other.environments[0]?.identityKey,
      wrapped_seed: expect.stringMatching(/^ph:v1:/),
      wrapped_salt: expect.stringMatching(/^ph:v1:/),
      created_at: instant,
      updated_at: instant,
      deleted_at: null,
      user: null,
      service_account: fresh.id,
    })
    const pair = tokenKeyPair(parseToken(fresh.token), seen.wrapped_key_share)
    const keys = unwrapEnvironmentKeys(
      { wrappedSeed: key.wrapped_seed, wrappedSalt: key.wrapped_salt },
      openPrivateKey(pair.privateKey),
      key.identity_key,
    )
    expect(keys).toEqual(await opens(home.owner, other.environmentId))
  })

  it('tells a member the same, and one with nothing nothing', async () => {
    const nobody = await home.member(await home.managed('developer'))
    expect(JSON.parse(await introspect(nobody.context))).toMatchObject({
      user_id: nobody.id,
      apps: [],
      wrapped_key_share: expect.any(String),
    })
  })
})

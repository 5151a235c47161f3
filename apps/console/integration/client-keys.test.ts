import { acceptInvite, changeMemberRole, inviteMember, readWrappedKeys, signIn } from '@bonafide/core'
import { openEnvironment, openPrivateKey, parseToken, sealRecovery, tokenKeyPair, unwrapEnvironmentKeys } from '@bonafide/crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Vault } from '../src/keys/create-vault.ts'
import type { HeldEnvironment } from '../src/keys/shapes.ts'
import { memberOf, people, threadOf, unlockedVault, workerCode } from '../src/keys/testing.ts'
import { createWorld, post, random, type World } from './world.ts'

// Two people with the browser's worker, its cryptography and their real passwords; everything else goes over HTTP.

let world: World
let alice: Person
let bob: Person

interface Person {
  id: string
  identityKey: string
  sessionToken: string
  vault: Vault
}

beforeAll(async () => {
  world = await createWorld()
  const code = await workerCode()
  alice = await join(people.alice, 'Admin', code)
  bob = await join(people.bob, 'Developer', code)
}, 180_000)
afterAll(async () => {
  alice?.vault.lock()
  bob?.vault.lock()
  await world.close()
})

/** Somebody who was invited, joined with keys sealed by the password, signed in, and has unlocked them. */
async function join(person: typeof people.bob, roleName: string, code: string): Promise<Person> {
  const { recoveryCode, credentials } = memberOf(person)
  const keys = { ...credentials.sealedKeyring, wrappedRecovery: sealRecovery(recoveryCode, person.deviceKey, random) }
  const authHash = Buffer.from(random(32)).toString('hex')
  const invited = await inviteMember({ email: person.email, roleId: await world.roleId('Developer') }, world.owner.context)
  const { member } = await acceptInvite({ code: invited.code, fullName: roleName, authHash, ...keys }, world.anonymous())
  if (roleName !== 'Developer') await changeMemberRole({ memberId: member.id, roleId: await world.roleId(roleName) }, world.owner.context)
  const { sessionToken } = await signIn({ email: person.email, authHash }, world.anonymous())
  const { viewer } = await ask({ sessionToken }, '{ viewer { email keyring { identityKey wrappedKeyring } } }')
  const vault = await unlockedVault({ email: viewer.email, password: person.password, sealedKeyring: viewer.keyring }, () => threadOf(code))
  return { id: member.id, identityKey: viewer.keyring.identityKey, sessionToken, vault }
}

// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of whatever was asked
type Data = any

/** The data of an operation that must succeed, without problems of the sender's making. */
async function ask({ sessionToken }: Pick<Person, 'sessionToken'>, query: string, variables: object = {}): Promise<Data> {
  const { json } = await post(`${world.node.url}/api/graphql`, { query, variables }, { authorization: `Bearer Session ${sessionToken}` })
  if (json.errors) throw new Error(JSON.stringify(json.errors))
  for (const payload of Object.values<Data>(json.data)) {
    if (payload?.userErrors?.length > 0) throw new Error(JSON.stringify(payload.userErrors))
  }
  return json.data
}

/** One field of a mutation's payload. */
const change = async (person: Pick<Person, 'sessionToken'>, field: string, input: object, selection: string): Promise<Data> => {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`.replace(/^(?:Grant|Set)ServiceAccountAccess/, 'ServiceAccountAccess')
  const query = `mutation($input: ${type}!) { ${field}(input: $input) { ${selection} userErrors { code message field } } }`
  return (await ask(person, query, { input }))[field]
}

let names = 0
const held = 'id name identityKey wrappedKeys { seed salt }'

/** An end-to-end app of Alice's with one environment and one secret. */
async function endToEndApp(): Promise<{ id: string; environment: HeldEnvironment }> {
  const { requiredKeyRecipients } = await ask(alice, '{ requiredKeyRecipients { kind id identityKey } }')
  const environments = await alice.vault.makeEnvironments(['Production'], requiredKeyRecipients)
  const input = { name: `vault ${++names}`, serverEncryption: false, environments }
  const { app } = await change(alice, 'createApp', input, `app { id environments { edges { node { ${held} } } } }`)
  const environment: HeldEnvironment = app.environments.edges[0].node
  const secrets = await alice.vault.encryptNewSecrets(environment, [
    { key: 'DATABASE_URL', value: 'postgres://only-we-know', comment: 'main' },
  ])
  await change(alice, 'createEncryptedSecrets', { environmentId: environment.id, secrets }, 'ids')
  return { id: app.id, environment }
}

const secretsOf = async (person: Person, id: string): Promise<Data[]> => {
  const query =
    'query($id: ID!) { environment(id: $id) { secrets { edges { node { id key value comment encrypted version type override { value isActive } } } } } }'
  return (await ask(person, query, { id })).environment.secrets.edges.map(({ node }: Data) => node)
}

/** What a client that holds the token string reads over REST and opens for itself (wire contract 2.4 and 2.5). */
async function readAsClient(token: string, environmentId: string): Promise<string[]> {
  const parts = parseToken(token)
  const scheme = parts.kind === 'pss_user:v1' ? 'User' : 'ServiceAccount'
  const get = async (path: string, headers = {}): Promise<Data> => {
    const response = await fetch(`${world.node.url}${path}`, { headers: { authorization: `Bearer ${scheme} ${parts.value}`, ...headers } })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    return response.json()
  }
  const reach = await get('/service/secrets/tokens/')
  const owner = openPrivateKey(tokenKeyPair(parts, reach.wrapped_key_share).privateKey)
  const keys = reach.apps.flatMap((app: Data) => app.environment_keys).find((key: Data) => key.environment.id === environmentId)
  const { seed } = unwrapEnvironmentKeys({ wrappedSeed: keys.wrapped_seed, wrappedSalt: keys.wrapped_salt }, owner, keys.identity_key)
  const { decrypt } = openEnvironment(seed)
  const secrets: Data[] = await get('/service/secrets/', { environment: environmentId })
  return secrets.map(({ key, value }) => `${decrypt(key)}=${decrypt(value)}`)
}

describe('D4: an end-to-end app, with keys made in the browser', () => {
  it('is written and read, and the server holds no word of it', async () => {
    const { environment } = await endToEndApp()
    const stored = await secretsOf(alice, environment.id)
    expect(stored).toMatchObject([{ encrypted: true, value: expect.stringMatching(/^ph:v1:/), key: expect.stringMatching(/^ph:v1:/) }])
    const opened = await alice.vault.decryptSecrets(environment, stored)
    expect(opened).toMatchObject([{ key: 'DATABASE_URL', value: 'postgres://only-we-know', comment: 'main', unreadable: false }])
    const { rows } = await world.database.pool.query(
      'select e.server_wrapped_seed, s::text as secret from environments e join secrets s on s.environment_id = e.id where e.id = $1',
      [environment.id],
    )
    expect(rows).toMatchObject([{ server_wrapped_seed: null, secret: expect.not.stringContaining('only-we-know') }])
    expect(world.logged.join()).not.toContain('only-we-know')
  })

  it('secrets are changed, and their past opens too', async () => {
    const { environment } = await endToEndApp()
    const [before] = await secretsOf(alice, environment.id)
    const secrets = await alice.vault.encryptChangedSecrets(environment, [
      { id: before.id, tags: [], value: 'moved', version: before.version },
    ])
    await change(alice, 'updateEncryptedSecrets', { environmentId: environment.id, secrets }, 'ids')
    const query = 'query($id: ID!) { secretHistory(secretId: $id) { edges { node { version key value comment } } } }'
    const { secretHistory } = await ask(alice, query, { id: before.id })
    const versions = await alice.vault.decryptSecrets(
      environment,
      secretHistory.edges.map(({ node }: Data) => node) as { version: number; value: string }[],
    )
    expect(versions.map(({ version, value }) => `${version} ${value}`).sort()).toEqual(['1 postgres://only-we-know', '2 moved'])
  })

  it('a colleague sees nothing until its keys are wrapped for him, and then all', async () => {
    const { environment } = await endToEndApp()
    await expect(secretsOf(bob, environment.id)).rejects.toThrow('not_found')
    const without = change(alice, 'setMemberAccess', { memberId: bob.id, environmentIds: [environment.id] }, 'access { environmentId }')
    await expect(without).rejects.toThrow('client_keys_required')
    const keys = await alice.vault.wrapEnvironments([environment], bob)
    await change(alice, 'setMemberAccess', { memberId: bob.id, environmentIds: [environment.id], keys }, 'access { environmentId }')

    const query = `query($id: ID!) { environment(id: $id) { ${held} } }`
    const { environment: his } = await ask(bob, query, { id: environment.id })
    expect(his.wrappedKeys.seed).not.toBe(environment.wrappedKeys?.seed)
    expect(await bob.vault.decryptSecrets(his, await secretsOf(bob, environment.id))).toMatchObject([{ value: 'postgres://only-we-know' }])
    await expect(bob.vault.decryptSecrets(environment, [])).rejects.toMatchObject({ code: 'unusable_keys' })
  })

  it('a personal access token with a share made here reads it from anywhere', async () => {
    const { environment } = await endToEndApp()
    const token = await alice.vault.makePersonalAccessToken(async (wrappedKeyShare) => {
      const input = { name: 'laptop', expiresInSeconds: 3600, wrappedKeyShare }
      const made = await change(alice, 'createPersonalAccessToken', input, 'token value personalAccessToken { hasKeyShare }')
      expect(made).toMatchObject({ token: null, personalAccessToken: { hasKeyShare: true } })
      return made.value
    })
    expect(await readAsClient(token, environment.id)).toEqual(['DATABASE_URL=postgres://only-we-know'])
  })
})

describe('D4: server-side encryption is switched by whoever holds the keys', () => {
  const publicKey = async (): Promise<string> => (await ask(alice, '{ server { publicKey } }')).server.publicKey
  const setMode = (appId: string, serverEncryption: boolean, environmentKeys?: object[]) =>
    change(alice, 'setAppEncryption', { appId, serverEncryption, environmentKeys }, 'app { serverEncryption }')

  it('on: the server reads in plain; off: it has forgotten, and the browser still reads', async () => {
    const { id, environment } = await endToEndApp()
    await setMode(id, true, await alice.vault.handEnvironments([environment], await publicKey()))
    expect(await secretsOf(alice, environment.id)).toMatchObject([
      { key: 'DATABASE_URL', value: 'postgres://only-we-know', encrypted: false },
    ])
    await setMode(id, false)
    const stored = await secretsOf(alice, environment.id)
    expect(stored).toMatchObject([{ encrypted: true, value: expect.stringMatching(/^ph:v1:/) }])
    expect(await alice.vault.decryptSecrets(environment, stored)).toMatchObject([{ value: 'postgres://only-we-know' }])
  })

  it('keys of another environment are refused, and the app stays as it was', async () => {
    const [one, other] = [await endToEndApp(), await endToEndApp()]
    const [handed] = await alice.vault.handEnvironments([other.environment], await publicKey())
    await expect(setMode(one.id, true, [{ ...handed, environmentId: one.environment.id }])).rejects.toThrow('malformed_request')
    expect(await secretsOf(alice, one.environment.id)).toMatchObject([{ encrypted: true }])
  })
})

describe('D4: a service account with client-managed keys', () => {
  const account = async (handlers: Pick<Person, 'id' | 'identityKey'>[]) => {
    const clientKeys = await alice.vault.makeAccount(handlers)
    const input = { name: `client ${++names}`, roleId: await world.roleId('Service'), keyManagement: 'CLIENT', clientKeys }
    return (await change(alice, 'createServiceAccount', input, 'serviceAccount { id name identityKey keyManagement wrappedKeyring }'))
      .serviceAccount
  }
  const tokenInput = (serviceAccountId: string) => ({ serviceAccountId, name: 'ci', expiresInSeconds: 3600 })

  it('gets an environment and a token from the browser, and reads over REST what the server cannot', async () => {
    const { environment } = await endToEndApp()
    const robot = await account([alice])
    expect(robot.keyManagement).toBe('CLIENT')
    const keys = await alice.vault.wrapEnvironments([environment], robot)
    await change(
      alice,
      'grantServiceAccountAccess',
      { serviceAccountId: robot.id, environmentIds: [environment.id], keys },
      'access { environmentId }',
    )
    const token = await alice.vault.makeServiceAccountToken(robot, async (wrappedKeyShare) => {
      const made = await change(alice, 'createServiceAccountToken', { ...tokenInput(robot.id), wrappedKeyShare }, 'token bearerToken')
      expect(made.token).toBeNull()
      return made.bearerToken
    })
    expect(await readAsClient(token, environment.id)).toEqual(['DATABASE_URL=postgres://only-we-know'])
  })

  it('is handed to the server, which mints then, and taken back for another handler, after which it cannot', async () => {
    const robot = await account([alice])
    const { server } = await ask(alice, '{ server { publicKey } }')
    const mint = () => change(alice, 'createServiceAccountToken', tokenInput(robot.id), 'token')
    await expect(mint()).rejects.toThrow('server_keys_required')
    await change(alice, 'useServerKeys', await alice.vault.handAccount(robot, server.publicKey), 'serviceAccount { keyManagement }')
    expect((await mint()).token).toMatch(/^pss_service:v2:/)

    await change(alice, 'useClientKeys', await alice.vault.wrapAccount(robot, [alice, bob]), 'serviceAccount { keyManagement }')
    await expect(mint()).rejects.toThrow('server_keys_required')
    const stored = 'select wrapped_keyring from service_account_handlers where service_account_id = $1 and member_id = $2'
    const { rows } = await world.database.pool.query(stored, [robot.id, bob.id])
    const his = { ...robot, wrappedKeyring: rows[0].wrapped_keyring }
    expect((await bob.vault.handAccount(his, server.publicKey)).id).toBe(robot.id)
    await expect(alice.vault.handAccount(his, server.publicKey)).rejects.toMatchObject({ code: 'unusable_keys' })
  })
})

describe('who is told what', () => {
  it('the keys of a new environment are for whoever holds everything and for the maker; who may make none is not told', async () => {
    const idsFor = async (person: Pick<Person, 'sessionToken'>) =>
      (await ask(person, '{ requiredKeyRecipients { id } }')).requiredKeyRecipients.map(({ id }: Data) => id).sort()
    expect(await idsFor(alice)).toEqual([alice.id, world.owner.id].sort())
    expect(await idsFor(bob)).toEqual([alice.id, bob.id, world.owner.id].sort())
    await change(alice, 'createRole', { name: 'Nothing', permissions: {} }, 'role { id }')
    await expect(idsFor(await world.member('Nothing'))).rejects.toThrow('forbidden')
  })

  it('GQL-21: nobody of another organisation gets a key', async () => {
    const { environment } = await endToEndApp()
    expect(await readWrappedKeys({ environmentIds: [environment.id] }, await world.foreigner())).toEqual([])
    expect(await readWrappedKeys({ environmentIds: [environment.id] }, await world.contextOf(bob.sessionToken))).toEqual([])
    expect(await readWrappedKeys({ environmentIds: [environment.id] }, await world.contextOf(alice.sessionToken))).toHaveLength(1)
  })
})

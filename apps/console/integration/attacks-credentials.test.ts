import { createCredential, openCredentialFor, readCredential, type SignedInContext, updateCredential } from '@bonafide/core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type AwsWorld, addSync, assumeRoleInput, region, syncableEnvironment } from './aws-world.ts'
import { type CredentialAttacks, createCredentialAttacks, createMutation } from './credential-attacks.ts'

let world: AwsWorld
let owner: SignedInContext
let attacks: CredentialAttacks

beforeAll(async () => {
  attacks = await createCredentialAttacks()
  ;({ world, owner } = attacks)
})
afterEach(() => attacks.expectNothingTold())
afterAll(() => world.close())

test('SEC-08 a session is named by ids of ours, whatever the credential and the organisation are called', async () => {
  const { name: _, ...input } = await assumeRoleInput(world, 'named')
  const before = world.cloud.requests.length
  const { credential } = await createCredential(
    { ...input, name: 'Ärger & Söhne 🔥 with much more than the sixty-four characters that AWS takes' },
    owner,
  )
  const names = world.cloud.requests.slice(before).flatMap(({ input }) => input.RoleSessionName ?? [])
  expect(new Set(names)).toEqual(new Set([`bonafide-${credential.organisationId.slice(-12)}-${credential.id}`]))
  for (const name of names) expect(name).toMatch(/^[\w+=,.@-]{2,64}$/)
})

test('SEC-09 a session of one organisation is not lent to another that names the same role', async () => {
  const { credential } = await createCredential(await assumeRoleInput(world, 'cached'), owner)
  const mine = await world.services.stores.credentials.find(credential.organisationId, credential.id)
  if (!mine) throw new Error('it is gone')
  const list = (of: typeof mine) =>
    world.services.destinations.aws_secrets_manager
      .open(openCredentialFor(of, { kind: 'credential', credentialId: of.id }, owner))
      .then((connection) => connection.close())
  await list(mine)
  const asked = world.cloud.requests.length
  await list(mine)
  expect(world.cloud.requests).toHaveLength(asked)
  const { actor } = await world.foreigner()
  const foreign = { ...mine, organisationId: actor.organisationId, externalId: 'f'.repeat(64) }
  await expect(list(foreign)).rejects.toMatchObject({ code: 'role_not_assumable' })
})

test.each(['us-east-1.evil.test/', '../', '#', 'us-east-1:443', '', 'eu-central-1\n'])(
  'SEC-11 the region %j is refused, and nobody is asked',
  async (code) => {
    const { config, ...input } = attacks.keys('elsewhere')
    expect(
      await attacks.without(() => attacks.refusal(createCredential({ ...input, config: { ...config, region: code }, force: true }, owner))),
    ).toBe('malformed_request /config/region')
    const roleArn = 'arn:aws:iam::111122223333:role/sync'
    const { json } = await attacks.without(() =>
      attacks.ask(createMutation, { input: { name: 'elsewhere', config: { awsAssumeRole: { roleArn, region: code } }, force: true } }),
    )
    expect(json.data.createCredential.userErrors[0].field).toEqual(['config', 'awsAssumeRole', 'region'])
  },
)

describe('SEC-12 access keys', () => {
  test('are asked whose they are when they are stored, and the secret is never told again', async () => {
    const { config, secret } = attacks.keys('asked')
    const awsAccessKeys = { ...config, secretAccessKey: secret }
    const { json } = await attacks.ask(createMutation, { input: { name: 'asked', config: { awsAccessKeys } } })
    expect(json.data.createCredential.credential).toMatchObject({
      account: '111122223333',
      principal: 'arn:aws:iam::111122223333:user/asked',
      accessKeyIdLastFour: config.accessKeyId.slice(-4),
    })
    const { text } = await attacks.ask(
      '{ credentials(first: 100) { edges { node { id summary secretFingerprint principal accessKeyIdLastFour } } } }',
    )
    expect(text).not.toContain(config.accessKeyId)
  })

  test('of a root user are refused, and nothing is stored', async () => {
    const root = world.customer.addRoot()
    attacks.canaries.add(root.secretAccessKey)
    const input = { name: 'root', kind: 'aws_access_keys', config: { region, accessKeyId: root.accessKeyId }, secret: root.secretAccessKey }
    expect(await attacks.without(() => attacks.refusal(createCredential(input, owner)), ['GetCallerIdentity'])).toBe('destination_failed')
  })

  test('that are wrong or mistyped are refused without repeating them', async () => {
    const { config } = attacks.keys('mistyped')
    for (const secret of ['x'.repeat(40), 'too-short-canary', `${'c'.repeat(40)}canary`]) {
      attacks.canaries.add(secret)
      const { json } = await attacks.ask(createMutation, {
        input: { name: 'mistyped', config: { awsAccessKeys: { ...config, secretAccessKey: secret } } },
      })
      expect(json.data.createCredential.credential).toBeNull()
    }
  })
})

test('SEC-13 what AWS refuses is told apart, tried once each, and stored by nobody', async () => {
  const input = await assumeRoleInput(world, 'states')
  const told = async (code: string, message = code) => {
    world.cloud.misbehave({ kind: 'error', code, message, status: 403 }, { action: 'AssumeRole', times: 1 })
    const { name, config, externalId } = { ...input }
    const variables = { input: { name, config: { awsAssumeRole: { ...config, externalId } } } }
    const { json, text } = await attacks.without(() => attacks.ask(createMutation, variables), ['AssumeRole'])
    expect(text).not.toContain('CANARY')
    return json.data.createCredential.check.steps[0].failure
  }
  expect(await told('AccessDenied', 'User: CANARY is not authorized to perform: sts:AssumeRole on resource: CANARY')).toMatchObject({
    code: 'role_not_assumable',
    missingAction: 'sts:AssumeRole',
  })
  expect(await told('ExpiredToken', 'CANARY')).toMatchObject({ code: 'session_expired' })
  expect(await told('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration CANARY')).toMatchObject({
    code: 'value_refused',
  })
  expect(await told('RegionDisabledException', 'CANARY')).toMatchObject({ code: 'region_disabled' })
  expect(await told('Throttling', 'CANARY')).toMatchObject({ code: 'throttled' })
})

test('SEC-14 whoever has begun with a credential ends with it; whoever begins after a change begins with that', async () => {
  const input = attacks.keys('changed')
  const { credential } = await createCredential(input, owner)
  const open = async () => {
    const now = await world.services.stores.credentials.find(credential.organisationId, credential.id)
    if (!now) throw new Error('it is gone')
    return world.services.destinations.aws_secrets_manager.open(openCredentialFor(now, { kind: 'credential', credentialId: now.id }, owner))
  }
  const begun = await open()
  const other = attacks.keys('changed-to')
  const parts = { kind: other.kind, config: other.config, secret: other.secret }
  await updateCredential({ id: credential.id, parts, expectedVersion: 1 }, owner)
  const signer = async (connection: Awaited<ReturnType<typeof open>>) => {
    await connection.list('')
    connection.close()
    return world.cloud.requests.at(-1)?.accessKeyId
  }
  expect(await signer(await open())).toBe(other.config.accessKeyId)
  expect(await signer(begun)).toBe(input.config.accessKeyId)
})

describe('SEC-15 a credential in use', () => {
  const inUse = async (name: string) => {
    const { credential } = await createCredential(attacks.keys(name), owner)
    const { id: environmentId, appId } = await syncableEnvironment(world, name)
    const sync = await addSync(world, { name: `${name}/secret`, credentialId: credential.id, environmentId, appId })
    return { credential, sync }
  }
  const remove = `mutation($input: DeleteCredentialInput!) { deleteCredential(input: $input) { deletedId userErrors { code message } } }`

  test('is not deleted, and its syncs are named to those who see them', async () => {
    const { credential, sync } = await inUse('in-use')
    const { json } = await attacks.without(() => attacks.ask(remove, { input: { id: credential.id } }))
    expect(json.data.deleteCredential).toMatchObject({ deletedId: null, userErrors: [{ code: 'conflict' }] })
    expect(json.data.deleteCredential.userErrors[0].message).toContain('in-use/secret')
    const blind = await attacks.ask(remove, { input: { id: credential.id } }, await world.member('Manager'))
    expect(blind.json.data.deleteCredential.userErrors[0].code).toBe('conflict')
    expect(blind.text).not.toContain('in-use/secret')
    expect((await readCredential({ id: credential.id }, owner)).version).toBe(1)
    expect((await world.services.stores.syncs.find(sync.organisationId, sync.id))?.pausedAt).toBeNull()
  })

  test('is deleted with its syncs paused, each with its audit row, and its secret is forgotten', async () => {
    const { credential, sync } = await inUse('paused')
    const { json } = await attacks.ask(remove, { input: { id: credential.id, pausesSyncs: true } })
    expect(json.data.deleteCredential).toEqual({ deletedId: credential.id, userErrors: [] })
    expect(await world.services.stores.syncs.find(sync.organisationId, sync.id)).toMatchObject({
      pausedBy: 'Ada',
      credentialId: credential.id,
      version: 2,
    })
    const { rows } = await world.database.pool.query('select server_wrapped_secret from credentials where id = $1', [credential.id])
    expect(rows).toEqual([{ server_wrapped_secret: null }])
    const { rows: audit } = await world.database.pool.query(
      `select action from audit_events where resource_id in ($1, $2) order by id desc limit 2`,
      [credential.id, sync.id],
    )
    expect(audit.map(({ action }) => action)).toEqual(['credential.delete', 'sync.pause'])
    expect(await attacks.refusal(readCredential({ id: credential.id }, owner))).toBe('not_found')
  })
})

test('tries are limited for each caller, over all nodes, and a refused one asks nobody', async () => {
  const other = await world.start()
  const limits = [world.services.limits, other.services.limits]
  const attempt = (index: number) => {
    const context = { ...world.owner.context, limits: limits[index % 2] ?? world.services.limits }
    return attacks.refusal(createCredential({ ...attacks.keys(`limited-${index}`), secret: 'x'.repeat(40) }, context))
  }
  const outcomes: string[] = []
  for (let index = 0; index < 40; index++) outcomes.push(await attempt(index))
  expect(outcomes.slice(0, 10)).toEqual(Array(10).fill('destination_failed'))
  expect(outcomes.filter((outcome) => outcome === 'rate_limited').length).toBeGreaterThan(10)
  const asked = world.cloud.requests.length
  expect(await attempt(0)).toBe('rate_limited')
  expect(world.cloud.requests).toHaveLength(asked)
})

import {
  type Context,
  createCredential,
  deleteCredential,
  issueExternalId,
  openCredentialFor,
  readCredential,
  type SignedInContext,
  updateCredential,
} from '@bonafide/core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  type AwsWorld,
  accessKeysInput,
  addSync,
  assumeRoleInput,
  createAwsWorld,
  region,
  roleFor,
  syncableEnvironment,
} from './aws-world.ts'
import { type Member, post } from './world.ts'

let world: AwsWorld
let owner: SignedInContext
/** Whatever this server has answered, for canaries to be looked for at the end of each test. */
const answered: string[] = []
const canaries = new Set<string>()

beforeAll(async () => {
  world = await createAwsWorld()
  // More is tried here than anybody would; the limit has a test of its own.
  owner = generous(world.owner.context)
})
afterAll(() => world.close())

const generous = <Of extends Context>(context: Of): Of => ({ ...context, limits: { take: async () => 0 } })

/** SEC-12: a secret that was entered appears in no answer, no line of the log and no row of the audit log, and in the database only sealed. */
afterEach(async () => {
  const { rows: audit } = await world.database.pool.query('select row_to_json(a)::text as text from audit_events a')
  const { rows: stored } = await world.database.pool.query('select row_to_json(c)::text as text from credentials c')
  const told = [...answered, ...world.logged, ...[...audit, ...stored].map(({ text }) => text)].join('\n')
  for (const canary of canaries) expect(told.includes(canary), 'a secret was told').toBe(false)
})

/** A use case's outcome as the door of GraphQL would tell it. */
const refusal = async (deed: Promise<unknown>): Promise<string> => {
  try {
    answered.push(JSON.stringify(await deed))
    return 'done'
  } catch (error) {
    const { code = 'unexpected', message, fields = [] } = error as { code?: string; message: string; fields?: { pointer: string }[] }
    answered.push(message)
    return [code, ...fields.map(({ pointer }) => pointer)].join(' ')
  }
}

async function ask(query: string, variables: object = {}, member: Member = world.owner) {
  const answer = await post(
    `${world.node.url}/api/graphql`,
    { query, variables },
    { authorization: `Bearer Session ${member.sessionToken}` },
  )
  answered.push(answer.text)
  return answer
}

/** Nothing is stored by a deed, and no more is asked of the cloud than these actions. */
async function without<Result>(deed: () => Promise<Result>, allowed: string[] = []): Promise<Result> {
  const credentials = await world.count('credentials')
  const audited = await world.count(`audit_events where action <> 'credential.test'`)
  const asked = world.cloud.requests.length
  const result = await deed()
  expect(world.cloud.requests.slice(asked).map(({ action }) => action)).toEqual(allowed)
  expect(await world.count('credentials')).toBe(credentials)
  expect(await world.count(`audit_events where action <> 'credential.test'`)).toBe(audited)
  return result
}

const keys = (name: string) => {
  const input = accessKeysInput(world, name)
  canaries.add(input.secret)
  return input
}

const create = `mutation($input: CreateCredentialInput!) {
  createCredential(input: $input) {
    credential { id name externalId externalIdIssued accessKeyIdLastFour secretFingerprint account principal }
    check { passed steps { name passed detail failure { code message missingAction } } }
    userErrors { field code message }
  }
}`

describe('SEC-01 an external id of the customer’s choosing', () => {
  const chosen = (name: string, existingRole?: boolean) => ({
    name,
    config: { awsAssumeRole: { roleArn: roleFor(world, 'chosen-by-me', name).arn, region, externalId: 'chosen-by-me', existingRole } },
  })

  test('is refused when a credential is made, before anybody is asked', async () => {
    const { json } = await without(() => ask(create, { input: chosen('chosen') }))
    expect(json.data.createCredential.credential).toBeNull()
    expect(json.data.createCredential.userErrors).toMatchObject([
      { field: ['config', 'awsAssumeRole', 'externalId'], code: 'malformed_request' },
    ])
  })

  test('is refused in a test, and as a field that is none', async () => {
    const { config } = chosen('tested')
    const tested = await without(() =>
      ask('mutation($c: CredentialConfigInput!) { testCredential(input: { config: $c }) { check { passed } userErrors { field } } }', {
        c: config,
      }),
    )
    expect(tested.json.data.testCredential).toEqual({ check: null, userErrors: [{ field: ['config', 'awsAssumeRole', 'externalId'] }] })
    const extra = await without(() => ask(create, { input: { ...chosen('extra'), externalId: 'chosen-by-me' } }))
    expect(extra.json.errors[0].extensions.code).toBe('malformed_request')
    const inside = {
      name: 'inside',
      kind: 'aws_web_identity',
      config: { region, roleArn: roleFor(world, null).arn, externalId: 'chosen-by-me' },
    }
    expect(await without(() => refusal(createCredential(inside, owner)))).toBe('malformed_request /config')
  })

  test('is taken of a role that exists already, and that is said in the audit log and of the credential', async () => {
    const { json } = await ask(create, { input: chosen('existing', true) })
    expect(json.data.createCredential.credential).toMatchObject({ externalId: 'chosen-by-me', externalIdIssued: false })
    const { rows } = await world.database.pool.query(
      `select after from audit_events where action = 'credential.create' and resource_name = 'existing'`,
    )
    expect(rows[0].after).toMatchObject({ externalIdIs: 'of an existing role' })
    expect(JSON.stringify(rows)).not.toContain('chosen-by-me')
  })

  test('an issued one has 256 bits, is unique and never changes', async () => {
    const input = await assumeRoleInput(world, 'immutable')
    expect(input.externalId).toMatch(/^[0-9a-f]{64}$/)
    const { credential } = await createCredential(input, owner)
    const next = await issueExternalId(owner)
    expect(next.externalId).not.toBe(input.externalId)
    for (const [externalId, existingRole] of [
      [next.externalId, false],
      ['chosen-by-me', true],
      [null, false],
    ] as const) {
      const parts = { kind: input.kind, config: input.config, externalId, existingRole }
      expect(await without(() => refusal(updateCredential({ id: credential.id, parts, expectedVersion: 1 }, owner)))).toBe(
        'malformed_request /externalId',
      )
    }
    expect((await readCredential({ id: credential.id }, owner)).externalId).toBe(input.externalId)
  })
})

describe('SEC-03 the role of another organisation', () => {
  test('is not assumed: neither with an external id of one’s own, nor with theirs', async () => {
    const theirs = await assumeRoleInput(world, 'victim')
    await createCredential(theirs, owner)
    const mallory = generous(await world.foreigner())
    const { externalId } = await issueExternalId(mallory)
    const mine = { ...theirs, name: 'mine', externalId }
    expect(await without(() => refusal(createCredential(mine, mallory)), ['AssumeRole'])).toBe('destination_failed')
    const stolen = { ...theirs, name: 'stolen' }
    expect(await without(() => refusal(createCredential(stolen, mallory)))).toBe('malformed_request /externalId')
    expect(await without(() => refusal(createCredential({ ...stolen, existingRole: true }, mallory)))).toBe('malformed_request /externalId')
  })

  test('nor with a draft of theirs, and a role that is not there is refused in the same words', async () => {
    const draft = await issueExternalId(owner)
    const mallory = generous(await world.foreigner())
    const role = roleFor(world, draft.externalId, 'drafted')
    const input = {
      name: 'early',
      kind: 'aws_assume_role',
      config: { region, roleArn: role.arn },
      externalId: draft.externalId,
      existingRole: true,
    }
    expect(await without(() => refusal(createCredential(input, mallory)))).toBe('malformed_request /externalId')
    const { externalId } = await issueExternalId(mallory)
    const sentence = async (roleArn: string) =>
      createCredential({ ...input, config: { region, roleArn }, externalId, existingRole: false }, mallory).catch((error) => error.message)
    expect(await sentence(role.arn)).toBe(await sentence('arn:aws:iam::111122223333:role/nobody'))
    expect((await issueExternalId(owner)).externalId).toBe(draft.externalId)
  })
})

test.each([
  ['a user', 'arn:aws:iam::111122223333:user/sync'],
  ['a session', 'arn:aws:sts::111122223333:assumed-role/sync/session'],
  ['of another partition', 'arn:aws-cn:iam::111122223333:role/sync'],
  ['with a line break', 'arn:aws:iam::111122223333:role/sync\r\nHost: evil.test'],
  ['of 2 KB', `arn:aws:iam::111122223333:role/${'a/'.repeat(1024)}sync`],
  ['that climbs', 'arn:aws:iam::111122223333:role/../../sync'],
])('SEC-05 a role ARN %s is refused, in every door', async (_, roleArn) => {
  for (const kind of ['aws_assume_role', 'aws_web_identity']) {
    const input = { name: 'malformed', kind, config: { region, roleArn } }
    expect(await without(() => refusal(createCredential({ ...input, force: true }, owner)))).toBe('malformed_request /config/roleArn')
  }
  const { json } = await without(() => ask(create, { input: { name: 'malformed', config: { awsWebIdentity: { roleArn, region } } } }))
  expect(json.data.createCredential.userErrors[0]).toMatchObject({ field: ['config', 'awsWebIdentity', 'roleArn'] })
})

test('SEC-06 a credential that is made again gets a new external id, whoever asks for the old one', async () => {
  const input = await assumeRoleInput(world, 'again')
  const { credential } = await createCredential(input, owner)
  await deleteCredential({ id: credential.id }, owner)
  for (const existingRole of [false, true])
    expect(await without(() => refusal(createCredential({ ...input, existingRole }, owner)))).toBe('malformed_request /externalId')
  expect((await issueExternalId(owner)).externalId).not.toBe(input.externalId)
  await expect(
    world.database.pool.query(
      `insert into credentials (id, organisation_id, name, kind, config, external_id, external_id_issued, version)
      select gen_random_uuid(), organisation_id, 'cloned', kind, config, external_id, true, 1 from credentials where id = $1`,
      [credential.id],
    ),
  ).rejects.toThrow(/credentials_external_id/)
})

describe('SEC-07 an external id', () => {
  const read = `query($id: ID!) {
    credential(id: $id) { name externalId }
    credentials(first: 100) { edges { node { externalId } } }
  }`

  test('is shown to those alone who may change credentials', async () => {
    const input = await assumeRoleInput(world, 'hidden')
    const { credential } = await createCredential(input, owner)
    const reader = await world.member('Developer')
    const { text: shown } = await ask(read, { id: credential.id }, reader)
    expect(shown).toContain(input.externalId)
    await world.database.pool.query(
      `insert into roles (id, organisation_id, name, permissions) values (gen_random_uuid(), $1, 'Reader', $2)`,
      [credential.organisationId, { organisation: { IntegrationCredentials: ['read'], Logs: ['read'] }, app: {} }],
    )
    const { text: hidden, json } = await ask(read, { id: credential.id }, await world.member('Reader'))
    expect(json.data.credential).toEqual({ name: 'hidden', externalId: null })
    expect(hidden).not.toContain(input.externalId)
  })

  test('and a draft stand in no log, audit row or answer to anybody else', async () => {
    const { externalId } = await issueExternalId(owner)
    const other = await world.member('Admin')
    expect((await issueExternalId(other.context)).externalId).not.toBe(externalId)
    const role = roleFor(world, 'another', 'refused')
    await refusal(createCredential({ name: 'refused', kind: 'aws_assume_role', config: { region, roleArn: role.arn }, externalId }, owner))
    const { rows } = await world.database.pool.query('select row_to_json(a)::text as text from audit_events a')
    expect([...rows.map(({ text }) => text), ...world.logged].join()).not.toContain(externalId)
  })
})

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
    const { config, ...input } = keys('elsewhere')
    expect(await without(() => refusal(createCredential({ ...input, config: { ...config, region: code }, force: true }, owner)))).toBe(
      'malformed_request /config/region',
    )
    const roleArn = 'arn:aws:iam::111122223333:role/sync'
    const { json } = await without(() =>
      ask(create, { input: { name: 'elsewhere', config: { awsAssumeRole: { roleArn, region: code } }, force: true } }),
    )
    expect(json.data.createCredential.userErrors[0].field).toEqual(['config', 'awsAssumeRole', 'region'])
  },
)

describe('SEC-12 access keys', () => {
  test('are asked whose they are when they are stored, and the secret is never told again', async () => {
    const { config, secret } = keys('asked')
    const awsAccessKeys = { ...config, secretAccessKey: secret }
    const { json } = await ask(create, { input: { name: 'asked', config: { awsAccessKeys } } })
    expect(json.data.createCredential.credential).toMatchObject({
      account: '111122223333',
      principal: 'arn:aws:iam::111122223333:user/asked',
      accessKeyIdLastFour: config.accessKeyId.slice(-4),
    })
    const { text } = await ask(
      '{ credentials(first: 100) { edges { node { id summary secretFingerprint principal accessKeyIdLastFour } } } }',
    )
    expect(text).not.toContain(config.accessKeyId)
  })

  test('of a root user are refused, and nothing is stored', async () => {
    const root = world.customer.addRoot()
    canaries.add(root.secretAccessKey)
    const input = { name: 'root', kind: 'aws_access_keys', config: { region, accessKeyId: root.accessKeyId }, secret: root.secretAccessKey }
    expect(await without(() => refusal(createCredential(input, owner)), ['GetCallerIdentity'])).toBe('destination_failed')
  })

  test('that are wrong or mistyped are refused without repeating them', async () => {
    const { config } = keys('mistyped')
    for (const secret of ['x'.repeat(40), 'too-short-canary', `${'c'.repeat(40)}canary`]) {
      canaries.add(secret)
      const { json } = await ask(create, { input: { name: 'mistyped', config: { awsAccessKeys: { ...config, secretAccessKey: secret } } } })
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
    const { json, text } = await without(() => ask(create, variables), ['AssumeRole'])
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
  const input = keys('changed')
  const { credential } = await createCredential(input, owner)
  const open = async () => {
    const now = await world.services.stores.credentials.find(credential.organisationId, credential.id)
    if (!now) throw new Error('it is gone')
    return world.services.destinations.aws_secrets_manager.open(openCredentialFor(now, { kind: 'credential', credentialId: now.id }, owner))
  }
  const begun = await open()
  const other = keys('changed-to')
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
    const { credential } = await createCredential(keys(name), owner)
    const { id: environmentId, appId } = await syncableEnvironment(world, name)
    const sync = await addSync(world, { name: `${name}/secret`, credentialId: credential.id, environmentId, appId })
    return { credential, sync }
  }
  const remove = `mutation($input: DeleteCredentialInput!) { deleteCredential(input: $input) { deletedId userErrors { code message } } }`

  test('is not deleted, and its syncs are named to those who see them', async () => {
    const { credential, sync } = await inUse('in-use')
    const { json } = await without(() => ask(remove, { input: { id: credential.id } }))
    expect(json.data.deleteCredential).toMatchObject({ deletedId: null, userErrors: [{ code: 'conflict' }] })
    expect(json.data.deleteCredential.userErrors[0].message).toContain('in-use/secret')
    const blind = await ask(remove, { input: { id: credential.id } }, await world.member('Manager'))
    expect(blind.json.data.deleteCredential.userErrors[0].code).toBe('conflict')
    expect(blind.text).not.toContain('in-use/secret')
    expect((await readCredential({ id: credential.id }, owner)).version).toBe(1)
    expect((await world.services.stores.syncs.find(sync.organisationId, sync.id))?.pausedAt).toBeNull()
  })

  test('is deleted with its syncs paused, each with its audit row, and its secret is forgotten', async () => {
    const { credential, sync } = await inUse('paused')
    const { json } = await ask(remove, { input: { id: credential.id, pausesSyncs: true } })
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
    expect(await refusal(readCredential({ id: credential.id }, owner))).toBe('not_found')
  })
})

test('tries are limited for each caller, over all nodes, and a refused one asks nobody', async () => {
  const other = await world.start()
  const limits = [world.services.limits, other.services.limits]
  const attempt = (index: number) => {
    const context = { ...world.owner.context, limits: limits[index % 2] ?? world.services.limits }
    return refusal(createCredential({ ...keys(`limited-${index}`), secret: 'x'.repeat(40) }, context))
  }
  const outcomes: string[] = []
  for (let index = 0; index < 40; index++) outcomes.push(await attempt(index))
  expect(outcomes.slice(0, 10)).toEqual(Array(10).fill('destination_failed'))
  expect(outcomes.filter((outcome) => outcome === 'rate_limited').length).toBeGreaterThan(10)
  const asked = world.cloud.requests.length
  expect(await attempt(0)).toBe('rate_limited')
  expect(world.cloud.requests).toHaveLength(asked)
})

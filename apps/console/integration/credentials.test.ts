import {
  checkCredential,
  checkUnstoredCredential,
  createCredential,
  createRole,
  deleteCredential,
  isDomainError,
  issueExternalId,
  listAuditEvents,
  listCredentials,
  openCredentialFor,
  readCredential,
  readCredentialUsage,
  updateCredential,
} from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type AwsWorld,
  accessKeysInput,
  addSync,
  allow,
  assumeRoleInput,
  createAwsWorld,
  region,
  roleFor,
  syncableEnvironment,
} from './aws-world.ts'
import type { Member } from './world.ts'

let world: AwsWorld
let owner: Member['context']

beforeAll(async () => {
  world = await createAwsWorld()
  // More is tried here than anybody would.
  owner = { ...world.owner.context, limits: { take: async () => 0 } }
})
afterAll(() => world.close())

const refusal = (deed: Promise<unknown>) =>
  deed.then(
    () => 'done',
    (error) => (isDomainError(error) ? `${error.code} ${error.fields.map(({ pointer }) => pointer).join()}`.trim() : String(error)),
  )
const steps = ({ steps: all }: { steps: { name: string; passed: boolean; failure: { code: string } | null }[] }) =>
  all.map(({ name, passed, failure }) => `${name}: ${passed ? 'passed' : (failure?.code ?? 'not passed')}`)
const stored = async (id: string) => (await world.database.pool.query('select * from credentials where id = $1', [id])).rows[0]
const audited = async (action: string) => (await listAuditEvents({ action, first: 100 }, owner)).rows

describe('R-202 R-252 Assume Role', () => {
  test('is tried, stored and used up its external id', async () => {
    const input = await assumeRoleInput(world, 'role-one')
    const { credential, report } = await createCredential(input, owner)
    expect(steps(report)).toEqual(['sign_in: passed', 'external_id: passed', 'list: passed'])
    expect(report.passed).toBe(true)
    expect(credential).toMatchObject({
      name: 'role-one',
      kind: 'aws_assume_role',
      externalId: input.externalId,
      externalIdIssued: true,
      account: '111122223333',
      isUnprotected: false,
      lastFour: null,
      fingerprint: null,
      version: 1,
    })
    expect(await readCredential({ id: credential.id }, owner)).toEqual(credential)
    expect(await refusal(createCredential({ ...input, name: 'role-two' }, owner))).toBe('malformed_request /externalId')
  })

  test('R-203 R-204 the draft stays until it is used, and the next one is another', async () => {
    const first = await issueExternalId(owner)
    expect(first.externalId).toMatch(/^[0-9a-f]{64}$/)
    expect(await issueExternalId(owner)).toEqual(first)
    const role = roleFor(world, first.externalId, 'drafted')
    await createCredential(
      { name: 'drafted', kind: 'aws_assume_role', config: { region, roleArn: role.arn }, externalId: first.externalId },
      owner,
    )
    expect((await issueExternalId(owner)).externalId).not.toBe(first.externalId)
  })

  test('R-205 works without an external id, and asks AWS for none', async () => {
    const role = roleFor(world, null, 'own')
    const before = world.cloud.requests.length
    const { credential, report } = await createCredential(
      { name: 'own', kind: 'aws_assume_role', config: { region, roleArn: role.arn } },
      owner,
    )
    expect(credential.externalId).toBeNull()
    expect(steps(report)).toEqual(['sign_in: passed', 'list: passed'])
    const asked = world.cloud.requests.slice(before).filter(({ action }) => action === 'AssumeRole')
    expect(asked.length).toBeGreaterThan(0)
    for (const { input } of asked) expect(input).not.toHaveProperty('ExternalId')
  })

  test('a role that needs no external id is stored and reported as unprotected', async () => {
    const { externalId } = await issueExternalId(owner)
    const role = roleFor(world, null, 'open')
    const { credential, report } = await createCredential(
      { name: 'open', kind: 'aws_assume_role', config: { region, roleArn: role.arn }, externalId },
      owner,
    )
    expect(credential.isUnprotected).toBe(true)
    expect(steps(report)).toContain('external_id: not passed')
  })

  test('that does not sign in is stored only when it is forced, and its draft stays until then', async () => {
    const { externalId } = await issueExternalId(owner)
    const input = {
      name: 'later',
      kind: 'aws_assume_role',
      config: { region, roleArn: 'arn:aws:iam::111122223333:role/later' },
      externalId,
    }
    const before = await world.count('credentials')
    expect(await refusal(createCredential(input, owner))).toBe('destination_failed')
    expect(await world.count('credentials')).toBe(before)
    expect(await issueExternalId(owner)).toEqual({ externalId })
    const { credential, report } = await createCredential({ ...input, force: true }, owner)
    expect(report.passed).toBe(false)
    expect(credential).toMatchObject({ account: null, principal: null, checkedAt: null })
    roleFor(world, externalId, 'later')
    expect((await checkCredential({ id: credential.id }, owner)).passed).toBe(true)
    expect((await readCredential({ id: credential.id }, owner)).account).toBe('111122223333')
  })
})

describe('R-207 Access Keys', () => {
  test('are sealed for their row, and told by their last four characters and a fingerprint', async () => {
    const input = accessKeysInput(world, 'keys one')
    const { credential, report } = await createCredential(input, owner)
    expect(report.passed).toBe(true)
    expect(credential).not.toHaveProperty('serverWrappedSecret')
    expect(credential.lastFour).toBe(input.config.accessKeyId.slice(-4))
    expect(credential.fingerprint).toMatch(/^[0-9a-f]{16}$/)
    const row = await stored(credential.id)
    expect(row.server_wrapped_secret).toMatch(/^bf:v1:/)
    expect(world.services.keyring.unwrap(row.server_wrapped_secret, `credential_secret:${credential.id}`)).toBe(input.secret)
    const again = await createCredential({ ...input, name: 'the same keys' }, owner)
    expect(again.credential.fingerprint).toBe(credential.fingerprint)
  })

  test('without a secret, and roles with one, are refused before anybody is asked', async () => {
    const before = world.cloud.requests.length
    const { secret: _, ...input } = accessKeysInput(world, 'no secret')
    expect(await refusal(createCredential(input, owner))).toBe('malformed_request /secret')
    const role = await assumeRoleInput(world, 'with-secret')
    expect(await refusal(createCredential({ ...role, secret: 'x'.repeat(40) }, owner))).toBe('malformed_request /secret')
    expect(world.cloud.requests).toHaveLength(before)
  })

  test('that may not list are stored, and the step says which action is missing', async () => {
    const { report } = await createCredential(accessKeysInput(world, 'narrow', [allow('secretsmanager:PutSecretValue')]), owner)
    expect(report.passed).toBe(false)
    const list = report.steps.find(({ name }) => name === 'list')
    expect(list?.failure).toMatchObject({ code: 'access_denied', missingAction: 'secretsmanager:ListSecrets' })
  })
})

test('R-211 a name is unique in the organisation, whatever its case', async () => {
  await createCredential(accessKeysInput(world, 'Unique'), owner)
  const before = world.cloud.requests.length
  expect(await refusal(createCredential(accessKeysInput(world, 'uNIQUE'), owner))).toBe('conflict /name')
  expect(world.cloud.requests).toHaveLength(before)
  const inputs = [accessKeysInput(world, 'at once'), accessKeysInput(world, 'at once')]
  const outcomes = await Promise.all(inputs.map((input) => refusal(createCredential(input, owner))))
  expect(outcomes.map((outcome) => outcome.split(' ')[0]).sort()).toEqual(['conflict', 'done'])
})

describe('R-206 an edit', () => {
  test('of the name asks nobody', async () => {
    const { credential } = await createCredential(accessKeysInput(world, 'before'), owner)
    const asked = world.cloud.requests.length
    const { credential: after, report } = await updateCredential({ id: credential.id, name: 'after', expectedVersion: 1 }, owner)
    expect([after.name, after.version, report]).toEqual(['after', 2, null])
    expect(world.cloud.requests).toHaveLength(asked)
  })

  test('without a secret keeps it, with one replaces it, and both are tried', async () => {
    const input = accessKeysInput(world, 'rotated')
    const { credential } = await createCredential(input, owner)
    const parts = { kind: input.kind, config: { ...input.config, region: 'eu-west-1' } }
    const moved = await updateCredential({ id: credential.id, parts, expectedVersion: 1 }, owner)
    expect(moved.report?.passed).toBe(true)
    expect(moved.credential.fingerprint).toBe(credential.fingerprint)
    const other = accessKeysInput(world, 'rotated to')
    const change = { id: credential.id, expectedVersion: 2, parts: { kind: input.kind, config: other.config, secret: other.secret } }
    const replaced = await updateCredential(change, owner)
    expect(replaced.credential.lastFour).toBe(other.config.accessKeyId.slice(-4))
    expect(replaced.credential.fingerprint).not.toBe(credential.fingerprint)
    expect((await checkCredential({ id: credential.id }, owner)).passed).toBe(true)
  })

  test('that does not sign in changes nothing unless it is forced', async () => {
    const input = accessKeysInput(world, 'stays')
    const { credential } = await createCredential(input, owner)
    const before = await stored(credential.id)
    const change = { id: credential.id, expectedVersion: 1, parts: { kind: input.kind, config: input.config, secret: 'y'.repeat(40) } }
    expect(await refusal(updateCredential(change, owner))).toBe('destination_failed')
    expect(await stored(credential.id)).toEqual(before)
    expect((await updateCredential({ ...change, force: true }, owner)).credential).toMatchObject({ account: null, checkedAt: null })
  })

  test('that began from another version is a conflict, and of two at once one is', async () => {
    const { credential } = await createCredential(accessKeysInput(world, 'contended'), owner)
    const rename = (name: string) => updateCredential({ id: credential.id, name, expectedVersion: 1 }, owner)
    const outcomes = await Promise.all([refusal(rename('one')), refusal(rename('other'))])
    expect(outcomes.sort()).toEqual(['conflict', 'done'])
    expect(await refusal(rename('late'))).toBe('conflict')
  })

  test('of how it signs in has its syncs run at once', async () => {
    const input = accessKeysInput(world, 'of a sync')
    const { credential } = await createCredential(input, owner)
    const { id: environmentId, appId } = await syncableEnvironment(world, 'of an edit')
    const sync = await addSync(world, { name: 'of/an/edit', credentialId: credential.id, environmentId, appId })
    const due = async () => (await world.services.stores.syncs.findProgress([sync.id]))[0]?.dueAt ?? null
    await updateCredential({ id: credential.id, name: 'renamed', expectedVersion: 1 }, owner)
    expect(await due()).toBeNull()
    const parts = { kind: input.kind, config: { ...input.config, region: 'eu-west-1' } }
    await updateCredential({ id: credential.id, parts, expectedVersion: 2 }, owner)
    expect(await due()).not.toBeNull()
  })
})

describe('a test', () => {
  test('of what is not stored stores nothing, and uses no draft up', async () => {
    const { name: _, ...input } = await assumeRoleInput(world, 'unstored')
    const before = await world.count('credentials')
    expect((await checkUnstoredCredential(input, owner)).passed).toBe(true)
    expect(await world.count('credentials')).toBe(before)
    expect(await issueExternalId(owner)).toEqual({ externalId: input.externalId })
  })

  test('that fails keeps what was known, and is answered', async () => {
    const input = accessKeysInput(world, 'gone')
    const { credential } = await createCredential(input, owner)
    world.cloud.removeKey(input.config.accessKeyId)
    const report = await checkCredential({ id: credential.id }, owner)
    expect(steps(report)).toEqual(['sign_in: credential_unknown'])
    expect(await readCredential({ id: credential.id }, owner)).toEqual(credential)
    expect((await audited('credential.test'))[0]?.after).toEqual({ passed: false, failures: ['credential_unknown'] })
  })

  test('is limited, since it makes this server call somebody', async () => {
    const limits = { take: async () => 7 }
    const asked = world.cloud.requests.length
    const context = { ...owner, limits }
    expect(await refusal(createCredential(accessKeysInput(world, 'too many'), context))).toBe('rate_limited')
    expect(await refusal(checkUnstoredCredential(accessKeysInput(world, 'too many'), context))).toBe('rate_limited')
    expect(world.cloud.requests).toHaveLength(asked)
  })
})

test('lists are searched, narrowed, ordered and paged, and hold no external id that was searched for', async () => {
  const { externalId } = await assumeRoleInput(world, 'searched')
  expect((await listCredentials({ search: externalId }, owner)).rows).toEqual([])
  const found = await listCredentials(
    { search: 'KEYS', kind: 'aws_access_keys', orderBy: { field: 'name', direction: 'asc' }, first: 1 },
    owner,
  )
  expect(found.rows.map(({ name }) => name)).toEqual(['keys one'])
  expect([found.hasNextPage, found.totalCount]).toEqual([true, 2])
})

test('who uses a credential is counted for everybody, and named to those who see the environment', async () => {
  const { credential } = await createCredential(accessKeysInput(world, 'used'), owner)
  const { id: environmentId, appId } = await syncableEnvironment(world, 'using')
  await addSync(world, { name: 'of/using', credentialId: credential.id, environmentId, appId })
  const usage = async (context: Member['context']) => (await readCredentialUsage({ ids: [credential.id] }, context)).get(credential.id)
  expect(await usage(owner)).toMatchObject({ syncs: 1, visibleSyncs: 1 })
  expect(await usage((await world.member('Manager')).context)).toEqual({ syncs: 1, visibleSyncs: 0, places: [] })
})

test('every use case needs its permission', async () => {
  const { credential } = await createCredential(accessKeysInput(world, 'guarded'), owner)
  const nobody = {
    ...owner,
    actor: { ...owner.actor, role: await createRole({ name: 'nothing', permissions: { organisation: {}, app: {} } }, owner) },
  }
  const { id } = credential
  const deeds = [
    createCredential(accessKeysInput(world, 'x'), nobody),
    updateCredential({ id, name: 'x', expectedVersion: 1 }, nobody),
    deleteCredential({ id }, nobody),
    checkCredential({ id }, nobody),
    checkUnstoredCredential(accessKeysInput(world, 'x'), nobody),
    readCredential({ id }, nobody),
    listCredentials({}, nobody),
    issueExternalId(nobody),
  ]
  expect(new Set(await Promise.all(deeds.map(refusal)))).toEqual(new Set(['forbidden']))
})

test('a sync is lent a credential under a name that tells organisation and sync apart', async () => {
  const { credential } = await createCredential(accessKeysInput(world, 'lent'), owner)
  const whole = await world.services.stores.credentials.find(credential.organisationId, credential.id)
  if (!whole) throw new Error('it is gone')
  const access = openCredentialFor(whole, { kind: 'sync', appId: 'a', environmentId: 'e', syncId: credential.id }, owner)
  expect(access.sessionName).toBe(`bonafide-${credential.organisationId.slice(-12)}-${credential.id}`)
  expect(access.sessionName).toMatch(/^[\w+=,.@-]{2,64}$/)
})

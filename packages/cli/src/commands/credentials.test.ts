import { describe, expect, test } from 'vitest'
import type { RunOptions } from '../testing/command.ts'
import { useCommand } from '../testing/use-command.ts'

const world = useCommand()

const credentials = (words: string[], options?: RunOptions) => world.run(['credentials', ...words], options)
const input = (index = world.graphql.sent().length - 1) => world.graphql.sent()[index]?.variables.input

const roleArn = 'arn:aws:iam::111122223333:role/bonafide-sync'
const externalId = 'e'.repeat(64)
const credential = {
  id: '0192c5a1-7a3b-7000-8000-000000000001',
  name: 'aws-prod',
  kind: 'AWS_ASSUME_ROLE',
  summary: 'role bonafide-sync in 111122223333, eu-central-1',
  region: 'eu-central-1',
  roleArn,
  accessKeyIdLastFour: null,
  secretFingerprint: null,
  externalId,
  externalIdIssued: true,
  account: '111122223333',
  principal: 'arn:aws:sts::111122223333:assumed-role/bonafide-sync/bonafide',
  isUnprotected: false,
  checkedAt: '2026-01-01T00:00:00.000Z',
  version: 3,
  syncCount: 2,
  tokenSubject: 'organisation:a:credential:b',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
}
const keys = { ...credential, kind: 'AWS_ACCESS_KEYS', name: 'aws-keys', roleArn: null, externalId: null, accessKeyIdLastFour: 'MPLE' }
const check = {
  passed: true,
  account: '111122223333',
  principal: credential.principal,
  isUnprotected: false,
  steps: [{ name: 'sign_in', passed: true, detail: 'as bonafide-sync', failure: null }],
}
const denied = { code: 'role_not_assumable', message: 'The role cannot be assumed.', missingAction: 'sts:AssumeRole', requestId: 'aws-1' }
const failed = { ...check, passed: false, steps: [{ name: 'sign_in', passed: false, detail: '', failure: denied }] }

const isThere = (which: object = credential) => world.graphql.answer({ credential: which })
const listed = (...nodes: object[]) =>
  world.graphql.answer({ page: { edges: nodes.map((node) => ({ node })), pageInfo: { hasNextPage: false, endCursor: null } } })
const done = (more: object) => world.graphql.answer({ payload: { userErrors: [], ...more } })
const refused = (more: object, code = 'destination_failed') =>
  world.graphql.answer({ payload: { userErrors: [{ code, message: 'It cannot be used.', hint: null, field: null }], ...more } })

const create = (kind: string, ...words: string[]) => ['create', '--kind', kind, '--name', 'a', '--region', 'eu-central-1', ...words]

describe('what is refused is not sent', () => {
  test.each([
    ['create', '--name', 'a'],
    ['create', '--kind', 'password', '--name', 'a'],
    create('assume-role'),
    create('assume-role', '--role-arn', roleArn, '--access-key-id', 'AKIA'),
    create('assume-role', '--role-arn', roleArn, '--existing-role'),
    create('assume-role', '--role-arn', roleArn, '--external-id', 'x', '--without-external-id'),
    create('access-keys', '--access-key-id', 'AKIA', '--secret-key-file', '-', '--secret-key-env', 'KEY'),
    create('access-keys', '--access-key-id', 'AKIA', '--secret-access-key', 'hush'),
    create('web-identity', '--role-arn', roleArn, '--external-id', 'x'),
    ['update', credential.id],
    ['update', credential.id, '--name', 'b', '--expected-version', 'newest'],
    ['delete', credential.id],
    ['setup', '--region', 'eu-central-1'],
    ['setup', '--kind', 'assume-role', '--region', 'eu-central-1', '--target', 'pulumi'],
  ])('%s %s %s …', async (...words) => {
    expect(await credentials(words.filter((word) => word !== undefined))).toMatchObject({ code: 2, stdout: '' })
    expect(world.server.requests).toEqual([])
  })

  test('access keys without a secret, where nobody can be asked', async () => {
    const outcome = await credentials(create('access-keys', '--access-key-id', 'AKIA'))
    expect(outcome).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--secret-key-file') })
    expect(world.graphql.sent()).toEqual([])
  })

  test('an empty secret', async () => {
    expect(await credentials(create('access-keys', '--access-key-id', 'AKIA', '--secret-key-file', '-'), { stdin: '\n' })).toMatchObject({
      code: 6,
    })
    expect(world.graphql.sent()).toEqual([])
  })
})

describe('create', () => {
  test('a role gets the pending external id, unless another is named or none is wanted', async () => {
    world.graphql.answer({ issueExternalId: { externalId, userErrors: [] } })
    done({ credential, check })
    const outcome = await credentials(create('assume-role', '--role-arn', roleArn))
    expect(outcome).toMatchObject({
      code: 0,
      stdout: `Created assume-role credential aws-prod (${credential.id}).\n`,
      stderr: '✓ sign_in      as bonafide-sync\n',
    })
    expect(input()).toEqual({
      name: 'a',
      force: false,
      config: { awsAssumeRole: { roleArn, region: 'eu-central-1', externalId } },
    })
    done({ credential, check })
    await credentials(create('assume-role', '--role-arn', roleArn, '--external-id', 'theirs', '--existing-role', '--force'))
    expect(input()).toMatchObject({ force: true, config: { awsAssumeRole: { externalId: 'theirs', existingRole: true } } })
    const unprotected = { name: 'external_id', passed: false, detail: 'It protects nothing.', failure: null }
    done({ credential, check: { ...check, isUnprotected: true, steps: [...check.steps, unprotected] } })
    const open = await credentials(create('assume-role', '--role-arn', roleArn, '--without-external-id'))
    expect(input()).toMatchObject({ config: { awsAssumeRole: { externalId: null } } })
    expect(open).toMatchObject({ code: 0, stderr: expect.stringContaining('! external_id  It protects nothing.') })
  })

  test.each([
    ['stdin', ['--secret-key-file', '-'], { stdin: 'CANARY/hush\n' }],
    ['a variable', ['--secret-key-env', 'KEY'], { env: { KEY: 'CANARY/hush' } }],
  ] as const)('a secret access key from %s is sent to the server and shown nowhere', async (_, words, options) => {
    done({ credential: keys, check })
    const outcome = await credentials(create('access-keys', '--access-key-id', 'AKIAEXAMPLE', ...words, '--verbose'), options)
    expect(outcome.code).toBe(0)
    expect(input()?.config).toEqual({
      awsAccessKeys: { region: 'eu-central-1', accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'CANARY/hush' },
    })
    expect(outcome.stdout + outcome.stderr).not.toContain('CANARY')
  })

  test('nothing is stored for a role that trusts the server as an issuer', async () => {
    done({ credential: { ...credential, kind: 'AWS_WEB_IDENTITY' }, check })
    expect(await credentials(create('web-identity', '--role-arn', roleArn))).toMatchObject({ code: 0 })
    expect(input()?.config).toEqual({ awsWebIdentity: { roleArn, region: 'eu-central-1' } })
  })

  test('one that cannot be used: each step, the reason, the missing permission, its exit code', async () => {
    refused({ credential: null, check: failed })
    const outcome = await credentials(create('web-identity', '--role-arn', roleArn))
    expect(outcome).toMatchObject({ code: 5, stdout: '' })
    expect(outcome.stderr).toContain('✗ sign_in      The role cannot be assumed. (role_not_assumable, lacks sts:AssumeRole)')
    expect(outcome.stderr).toContain('Code     role_not_assumable')
    expect(outcome.stderr).toContain('--force')
  })

  test('a part that the server objects to is named by its flag', async () => {
    world.graphql.answer({
      payload: {
        userErrors: [
          { code: 'malformed_request', message: 'must be the ARN of a role', hint: null, field: ['config', 'awsWebIdentity', 'roleArn'] },
        ],
      },
    })
    expect(await credentials(create('web-identity', '--role-arn', 'x'))).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('✗ --role-arn must be the ARN of a role.'),
    })
  })
})

describe('one that is there', () => {
  test('is listed and shown by id or name, and can never drive the terminal', async () => {
    listed({ ...credential, name: 'a\u001b[2J' }, { ...keys, syncCount: null })
    const list = await credentials(['ls', '--kind', 'assume-role', '--search', 'aws'])
    expect(list.stdout).toBe(
      `a\ufffd[2J\tassume-role\t${credential.summary}\t2\t${credential.checkedAt}\t${credential.id}\naws-keys\taccess-keys\t${credential.summary}\t\t${credential.checkedAt}\t${credential.id}\n`,
    )
    expect(world.graphql.sent()[0]?.variables).toMatchObject({ kind: 'AWS_ASSUME_ROLE', search: 'aws' })
    listed(credential, { ...credential, id: '0192c5a1-7a3b-7000-8000-000000000002', name: 'aws-prod-2' })
    expect(await credentials(['get', 'aws-prod'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`External id  ${externalId}\n`),
    })
    isThere({ ...credential, isUnprotected: true })
    expect((await credentials(['get', credential.id])).stderr).toContain('can be assumed without the external id')
    isThere()
    expect(JSON.parse((await credentials(['get', credential.id, '--json'])).stdout)).toEqual(credential)
    listed()
    expect(await credentials(['get', 'nothing'])).toMatchObject({ code: 3, stdout: '' })
  })

  test('update keeps what is not said, of a role its external id', async () => {
    isThere()
    done({ credential: { ...credential, version: 4 }, check })
    expect(await credentials(['update', credential.id, '--region', 'eu-west-1'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('version 4'),
    })
    expect(input()).toEqual({
      id: credential.id,
      expectedVersion: 3,
      force: false,
      config: { awsAssumeRole: { region: 'eu-west-1', roleArn, externalId, existingRole: false } },
    })
    isThere()
    done({ credential, check: null })
    await credentials(['update', credential.id, '--name', 'b', '--expected-version', '2'])
    expect(input()).toEqual({ id: credential.id, expectedVersion: 2, force: false, name: 'b' })
  })

  test('of access keys a region is changed with the id said again, and without the secret', async () => {
    isThere(keys)
    expect(await credentials(['update', credential.id, '--region', 'eu-west-1'])).toMatchObject({ code: 2, stdout: '' })
    isThere(keys)
    done({ credential: keys, check })
    await credentials(['update', credential.id, '--region', 'eu-west-1', '--access-key-id', 'AKIAEXAMPLE'])
    expect(input()?.config).toEqual({ awsAccessKeys: { region: 'eu-west-1', accessKeyId: 'AKIAEXAMPLE' } })
  })

  test('test ends as what came of it', async () => {
    isThere()
    done({ check })
    expect(await credentials(['test', credential.id])).toMatchObject({
      code: 0,
      stdout: `✓ sign_in      as bonafide-sync\nSigned in as ${credential.principal}.\n`,
      stderr: '',
    })
    isThere()
    done({ check: failed })
    const outcome = await credentials(['test', credential.id, '--json'])
    expect(outcome).toMatchObject({ code: 5, stderr: expect.stringContaining('The cloud knows the call as aws-1') })
    expect(JSON.parse(outcome.stdout)).toEqual(failed)
  })

  test('delete says whether its syncs are to be paused', async () => {
    for (const words of [[], ['--pause-syncs']]) {
      isThere()
      done({ deletedId: credential.id })
      expect(await credentials(['rm', credential.id, '--yes', ...words])).toMatchObject({ code: 0, stdout: '' })
      expect(input()).toEqual({ id: credential.id, pausesSyncs: words.length > 0 })
    }
    isThere()
    refused({ deletedId: null }, 'conflict')
    expect(await credentials(['rm', credential.id, '--yes'])).toMatchObject({ code: 6, stderr: expect.stringContaining('conflict') })
  })
})

test('external-id prints it alone; server-identity ends with 3 where there is none', async () => {
  world.graphql.answer({ issueExternalId: { externalId, userErrors: [] } })
  expect(await credentials(['external-id'])).toMatchObject({ code: 0, stdout: `${externalId}\n`, stderr: '' })
  world.graphql.answer({ awsServerIdentity: { source: 'ENVIRONMENT', arn: roleArn, account: '111122223333' } })
  expect(await credentials(['server-identity'])).toMatchObject({ code: 0, stdout: `${roleArn}\n` })
  world.graphql.answer({ awsServerIdentity: null })
  expect(await credentials(['server-identity'])).toMatchObject({ code: 3, stdout: '' })
})

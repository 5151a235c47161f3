import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allow, region } from './aws-world.ts'
import { type CommandSyncWorld, createCommandSyncWorld } from './cli-syncs-world.ts'

let world: CommandSyncWorld
let run: CommandSyncWorld['run']

beforeAll(async () => {
  world = await createCommandSyncWorld()
  run = world.run
})
afterAll(async () => {
  expect(world.unexpected).toEqual([])
  await world.close()
})

const create = (...words: string[]) =>
  run(['syncs', 'create', 'aws-secrets-manager', '--env', 'development', '--credential', 'aws-prod', '--yes', '--wait', ...words])

describe('credentials', () => {
  it('R-203 R-211 a role is trusted by an issued external id, tried, listed, renamed; the name is taken once', async () => {
    const { role, externalId, outcome } = await world.credential('aws-prod')
    expect(outcome).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Created assume-role credential aws-prod /) })
    expect(externalId).toMatch(/^[0-9a-f]{64}$/)
    expect(await world.json('credentials', 'get', 'aws-prod')).toMatchObject({
      kind: 'AWS_ASSUME_ROLE',
      roleArn: role.arn,
      account: '111122223333',
    })
    expect(await run(['credentials', 'test', 'aws-prod'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('assumed-role/aws-prod/'),
    })
    expect((await run(['credentials', 'external-id'])).stdout.trim()).not.toBe(externalId)
    const again = ['--kind', 'web-identity', '--name', 'aws-prod', '--role-arn', role.arn, '--region', region]
    expect(await run(['credentials', 'create', ...again])).toMatchObject({
      code: 6,
      stdout: '',
      stderr: expect.stringContaining('conflict'),
    })
    expect(await run(['credentials', 'update', 'aws-prod', '--name', 'aws-production'])).toMatchObject({ code: 0 })
    expect(await run(['credentials', 'update', 'aws-production', '--name', 'aws-prod'])).toMatchObject({ code: 0 })
  })

  it('R-207 access keys come from stdin, and are told to nobody again', async () => {
    const user = world.customer.addUser({ name: 'keys', policies: [allow('secretsmanager:*')] })
    const words = [
      '--kind',
      'access-keys',
      '--name',
      'aws-keys',
      '--access-key-id',
      user.accessKeyId,
      '--secret-key-file',
      '-',
      '--region',
      region,
    ]
    const made = await run(['credentials', 'create', ...words, '--verbose'], { stdin: `${user.secretAccessKey}\n` })
    expect(made).toMatchObject({ code: 0 })
    const shown = await run(['credentials', 'get', 'aws-keys', '--json'])
    expect(JSON.parse(shown.stdout)).toMatchObject({ accessKeyIdLastFour: user.accessKeyId.slice(-4) })
    expect(JSON.stringify([made, shown, world.logged])).not.toContain(user.secretAccessKey)
  })

  it('one that does not sign in is not stored, unless told; one that lacks a permission is, and both is said', async () => {
    const before = await world.count('credentials')
    const words = ['--kind', 'assume-role', '--name', 'nobody', '--region', region, '--without-external-id']
    const role: string[] = ['--role-arn', `arn:aws:iam::${world.customer.id}:role/nobody`]
    const refused = await run(['credentials', 'create', ...words, ...role])
    expect(refused).toMatchObject({ code: 5, stdout: '', stderr: expect.stringContaining('Code     role_not_assumable') })
    expect(await world.count('credentials')).toBe(before)
    expect(await run(['credentials', 'create', ...words, ...role, '--force'])).toMatchObject({ code: 0 })
    expect(await run(['credentials', 'test', 'nobody'])).toMatchObject({ code: 5, stdout: expect.stringContaining('✗ sign_in') })
    const { outcome } = await world.credential('powerless', [])
    expect(outcome).toMatchObject({ code: 0, stderr: expect.stringContaining('lacks secretsmanager:ListSecrets') })
    const listed = await run(['syncs', 'remote', '--credential', 'powerless'])
    expect(listed).toMatchObject({ code: 5, stdout: '' })
  })
})

describe('a sync from its making to its end', () => {
  it('R-244 R-247 R-249 R-250 R-251 R-253: create, change, logs, pause, resume, drift, credentials, delete', async () => {
    await world.ownApp('shop')
    await run(['secrets', 'import', '-', '--app', 'shop', '--env', 'development'], { stdin: '{"A": "1", "EMPTY": "", "REF": "${A}-x"}' })
    const planned = await run([
      'syncs',
      'plan',
      '--app',
      'shop',
      '--env',
      'development',
      '--credential',
      'aws-prod',
      '--secret-name',
      'dev/shop',
    ])
    expect(planned).toMatchObject({ code: 0, stdout: expect.stringContaining('3 to add, 0 to change, 0 to remove') })
    expect(world.remote('dev/shop')).toBeUndefined()

    const made = await create('--app', 'shop', '--secret-name', 'dev/shop', '--tag', 'team=shop')
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Created sync \S+: Development of shop → dev\/shop\.\n$/) })
    expect(JSON.parse(world.remote('dev/shop') ?? '')).toEqual({ A: '1', EMPTY: '', REF: '1-x' })
    expect(await create('--app', 'shop', '--secret-name', 'dev/shop')).toMatchObject({ code: 6, stdout: '' })

    await run(['secrets', 'set', 'A=2', '--app', 'shop'])
    expect(await run(['syncs', 'run', 'dev/shop', '--wait'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('written, +0 ~2 -0'),
    })
    expect(JSON.parse(world.remote('dev/shop') ?? '')).toMatchObject({ A: '2', REF: '2-x' })
    expect(await run(['syncs', 'run', 'dev/shop', '--wait'])).toMatchObject({ code: 0, stdout: expect.stringContaining('unchanged') })
    const logs = await run(['syncs', 'logs', 'dev/shop', '--keys'])
    expect(logs.stdout).toMatch(/manual {2}written[\s\S]*~ A\n[\s\S]*created {2}written[\s\S]*\+ EMPTY\n/)

    expect(await run(['syncs', 'pause', 'dev/shop'])).toMatchObject({ code: 0, stdout: expect.stringContaining('is paused') })
    await run(['secrets', 'set', 'A=3', '--app', 'shop'])
    expect(await run(['syncs', 'run', 'dev/shop', '--wait'])).toMatchObject({ code: 6, stderr: expect.stringContaining('paused') })
    expect(JSON.parse(world.remote('dev/shop') ?? '')).toMatchObject({ A: '2' })
    expect(await run(['syncs', 'resume', 'dev/shop'])).toMatchObject({ code: 0 })
    expect(await run(['syncs', 'run', 'dev/shop', '--wait'])).toMatchObject({ code: 0 })
    expect(JSON.parse(world.remote('dev/shop') ?? '')).toMatchObject({ A: '3' })

    world.edit('dev/shop', { A: 'theirs', EMPTY: '', REF: '3-x' })
    expect(await run(['syncs', 'run', 'dev/shop', '--wait'])).toMatchObject({
      code: 6,
      stdout: '',
      stderr: expect.stringContaining('Code     drifted'),
    })
    expect(await world.json('syncs', 'list', '--state', 'needs-attention')).toMatchObject([{ failure: { code: 'drifted' } }])
    expect((await run(['syncs', 'plan', 'dev/shop'])).stdout).toContain('~ A  ••••••••  edited there since')
    expect(await run(['syncs', 'resolve', 'dev/shop', '--adopt', '--yes'])).toMatchObject({ code: 0 })
    expect((await run(['secrets', 'get', 'A', '--app', 'shop'])).stdout).toBe('theirs')
    expect(await run(['syncs', 'run', 'dev/shop', '--wait'])).toMatchObject({ code: 0 })

    expect(await run(['syncs', 'set-credential', 'dev/shop', 'aws-keys', '--yes'])).toMatchObject({ code: 0 })
    expect(
      await run(['syncs', 'update', 'dev/shop', '--on-drift', 'overwrite', '--key-prefix', 'SHOP_', '--never-delete', '--yes']),
    ).toMatchObject({ code: 0 })
    expect(await run(['syncs', 'run', 'dev/shop', '--wait'])).toMatchObject({ code: 0 })
    expect(JSON.parse(world.remote('dev/shop') ?? '')).toMatchObject({ A: 'theirs', SHOP_A: 'theirs' })
    expect(await world.json('syncs', 'get', 'dev/shop')).toMatchObject({
      credential: { name: 'aws-keys' },
      onDrift: 'OVERWRITE',
      state: 'SYNCED',
    })

    expect(await run(['credentials', 'delete', 'aws-keys', '--yes'])).toMatchObject({ code: 6, stdout: '' })
    expect(await run(['syncs', 'remote', '--credential', 'aws-keys', '--prefix', 'dev/'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^dev\/shop\t\S+\n$/),
    })
    expect(await run(['syncs', 'delete', 'dev/shop', '--yes'])).toMatchObject({ code: 0 })
    expect(await run(['syncs', 'get', 'dev/shop'])).toMatchObject({ code: 3 })
    expect(world.remote('dev/shop')).toBeDefined()
    expect(await run(['credentials', 'delete', 'aws-keys', '--yes'])).toMatchObject({ code: 0 })
  })

  it('a secret that is not empty is adopted or overwritten only when told, and can be deleted with its sync', async () => {
    await world.ownApp('stock')
    await run(['secrets', 'set', 'A=ours', '--app', 'stock'])
    expect(await create('--app', 'stock', '--secret-name', 'dev/stock')).toMatchObject({ code: 0 })
    await run(['syncs', 'delete', 'dev/stock', '--yes'])
    world.edit('dev/stock', { A: 'theirs', B: 'theirs' })
    const before = world.remote('dev/stock')
    expect(await create('--app', 'stock', '--secret-name', 'dev/stock')).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('not_empty'),
    })
    expect(world.remote('dev/stock')).toBe(before)
    expect(await create('--app', 'stock', '--secret-name', 'dev/stock', '--existing', 'adopt')).toMatchObject({ code: 0 })
    expect(JSON.parse(world.remote('dev/stock') ?? '')).toEqual({ A: 'ours', B: 'theirs' })
    expect(await run(['syncs', 'delete', 'dev/stock', '--delete-remote', '--recovery-days', '7', '--yes'])).toMatchObject({ code: 0 })
    expect(await create('--app', 'stock', '--secret-name', 'dev/stock')).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('scheduled_for_deletion'),
    })
  })
})

describe('what is refused', () => {
  it('R-240 an app that is encrypted end to end', async () => {
    const account = await world.account()
    await world.endToEndApp('sealed', account.id)
    const plan = ['syncs', 'plan', '--app', 'sealed', '--env', 'Development', '--credential', 'aws-prod', '--secret-name', 'dev/sealed']
    expect(await run(plan)).toMatchObject({ code: 6, stdout: '', stderr: expect.stringContaining('server_encryption_required') })
  })

  it('whoever may not, and what is not there', async () => {
    const { token } = await world.graphql(
      'mutation($id: ID!) { token: createServiceAccountToken(input: { serviceAccountId: $id, name: "a", expiresInSeconds: 3600 }) { token } }',
      { id: (await world.account()).id },
    )
    const env = { BONAFIDE_TOKEN: token.token }
    for (const words of [
      ['credentials', 'external-id'],
      ['syncs', 'remote', '--credential', 'aws-prod'],
    ])
      expect(await run(words, { env })).toMatchObject({ code: 5, stdout: '' })
    for (const words of [
      ['syncs', 'pause', 'nothing'],
      ['credentials', 'test', crypto.randomUUID()],
      ['syncs', 'logs', crypto.randomUUID()],
    ])
      expect(await run(words)).toMatchObject({ code: 3, stdout: '' })
  })
})

import { describe, expect, test } from 'vitest'
import { credentialId, credentialRow, failure, id, plan, refusedByCloud, sync } from '../testing/sync-answers.ts'
import { useCommand } from '../testing/use-command.ts'

const world = useCommand()

const syncs = (...words: string[]) => world.run(['syncs', ...words])
const last = () => world.graphql.sent().at(-1)?.variables ?? {}

const isThere = (more: object = {}) => world.graphql.answer({ sync: { ...sync, ...more } })
const planned = (more: object = {}) => world.graphql.answer({ payload: { plan: { ...plan, ...more }, failure: null, userErrors: [] } })
const done = (more: object = {}) => world.graphql.answer({ payload: { sync: { ...sync, ...more }, failure: null, userErrors: [] } })
const credentialIsThere = () => world.graphql.answer({ credential: credentialRow })

const create = (...words: string[]) =>
  syncs(
    'create',
    'aws-secrets-manager',
    '--app',
    'shop',
    '--env',
    'production',
    '--credential',
    credentialId,
    '--secret-name',
    'prod/shop',
    ...words,
  )

describe('what is refused is not sent', () => {
  test.each([
    ['create', 'aws-secrets-manager', '--credential', 'a', '--secret-name', 'b'],
    ['create', 'gcp-secret-manager', '--yes'],
    ['create', 'aws-secrets-manager', '--on-drift', 'ignore', '--yes'],
    ['create', 'aws-secrets-manager', '--existing', 'keep', '--yes'],
    ['update', id, '--on-drift', 'overwrite'],
    ['set-credential', id, 'a'],
    ['resolve', id, '--yes'],
    ['resolve', id, '--adopt', '--overwrite', '--yes'],
    ['resolve', id, '--adopt'],
    ['delete', id],
    ['delete', id, '--yes', '--recovery-days', '7'],
    ['delete', id, '--yes', '--delete-remote', '--recovery-days', '6'],
    ['run', id, '--wait', '--wait-timeout', 'long'],
    ['logs', id, '--limit', '101'],
    ['plan', id, '--env', 'production'],
    ['list', '--state', 'broken'],
  ])('%s %s %s %s', async (...words) => {
    expect(await syncs(...words.filter((word) => word !== undefined))).toMatchObject({ code: 2, stdout: '' })
    expect(world.server.requests).toEqual([])
  })

  test('a new one without credential and name, a tag that is none', async () => {
    const bare = await syncs('create', 'aws-secrets-manager', '--app', 'shop', '--yes')
    expect(bare).toMatchObject({ code: 2, stderr: expect.stringContaining('--credential and --secret-name') })
    expect(await create('--yes', '--tag', 'team')).toMatchObject({ code: 2 })
    expect(world.graphql.sent()).toEqual([])
  })
})

describe('create', () => {
  test('shows the plan on stderr, and makes what was planned', async () => {
    credentialIsThere()
    planned()
    done({ state: 'PENDING', lastRun: null })
    const outcome = await create(
      '--path',
      'web',
      '--tag',
      'team=shop',
      '--key-prefix',
      'SHOP_',
      '--never-delete',
      '--on-drift',
      'adopt',
      '--yes',
    )
    expect(outcome).toMatchObject({ code: 0, stdout: `Created sync ${id}: Production of shop → prod/shop.\n` })
    expect(outcome.stderr).toContain('+ NEW\ufffd[2J  ••••••••')
    const wanted = {
      environmentId: world.server.apps[0]?.environments[1]?.id,
      path: '/web',
      credentialId,
      options: { awsSecretsManager: { secretName: 'prod/shop', kmsKeyArn: null, tags: [{ key: 'team', value: 'shop' }] } },
      keyPrefix: 'SHOP_',
      neverDeletes: true,
    }
    expect(world.graphql.sent()[1]?.variables.input).toEqual(wanted)
    expect(last().input).toEqual({ ...wanted, onDrift: 'ADOPT', planId: 'plan-1' })
  })

  test('a secret that has a value already is not touched unallowed', async () => {
    for (const words of [[], ['--existing', 'stop']]) {
      credentialIsThere()
      planned({ remoteState: 'PRESENT' })
      const outcome = await create('--yes', ...words)
      expect(outcome).toMatchObject({ code: 6, stdout: '', stderr: expect.stringContaining('not_empty') })
    }
    expect(world.graphql.sent().filter(({ query }) => query.includes('createSync'))).toEqual([])
    credentialIsThere()
    planned({ remoteState: 'PRESENT' })
    done()
    expect(await create('--yes', '--existing', 'adopt')).toMatchObject({ code: 0 })
    expect(last().input).toMatchObject({ existing: 'ADOPT' })
  })

  test('one that another sync owns is not planned over', async () => {
    credentialIsThere()
    planned({ ownedByAnother: true })
    expect(await create('--yes', '--existing', 'overwrite')).toMatchObject({ code: 6, stderr: expect.stringContaining('owned_by_another') })
    expect(world.graphql.sent()).toHaveLength(2)
  })

  test('what the cloud refuses names the missing permission', async () => {
    credentialIsThere()
    world.graphql.answer({ payload: { plan: null, failure, userErrors: refusedByCloud } })
    const outcome = await create('--yes')
    expect(outcome).toMatchObject({ code: 5, stdout: '', stderr: expect.stringContaining('Allow secretsmanager:PutSecretValue') })
    expect(outcome.stderr).toContain('The cloud knows the call as aws-2')
  })

  test('what the server objects to is named by its flag', async () => {
    credentialIsThere()
    world.graphql.answer({
      payload: {
        userErrors: [
          { code: 'malformed_request', message: 'must be a name', hint: null, field: ['options', 'awsSecretsManager', 'secretName'] },
        ],
      },
    })
    expect(await create('--yes')).toMatchObject({ code: 6, stderr: expect.stringContaining('✗ --secret-name must be a name.') })
  })
})

describe('plan', () => {
  test('of a sync: what changes, values masked, and what there is to know', async () => {
    isThere()
    planned({ remoteState: 'PRESENT' })
    const { stdout, code } = await syncs('plan', id, '--key-prefix', 'A_')
    expect(code).toBe(0)
    expect(last().input).toEqual({ id, keyPrefix: 'A_' })
    expect(stdout).toBe(
      [
        'prod/shop in 111122223333, eu-central-1',
        '  + NEW\ufffd[2J  ••••••••',
        '  ~ PORT     ••••••••  edited there since',
        '  - GONE',
        '  and 1 more',
        '2 to add, 1 to change, 1 to remove, 1 unchanged, 0 left alone; 120 of 65536 bytes',
        'The sync will also read Staging, to which values refer.',
        `References that lead nowhere stay as they are: \${GONE}.`,
        '',
      ].join('\n'),
    )
  })

  test('of one that is not there yet, its policy alone, and as JSON', async () => {
    const words = ['plan', '--app', 'shop', '--env', 'production', '--credential', credentialId, '--secret-name', 'prod/shop']
    credentialIsThere()
    planned()
    expect(await syncs(...words, '--policy')).toMatchObject({ code: 0, stdout: '{"Version":"2012-10-17"}\n' })
    credentialIsThere()
    planned()
    expect(JSON.parse((await syncs(...words, '--json=bytes,keys')).stdout)).toEqual({
      bytes: 120,
      keys: plan.keys.edges.map(({ node }) => node),
    })
  })
})

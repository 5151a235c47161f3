import { describe, expect, test } from 'vitest'
import { credentialId, credentialRow, failure, id, plan, refusedByCloud, run, sync } from '../testing/sync-answers.ts'
import { useCommand } from '../testing/use-command.ts'

const world = useCommand()

const syncs = (...words: string[]) => world.run(['syncs', ...words])
const last = () => world.graphql.sent().at(-1)?.variables ?? {}

const isThere = (more: object = {}) => world.graphql.answer({ sync: { ...sync, ...more } })
const planned = (more: object = {}) => world.graphql.answer({ payload: { plan: { ...plan, ...more }, failure: null, userErrors: [] } })
const done = (more: object = {}) => world.graphql.answer({ payload: { sync: { ...sync, ...more }, failure: null, userErrors: [] } })
const credentialIsThere = () => world.graphql.answer({ credential: credentialRow })

describe('run', () => {
  test('asks for a run, and with --wait follows the one that comes of it', async () => {
    isThere()
    done({ state: 'PENDING' })
    expect(await syncs('run', id)).toMatchObject({ code: 0, stdout: 'Production of shop → prod/shop is pending.\n' })
    isThere()
    done({ state: 'PENDING' })
    isThere({ state: 'PENDING' })
    isThere({ state: 'RUNNING', lastRun: { ...run, id: credentialId, outcome: 'RUNNING' } })
    isThere({ lastRun: { ...run, id: credentialId } })
    const outcome = await syncs('run', id, '--wait')
    expect(outcome).toMatchObject({ code: 0, stdout: 'Production of shop → prod/shop: written, +1 ~1 -0, 120 bytes.\n', stderr: '' })
  })

  test('ends as the run ends', async () => {
    const ended = { ...run, id: credentialId, outcome: 'FAILED', failure, nextAttemptAt: '2026-01-01T00:01:00.000Z' }
    isThere()
    done({ state: 'PENDING' })
    isThere({ state: 'RETRYING', lastRun: ended })
    const outcome = await syncs('run', id, '--wait', '--json')
    expect(outcome).toMatchObject({ code: 5, stderr: expect.stringContaining('is tried again at 2026-01-01T00:01:00.000Z') })
    expect(JSON.parse(outcome.stdout)).toEqual(ended)
    isThere()
    done({ state: 'PENDING' })
    isThere({
      state: 'NEEDS_ATTENTION',
      lastRun: { ...ended, outcome: 'STOPPED', failure: { ...failure, code: 'drifted', missingAction: null } },
    })
    expect(await syncs('run', id, '--wait')).toMatchObject({ code: 6, stdout: '', stderr: expect.stringContaining('drifted') })
    isThere()
    done({ state: 'PENDING' })
    isThere({ state: 'RETRYING', lastRun: { ...ended, failure: { ...failure, code: 'throttled', missingAction: null } } })
    expect(await syncs('run', id, '--wait')).toMatchObject({ code: 8, stdout: '' })
  })

  test('does not wait for ever, nor for one that was paused meanwhile', async () => {
    isThere()
    done({ state: 'PENDING' })
    isThere({ state: 'PENDING' })
    isThere({ state: 'PENDING' })
    expect(await syncs('run', id, '--wait', '--wait-timeout', '1')).toMatchObject({
      code: 7,
      stdout: '',
      stderr: expect.stringContaining('timeout'),
    })
    isThere()
    done({ state: 'PENDING' })
    isThere({ state: 'PAUSED' })
    expect(await syncs('run', id, '--wait')).toMatchObject({ code: 6, stderr: expect.stringContaining('resume') })
  })

  test('pause and resume', async () => {
    for (const [verb, state] of [
      ['pause', 'PAUSED'],
      ['resume', 'PENDING'],
    ] as const) {
      isThere()
      done({ state })
      expect(await syncs(verb, id)).toMatchObject({ code: 0, stdout: `Production of shop → prod/shop is ${state.toLowerCase()}.\n` })
      expect(world.graphql.sent().at(-1)?.query).toContain(`${verb}Sync(`)
    }
  })
})

describe('logs', () => {
  const runs = (...nodes: object[]) => world.graphql.answer({ sync: { runs: { edges: nodes.map((node) => ({ node })) } } })

  test('one line for each run; with --keys what became of each key', async () => {
    isThere()
    runs(run, { ...run, outcome: 'FAILED', failure, attempt: 2, keys: null })
    expect((await syncs('logs', id, '--limit', '2')).stdout).toBe(
      `${run.startedAt}\tmanual\twritten\t+1 ~1 -0\t1\t\t${run.id}\n${run.startedAt}\tmanual\tfailed\t+1 ~1 -0\t2\taccess_denied\t${run.id}\n`,
    )
    expect(last()).toEqual({ id, first: 2 })
    isThere()
    runs(run, { ...run, outcome: 'FAILED', failure, attempt: 2, keys: null, nextAttemptAt: run.finishedAt })
    const { stdout } = await syncs('logs', id, '--keys')
    expect(stdout).toContain(
      `✓ ${run.startedAt}  manual  written  +1 ~1 -0  ${run.id}\n    + NEW\ufffd[2J\n    ~ PORT\n    edited there PORT\n`,
    )
    expect(stdout).toContain(`attempt 2  ${run.id}\n    Not allowed. (access_denied, lacks secretsmanager:PutSecretValue)\n    again at`)
  })
})

describe('one that is there', () => {
  const listed = (...nodes: object[]) =>
    world.graphql.answer({ page: { edges: nodes.map((node) => ({ node })), pageInfo: { hasNextPage: false, endCursor: null } } })

  test('is found by the name of its secret, unless two have it', async () => {
    listed(sync, { ...sync, id: credentialId, awsSecretsManager: { ...sync.awsSecretsManager, secretName: 'prod/shop-2' } })
    const { stdout, code } = await syncs('get', 'prod/shop')
    expect(code).toBe(0)
    expect(stdout).toContain('From        Production of shop, /\nTo          prod/shop in 111122223333, eu-central-1\nCredential  aws-prod')
    expect(last().filter).toEqual({ search: 'prod/shop' })
    listed(sync, { ...sync, id: credentialId, region: 'eu-west-1' })
    expect(await syncs('pause', 'prod/shop')).toMatchObject({ code: 6, stderr: expect.stringContaining('ambiguous') })
    listed()
    expect(await syncs('get', 'prod/shop')).toMatchObject({ code: 3, stdout: '' })
  })

  test('is listed, by names of what it belongs to', async () => {
    credentialIsThere()
    listed({ ...sync, state: 'NEEDS_ATTENTION', failure, credential: null })
    const { stdout } = await syncs('ls', '--app', 'shop', '--env', 'production', '--state', 'needs-attention', '--credential', credentialId)
    expect(stdout).toBe(
      `shop\tProduction\t/\tprod/shop\t111122223333\teu-central-1\tneeds-attention: access_denied\t${sync.lastSyncedAt}\t${id}\n`,
    )
    const [app] = world.server.apps
    expect(last().filter).toEqual({ appId: app?.id, environmentId: app?.environments[1]?.id, credentialId, state: 'NEEDS_ATTENTION' })
  })

  test('update plans what differs, and sends it with the version that it read', async () => {
    isThere()
    planned()
    done({ version: 4 })
    const outcome = await syncs('update', id, '--tag', 'team=web', '--kms-key', '', '--may-delete', '--yes')
    expect(outcome).toMatchObject({ code: 0, stdout: `Changed: Production of shop → prod/shop (${id}).\n` })
    const options = { awsSecretsManager: { secretName: 'prod/shop', kmsKeyArn: null, tags: [{ key: 'team', value: 'web' }] } }
    expect(last().input).toEqual({ id, options, neverDeletes: false, planId: 'plan-1', expectedVersion: 3 })
    isThere()
    done()
    await syncs('update', id, '--on-drift', 'overwrite', '--yes')
    expect(last().input).toEqual({ id, onDrift: 'OVERWRITE', expectedVersion: 3 })
    isThere()
    expect(await syncs('update', id, '--yes')).toMatchObject({ code: 2 })
  })

  test('set-credential plans with the other one', async () => {
    isThere()
    credentialIsThere()
    planned()
    done()
    expect(await syncs('set-credential', id, credentialId, '--yes')).toMatchObject({ code: 0 })
    expect(last().input).toEqual({ id, credentialId, planId: 'plan-1', expectedVersion: 3 })
  })

  test('resolve decides about the plan that was shown', async () => {
    isThere()
    planned()
    done()
    const outcome = await syncs('resolve', id, '--adopt', '--yes')
    expect(outcome).toMatchObject({ code: 0, stderr: expect.stringContaining('edited there since') })
    expect(last().input).toEqual({ id, resolution: 'ADOPT', planId: 'plan-1' })
  })

  test('delete leaves the secret unless told, and says when only half was done', async () => {
    isThere()
    world.graphql.answer({ payload: { deletedId: id, failure: null, userErrors: [] } })
    expect(await syncs('rm', id, '--yes')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('The secret stays as it is.'),
    })
    expect(last().input).toEqual({ id, deletesRemote: false, recoveryDays: 30 })
    isThere()
    world.graphql.answer({ payload: { deletedId: null, failure, userErrors: refusedByCloud } })
    expect(await syncs('rm', id, '--yes', '--delete-remote', '--recovery-days', '7')).toMatchObject({
      code: 5,
      stdout: '',
      stderr: expect.stringContaining('The sync was not deleted.'),
    })
    expect(last().input).toEqual({ id, deletesRemote: true, recoveryDays: 7 })
  })

  test('remote lists what is there, page by page', async () => {
    credentialIsThere()
    const page = (secrets: object[], cursor: string | null) => world.graphql.answer({ remoteSecrets: { secrets, cursor, failure: null } })
    page([{ name: 'prod/shop', owner: { id }, isOwned: true }], 'next')
    page(
      [
        { name: 'prod/web', owner: null, isOwned: true },
        { name: 'prod/x', owner: null, isOwned: false },
      ],
      null,
    )
    expect(await syncs('remote', '--credential', credentialId, '--prefix', 'prod/')).toMatchObject({
      code: 0,
      stdout: `prod/shop\t${id}\nprod/web\tanother\nprod/x\t\n`,
    })
    expect(last()).toEqual({ credentialId, prefix: 'prod/', after: 'next' })
    credentialIsThere()
    world.graphql.answer({ remoteSecrets: { secrets: [], cursor: null, failure } })
    expect(await syncs('remote', '--credential', credentialId)).toMatchObject({ code: 5, stdout: '' })
  })
})

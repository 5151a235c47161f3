import { deleteEnvironment, runSync } from '@bonafide/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSyncWorld, region, type SyncWorld } from './sync-world.ts'
import { random } from './world.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world?.close())
beforeEach(() => {
  world.cloud.behave()
  world.awsClock.offsetMs = 0
})

const readonly_ = (action: string) => ({
  Version: '2012-10-17' as const,
  Statement: [{ Effect: 'Allow' as const, Action: action, Resource: '*' }],
})

/** A sync that has been run once. */
async function synced(fields: Parameters<SyncWorld['addSync']>[1] = {}, secrets: Record<string, string> = { A: '1' }) {
  const environment = await world.environment(secrets)
  const sync = await world.addSync(environment, fields)
  await world.run(sync)
  expect(world.remote(sync)).toEqual(secrets)
  return { environment, sync }
}
const versionsOf = (sync: Awaited<ReturnType<typeof synced>>['sync']) => world.stored(sync)?.versions.size ?? 0

describe('a run uses one credential', () => {
  it('SEC-14: as it was when the run began; the next run has what it was changed to', async () => {
    const credential = await world.addCredential(world.addUser())
    const { environment, sync } = await synced({ credentialId: credential.id })
    await world.put(environment.id, { A: '2' })
    const before = world.cloud.requests.length
    const find = world.hold('DescribeSecret')
    const run = world.run(sync)
    await find.arrived()
    const other = world.addUser()
    const { credentials } = world.services.stores
    await credentials.update({
      ...credential,
      config: { region, accessKeyId: other.accessKeyId },
      serverWrappedSecret: world.services.keyring.wrap(other.secretAccessKey, `credential_secret:${credential.id}`, random),
      version: 2,
    })
    find.release()
    await run
    const first = new Set(world.cloud.requests.slice(before).map(({ accessKeyId }) => accessKeyId))
    expect([...first]).toEqual([(credential.config as { accessKeyId: string }).accessKeyId])
    expect(world.remote(sync)).toEqual({ A: '2' })
    const between = world.cloud.requests.length
    await world.request(sync)
    await world.run(sync)
    expect([...new Set(world.cloud.requests.slice(between).map(({ accessKeyId }) => accessKeyId))]).toEqual([other.accessKeyId])
  })
})

describe('what AWS refuses', () => {
  it('SEC-26: a secret that waits for its deletion stops the sync for good, and nobody restores it', async () => {
    const { environment, sync } = await synced()
    const stored = world.stored(sync)
    if (stored) stored.deletedAt = new Date(Date.now() + 1e9)
    await world.put(environment.id, { A: '2' })
    await world.run(sync)
    expect(await world.progress(sync)).toMatchObject({ failure: 'scheduled_for_deletion', dueAt: null })
    const runs = (await world.runs(sync)).length
    await world.run(sync)
    expect(await world.runs(sync)).toHaveLength(runs)
    expect(world.cloud.requests.some(({ action }) => action === 'RestoreSecret')).toBe(false)
    expect((await world.audited(sync)).filter((action) => action === 'sync.failed')).toHaveLength(1)
  })

  it('SEC-27: a secret that somebody makes at the same moment is not overwritten', async () => {
    const sync = await world.addSync(await world.environment({ A: '1' }), { onDrift: 'overwrite' })
    const other = await synced({}, { THEIRS: 'x' })
    const create = world.hold('CreateSecret')
    const run = world.run(sync)
    await create.arrived()
    const { secretName: name } = sync.options as { secretName: string }
    const theirs = world.stored(other.sync)
    if (theirs) world.account.secrets.get(region)?.set(name, { ...theirs, name, tags: new Map() })
    create.release()
    await run
    expect(await world.progress(sync)).toMatchObject({ failure: 'not_empty', dueAt: null })
    expect(world.remote(sync)).toEqual({ THEIRS: 'x' })
  })

  it('SEC-27: a secret that is there whenever it is made, and is not whenever it is looked for, is not tried for ever', async () => {
    const sync = await world.addSync(await world.environment({ A: '1' }))
    world.cloud.misbehave(
      { kind: 'error', code: 'ResourceExistsException', message: 'the secret already exists' },
      { action: 'CreateSecret' },
    )
    const before = world.writes().length
    await world.run(sync)
    expect(world.writes()).toHaveLength(before + 3)
    expect(await world.progress(sync)).toMatchObject({ failure: 'already_exists', dueAt: null })
  })

  it('SEC-29 SEC-30: a key that may not be used, and one that is off, are told; what is tried again names the same key', async () => {
    const key = world.account.addKey(region, 'Disabled')
    const sync = await world.addSync(await world.environment({ A: '1' }), { kmsKeyArn: key.arn })
    const before = world.writes().length
    await world.run(sync)
    expect(await world.progress(sync)).toMatchObject({ failure: 'key_unusable', dueAt: null })
    key.state = 'Enabled'
    const weak = await world.addCredential(world.addUser(world.account, [readonly_('secretsmanager:*')]))
    await world.services.stores.syncs.update({ ...sync, credentialId: weak.id })
    await world.request({ ...sync })
    await world.run(sync)
    expect(await world.progress(sync)).toMatchObject({ failure: 'key_denied', dueAt: null })
    await world.services.stores.syncs.update(sync)
    await world.request(sync)
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ A: '1' })
    const keys = world.writes().slice(before)
    expect(keys).toHaveLength(3)
    expect(new Set(keys.map(({ input }) => input.KmsKeyId))).toEqual(new Set([key.arn]))
  })

  it('SEC-13: a missing permission is named and not asked for again and again', async () => {
    const weak = await world.addCredential(world.addUser(world.account, [readonly_('secretsmanager:DescribeSecret')]))
    const sync = await world.addSync(await world.environment({ A: '1' }), { credentialId: weak.id })
    await world.run(sync)
    expect(await world.progress(sync)).toMatchObject({
      failure: 'access_denied',
      missingAction: 'secretsmanager:CreateSecret',
      dueAt: null,
      attempts: 1,
    })
  })

  it('SEC-31: throttling and failures come back after a while, and a success forgets them', async () => {
    const { environment, sync } = await synced()
    world.cloud.misbehave('throttle')
    await world.put(environment.id, { A: '2' })
    for (let attempt = 1; attempt <= 3; attempt++) {
      const startedAt = Date.now()
      await world.run(sync)
      const { failure, attempts, dueAt } = await world.progress(sync)
      expect({ failure, attempts }).toEqual({ failure: 'throttled', attempts: attempt })
      expect(dueAt?.getTime()).toBeGreaterThanOrEqual(startedAt + 450)
    }
    expect(await world.audited(sync)).not.toContain('sync.failed')
    world.cloud.behave()
    await world.run(sync)
    expect(await world.progress(sync)).toMatchObject({ failure: null, attempts: 0, dueAt: null, failingSince: null })
    expect(world.remote(sync)).toEqual({ A: '2' })
  })

  it('SEC-45: a wrong clock is told as a wrong clock', async () => {
    const { environment, sync } = await synced()
    await world.put(environment.id, { A: '2' })
    world.awsClock.offsetMs = 16 * 60_000
    await world.run(sync)
    expect(await world.progress(sync)).toMatchObject({ failure: 'clock_skewed' })
  })

  it('SEC-33: of three syncs of an environment, the one that fails alone is tried again', async () => {
    const environment = await world.environment({ A: '1' })
    const syncs = [await world.addSync(environment), await world.addSync(environment), await world.addSync(environment)]
    const [first, second, third] = syncs as [(typeof syncs)[0], (typeof syncs)[0], (typeof syncs)[0]]
    await world.run(first)
    world.cloud.misbehave({ kind: 'error', code: 'InternalServiceError', status: 500 }, { action: 'CreateSecret', times: 1 })
    await world.run(second)
    await world.run(third)
    expect(await Promise.all(syncs.map(async (sync) => (await world.progress(sync)).failure))).toEqual([null, 'upstream_error', null])
    for (const sync of syncs) await world.run(sync)
    expect(await Promise.all(syncs.map(async (sync) => (await world.runs(sync)).length))).toEqual([1, 2, 1])
    expect(syncs.map((sync) => world.remote(sync))).toEqual([{ A: '1' }, { A: '1' }, { A: '1' }])
  })
})

describe('answers that are lost', () => {
  it('SEC-34: are asked for again, and are one version', async () => {
    const { environment, sync } = await synced()
    await world.put(environment.id, { A: '2' })
    const before = versionsOf(sync)
    world.cloud.misbehave('lost_answer', { action: 'PutSecretValue', times: 1 })
    await world.run(sync)
    expect(await world.progress(sync)).toMatchObject({ failure: 'upstream_timeout' })
    await world.run(sync)
    expect(versionsOf(sync)).toBe(before + 1)
    expect(await world.progress(sync)).toMatchObject({ failure: null, dueAt: null })
  })

  it('SEC-34: a call that arrives after it was sent again is the same version', async () => {
    const { environment, sync } = await synced()
    await world.put(environment.id, { A: '2' })
    const before = versionsOf(sync)
    const late = world.hold('PutSecretValue')
    const slow = world.run(sync)
    await late.arrived()
    await world.endLease(sync)
    await world.run(sync)
    late.release()
    await slow
    expect(versionsOf(sync)).toBe(before + 1)
    expect((await world.runs(sync)).map(({ outcome }) => outcome)).toEqual(['written', 'lost', 'written'])
  })

  it('SEC-35: an edit after a lost answer is another write, and our own version is no edit of somebody else', async () => {
    const { environment, sync } = await synced({ onDrift: 'stop' })
    await world.put(environment.id, { A: '2' })
    world.cloud.misbehave('lost_answer', { action: 'PutSecretValue', times: 1 })
    await world.run(sync)
    await world.put(environment.id, { A: '3' })
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ A: '3' })
    expect(await world.progress(sync)).toMatchObject({ failure: null, dueAt: null })
    const tokens = (await world.runs(sync)).map(({ write_token }) => write_token)
    expect(new Set(tokens).size).toBe(3)
    expect(await world.audited(sync)).not.toContain('sync.drifted')
  })

  it('SEC-40: going back to an older version by hand is an edit, also when that version was ours', async () => {
    const { environment, sync } = await synced({ onDrift: 'stop' })
    const first = [...(world.stored(sync)?.versions.values() ?? [])][0]
    await world.put(environment.id, { A: '2' })
    await world.run(sync)
    for (const { stages } of world.stored(sync)?.versions.values() ?? []) stages.delete('AWSCURRENT')
    first?.stages.add('AWSCURRENT')
    await world.request(sync, 'drift_check')
    await world.run(sync)
    expect(await world.progress(sync)).toMatchObject({ failure: 'drifted' })
  })
})

describe('nodes that are slow', () => {
  it('SEC-37: one that was taken for dead before its write does not write', async () => {
    const { environment, sync } = await synced()
    await world.put(environment.id, { A: 'old' })
    const find = world.hold('DescribeSecret')
    const slow = world.run(sync)
    await find.arrived()
    await world.endLease(sync)
    await world.put(environment.id, { A: 'new' })
    await world.run(sync)
    const writes = world.writes().length
    find.release()
    await slow
    expect(world.writes()).toHaveLength(writes)
    expect(world.remote(sync)).toEqual({ A: 'new' })
    expect((await world.runs(sync)).map(({ outcome }) => outcome)).toEqual(['written', 'lost', 'written'])
  })

  it('SEC-37: one whose write arrives after that of another has it looked at again, and the newest stands', async () => {
    const { environment, sync } = await synced({ onDrift: 'stop' })
    await world.put(environment.id, { A: 'old' })
    const put = world.hold('PutSecretValue')
    const slow = world.run(sync)
    await put.arrived()
    await world.endLease(sync)
    await world.put(environment.id, { A: 'new' })
    await world.run(sync)
    put.release()
    await slow
    expect(world.remote(sync)).toEqual({ A: 'old' })
    expect(await world.progress(sync)).toMatchObject({ dueAt: expect.any(Date) })
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ A: 'new' })
    expect(await world.progress(sync)).toMatchObject({ failure: null, dueAt: null })
  })

  it('SEC-38: an edit during a run is another run', async () => {
    const { environment, sync } = await synced()
    await world.put(environment.id, { A: '2' })
    const put = world.hold('PutSecretValue')
    const run = world.run(sync)
    await put.arrived()
    await world.put(environment.id, { A: '3' })
    put.release()
    await run
    expect(world.remote(sync)).toEqual({ A: '2' })
    const { wantedGeneration, doneGeneration, dueAt } = await world.progress(sync)
    expect(wantedGeneration).toBe(doneGeneration + 1)
    expect(dueAt).not.toBeNull()
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ A: '3' })
  })
})

describe('pausing and deleting', () => {
  const pause = (sync: Awaited<ReturnType<typeof synced>>['sync'], pausedAt: Date | null) =>
    world.services.stores.syncs.update({ ...sync, pausedAt, pausedBy: pausedAt && 'Ada' })

  it('SEC-42: a pause during a run lets no further call out, edits wait, and resuming writes the latest once', async () => {
    const { environment, sync } = await synced()
    await world.put(environment.id, { A: '2' })
    const find = world.hold('DescribeSecret')
    const run = world.run(sync)
    await find.arrived()
    await pause(sync, new Date())
    find.release()
    await run
    const writes = world.writes().length
    expect((await world.runs(sync)).at(-1)).toMatchObject({ outcome: 'stopped', failure: null })
    for (const value of ['3', '4']) {
      await world.put(environment.id, { A: value })
      await world.run(sync)
    }
    expect(world.writes()).toHaveLength(writes)
    expect(world.remote(sync)).toEqual({ A: '1' })
    await pause(sync, null)
    await world.request(sync, 'resumed')
    await world.run(sync)
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ A: '4' })
    expect(world.writes()).toHaveLength(writes + 1)
  })

  it('SEC-42: a pause between retries ends them', async () => {
    const { environment, sync } = await synced()
    await world.put(environment.id, { A: '2' })
    world.cloud.misbehave('throttle', { times: 1 })
    await world.run(sync)
    await pause(sync, new Date())
    const calls = world.cloud.requests.length
    await world.run(sync)
    expect(world.cloud.requests).toHaveLength(calls)
  })

  it('SEC-43: a sync that is deleted during its run writes no more, and is left as it is at the destination', async () => {
    const { environment, sync } = await synced()
    await world.put(environment.id, { A: '2' })
    const find = world.hold('DescribeSecret')
    const run = world.run(sync)
    await find.arrived()
    await world.services.stores.syncs.remove(sync.id, new Date())
    find.release()
    await run
    expect(world.remote(sync)).toEqual({ A: '1' })
    await world.database.pool.query('update sync_progress set due_at = clock_timestamp(), leased_until = null where sync_id = $1', [
      sync.id,
    ])
    expect(await runSync(sync.id, world.services)).toBeNull()
  })

  it('SEC-43: so is one whose environment is deleted during its run', async () => {
    const { environment, sync } = await synced()
    await world.put(environment.id, { A: '2' })
    const find = world.hold('DescribeSecret')
    const run = world.run(sync)
    await find.arrived()
    await deleteEnvironment({ id: environment.id }, world.owner.context)
    find.release()
    await run
    expect(world.remote(sync)).toEqual({ A: '1' })
    expect(await runSync(sync.id, world.services)).toBeNull()
  })
})

describe('what nobody expected', () => {
  it('is tried again a few times, told to the log, and then told to people without its words', async () => {
    const { environment, sync } = await synced()
    await world.database.pool.query(`update credentials set config = '{"region": "nowhere"}' where id = $1`, [world.credential.id])
    await world.put(environment.id, { A: '2' })
    for (let attempt = 0; attempt < 6; attempt++) await world.run(sync)
    const { failure, failureSentence, dueAt, attempts } = await world.progress(sync)
    expect({ failure, dueAt, attempts }).toEqual({ failure: 'internal_error', dueAt: null, attempts: 5 })
    expect(failureSentence).not.toContain('nowhere')
    expect(world.unexpected).toHaveLength(5)
    expect((await world.audited(sync)).filter((action) => action === 'sync.failed')).toHaveLength(1)
  })
})

import { checkDrift, createWebhook, updateApp } from '@bonafide/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSyncWorld, region, type SyncWorld } from './sync-world.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world?.close())
beforeEach(() => world.cloud.behave())

describe('a run', () => {
  it('R-244 R-254: makes the secret with every key, says whose it is, and stands synced', async () => {
    const environment = await world.environment({ URL: 'postgres://db', EMPTY: '', TEXT: 'Zeile 1\nZeile "2" ä' })
    const sync = await world.addSync(environment)
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ URL: 'postgres://db', EMPTY: '', TEXT: 'Zeile 1\nZeile "2" ä' })
    expect(world.stored(sync)?.tags.get('bonafide:sync')).toBe(sync.id)
    expect(await world.progress(sync)).toMatchObject({
      doneGeneration: 1,
      wantedGeneration: 1,
      dueAt: null,
      failure: null,
      leasedUntil: null,
    })
    expect(await world.runs(sync)).toMatchObject([{ outcome: 'written', reason: 'created', attempt: 1 }])
  })

  it('R-247 R-253: brings every change there, in place, and writes nothing when nothing differs', async () => {
    const environment = await world.environment({ A: '1', B: '1' })
    const sync = await world.addSync(environment)
    await world.run(sync)
    await world.put(environment.id, { A: '2', C: '3' })
    await world.remove(environment.id, 'B')
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ A: '2', C: '3' })
    const versions = world.stored(sync)?.versions.size
    await world.request(sync)
    await world.run(sync)
    expect((await world.runs(sync)).at(-1)).toMatchObject({ outcome: 'unchanged', reason: 'manual' })
    expect(world.stored(sync)?.versions.size).toBe(versions)
  })

  it('leaves keys of others alone, and is due when a referenced environment changes or is called another name', async () => {
    const shared = await world.environment({ HOST: 'db.internal' }, 'shared')
    const environment = await world.environment({ URL: `https://\${shared::${shared.name}.HOST}/` })
    const sync = await world.addSync(environment, { keyPrefix: 'APP_', referencedEnvironmentIds: [shared.id] })
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ APP_URL: 'https://db.internal/' })
    world.edit(sync, { APP_URL: 'https://db.internal/', THEIRS: 7 })
    await world.put(shared.id, { HOST: 'db2.internal' })
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ APP_URL: 'https://db2.internal/', THEIRS: 7 })
    await updateApp({ id: shared.appId, name: 'renamed' }, world.owner.context)
    expect((await world.progress(sync)).dueAt).not.toBeNull()
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ APP_URL: `https://\${shared::${shared.name}.HOST}/`, THEIRS: 7 })
  })

  it('a reference into an environment that nobody approved stops it, and nothing is written', async () => {
    const other = await world.environment({ PASSWORD: 'hunter2' }, 'foreign')
    const environment = await world.environment({ URL: `\${foreign::${other.name}.PASSWORD}` })
    const sync = await world.addSync(environment)
    await world.run(sync)
    expect(await world.progress(sync)).toMatchObject({ failure: 'reference_not_approved', dueAt: null })
    expect(world.remote(sync)).toBeNull()
  })

  it('names of keys that changed are sealed in its log', async () => {
    const sync = await world.addSync(await world.environment({ VERY_SECRET_NAME: '1' }))
    await world.run(sync)
    const { rows } = await world.database.pool.query(
      'select r.*, p.* from sync_runs r join sync_progress p using (sync_id) where sync_id = $1',
      [sync.id],
    )
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain('VERY_SECRET_NAME')
    expect(rows[0]).toMatchObject({ added_count: 1, changed_count: 0 })
  })
})

describe('drift', () => {
  const synced = async (onDrift: 'overwrite' | 'adopt' | 'stop', secrets: Record<string, string> = { A: '1', B: '1' }) => {
    const environment = await world.environment(secrets)
    const sync = await world.addSync(environment, { onDrift })
    await world.run(sync)
    return { environment, sync }
  }
  const look = async (sync: Awaited<ReturnType<typeof synced>>['sync']) => {
    await world.request(sync, 'drift_check')
    await world.run(sync)
  }

  it('SEC-40: stop writes nothing, tells it once, and goes on when the edit is gone', async () => {
    const { sync } = await synced('stop')
    world.edit(sync, { A: 'edited', B: '1' })
    await look(sync)
    await look(sync)
    expect(world.remote(sync)).toEqual({ A: 'edited', B: '1' })
    expect(await world.progress(sync)).toMatchObject({ failure: 'drifted', dueAt: null })
    expect((await world.audited(sync)).filter((action) => action === 'sync.drifted')).toHaveLength(1)
    world.edit(sync, { A: '1', B: '1' })
    await look(sync)
    expect(await world.progress(sync)).toMatchObject({ failure: null })
    expect((await world.audited(sync)).at(-1)).toBe('sync.recovered')
  })

  it('SEC-40: overwrite puts the source back, although the very same value was written before', async () => {
    const { sync } = await synced('overwrite')
    world.edit(sync, { A: 'edited', B: '1', NEW: 'x' })
    await look(sync)
    expect(world.remote(sync)).toEqual({ A: '1', B: '1' })
    expect(await world.audited(sync)).toContain('sync.drifted')
  })

  it('SEC-40: adopt takes edits over into the environment, and keeps what was changed on both sides', async () => {
    const { environment, sync } = await synced('adopt', { A: '1', B: '1', C: '1', REF: '${A}' })
    world.edit(sync, { A: 'edited', B: 'theirs', REF: 'theirs', NEW: 'added' })
    await world.put(environment.id, { B: 'ours' })
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ A: 'edited', B: 'ours', C: '1', REF: '1', NEW: 'added' })
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ A: 'edited', B: 'ours', C: '1', REF: 'edited', NEW: 'added' })
    expect(await world.progress(sync)).toMatchObject({ failure: null, dueAt: null })
    const { rows } = await world.database.pool.query(
      `select actor_kind, actor_name, action from audit_events where resource_id = $1 and action in ('secrets.create', 'secrets.update')
        and actor_kind = 'system'`,
      [environment.id],
    )
    expect(rows.map(({ action }) => action).sort()).toEqual(['secrets.create', 'secrets.update'])
    const versions = await world.database.pool.query(
      `select count(*)::int as count from secret_versions v join secrets s on s.id = v.secret_id
        where s.environment_id = $1 and v.actor_kind = 'system' and v.actor_name = 'sync'`,
      [environment.id],
    )
    expect(versions.rows[0].count).toBe(2)
  })

  it('a value that stood there before and that nobody agreed to overwrite stays', async () => {
    const sync = await world.addSync(await world.environment({ A: '1' }))
    const other = await world.addSync(await world.environment({ B: '1' }))
    await world.run(other)
    const { secretName: name } = sync.options as { secretName: string }
    const there = world.stored(other)
    if (there) world.account.secrets.get(region)?.set(name, { ...there, name, tags: new Map() })
    const writes = world.writes().length
    await world.run(sync)
    expect(await world.progress(sync)).toMatchObject({ failure: 'not_empty' })
    expect(world.writes()).toHaveLength(writes)
  })

  it('a secret that another live sync says it owns is left to it', async () => {
    const { sync } = await synced('overwrite')
    const other = await world.addSync(await world.environment({ B: '1' }))
    world.stored(sync)?.tags.set('bonafide:sync', other.id)
    world.edit(sync, { A: 'edited' })
    await look(sync)
    expect(await world.progress(sync)).toMatchObject({ failure: 'owned_by_another', dueAt: null })
    expect(world.remote(sync)).toEqual({ A: 'edited' })
  })
})

describe('whoever is concerned', () => {
  it('is told once that a sync failed, and once that it works again, in the log and by webhook, without the name of a key', async () => {
    const events = ['sync.failed', 'sync.recovered']
    await createWebhook({ url: 'https://hooks.example.com/syncs', events }, world.owner.context)
    const environment = await world.environment({ VERY_SECRET_NAME: '1' })
    const sync = await world.addSync(environment)
    world.cloud.misbehave({ kind: 'error', code: 'AccessDeniedException', message: 'no', status: 400 }, { action: 'CreateSecret' })
    for (let attempt = 0; attempt < 3; attempt++) {
      await world.request(sync)
      await world.run(sync)
    }
    world.cloud.behave()
    await world.request(sync)
    await world.run(sync)
    expect((await world.audited(sync)).filter((action) => action.startsWith('sync.'))).toEqual(events)
    const { rows } = await world.database.pool.query('select event, body from webhook_deliveries order by id')
    expect(rows.map(({ event }) => event)).toEqual(events)
    expect(JSON.parse(rows[0].body).data).toMatchObject({
      syncId: sync.id,
      code: 'access_denied',
      environmentId: environment.id,
      environmentName: environment.name,
      target: (sync.options as { secretName: string }).secretName,
    })
    expect(JSON.stringify(rows)).not.toContain('VERY_SECRET_NAME')
  })

  it('syncs that nobody looked at for an hour are looked at, spread over the next one', async () => {
    const environment = await world.environment({ A: '1' })
    const syncs = [await world.addSync(environment), await world.addSync(environment), await world.addSync(environment)]
    for (const sync of syncs) await world.run(sync)
    await world.database.pool.query(`update sync_progress set last_run_at = last_run_at - interval '1 hour' where sync_id = any($1)`, [
      syncs.map(({ id }) => id),
    ])
    expect(await checkDrift(world.services)).toBe(3)
    const dues = await Promise.all(syncs.map(async (sync) => (await world.progress(sync)).dueAt?.getTime() ?? Number.NaN))
    const [first = 0, , last = 0] = dues.toSorted()
    expect(first).toBeLessThan(Date.now() + 1000)
    expect(last - first).toBeGreaterThan(15 * 60_000)
    expect(await checkDrift(world.services)).toBe(0)
  })
})

import { runDue, runSync, type Services, type Sync, sweepSyncs } from '@bonafide/core'
import { drainQueue, startQueue } from '@bonafide/database'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { drainJobs } from '../src/server/jobs.ts'
import type { Platform } from '../src/server/services.ts'
import { createSyncWorld, type SyncWorld } from './sync-world.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world?.close())
beforeEach(() => world.cloud.behave())

const leasing = { leaseMs: 60_000, perCredential: 2 }
const jobsOf = async ({ id }: Sync) =>
  (await world.database.pool.query('select run_at, locked_at from graphile_worker._private_jobs where key = $1', [`sync:${id}`])).rows
const dueInMs = async (sync: Sync) => ((await world.progress(sync)).dueAt?.getTime() ?? Number.NaN) - Date.now()

describe('what is asked for', () => {
  it('leaves one job, there when the change is, and none when the change is rolled back', async () => {
    const environment = await world.environment({ A: '1' })
    const sync = await world.addSync(environment)
    expect(await jobsOf(sync)).toHaveLength(1)
    await world.run(sync)
    const { wantedGeneration } = await world.progress(sync)
    const { stores } = world.services
    const undone = stores.transaction(async (inside) => {
      await inside.syncs.requestAffected(environment.id, { reason: 'changed', requestedBy: null, dueInMs: 0 })
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await world.progress(sync)).toMatchObject({ wantedGeneration, dueAt: null })
  })

  it('SEC-32: changes that follow each other are due together, two seconds after the first, and each is a generation', async () => {
    const environment = await world.environment({ A: '1' })
    const sync = await world.addSync(environment)
    await world.run(sync)
    await world.put(environment.id, { A: '2' })
    const first = (await world.progress(sync)).dueAt
    expect(await dueInMs(sync)).toBeLessThanOrEqual(2000)
    for (const value of ['3', '4', '5']) await world.put(environment.id, { A: value })
    expect(await world.progress(sync)).toMatchObject({ dueAt: first, wantedGeneration: 5 })
    expect(await jobsOf(sync)).toHaveLength(1)
  })

  it('SEC-32: a sync that has just written waits its turn, unless somebody asks', async () => {
    const environment = await world.environment({ A: '1' })
    const sync = await world.addSync(environment)
    await runSync(sync.id, world.services)
    await world.put(environment.id, { A: '2' })
    await world.database.pool.query('update sync_progress set due_at = clock_timestamp() where sync_id = $1', [sync.id])
    await runSync(sync.id, world.services)
    expect(world.remote(sync)).toEqual({ A: '1' })
    expect(await dueInMs(sync)).toBeGreaterThan(2000)
    expect(await jobsOf(sync)).toHaveLength(1)
    await world.request(sync)
    await runSync(sync.id, world.services)
    expect(world.remote(sync)).toEqual({ A: '2' })
  })

  it('a change waits for a retry that is under way, and somebody who asks does not', async () => {
    const environment = await world.environment({ A: '1' })
    const sync = await world.addSync(environment)
    world.cloud.misbehave('throttle')
    for (let attempt = 0; attempt < 6; attempt++) await world.run(sync)
    await world.database.pool.query(`update sync_progress set due_at = clock_timestamp() + interval '9 minutes' where sync_id = $1`, [
      sync.id,
    ])
    await world.put(environment.id, { A: '2' })
    expect(await dueInMs(sync)).toBeGreaterThan(60_000)
    await world.request(sync)
    expect(await dueInMs(sync)).toBeLessThan(1000)
    expect((await world.progress(sync)).attempts).toBe(0)
  })

  it('what a deleted app would write is not written', async () => {
    const environment = await world.environment({ A: '1' })
    const sync = await world.addSync(environment)
    await world.database.pool.query('update apps set deleted_at = now() where id = $1', [environment.appId])
    await world.run(sync)
    expect(world.remote(sync)).toBeNull()
    await world.database.pool.query(`update sync_progress set due_at = due_at - interval '1 minute' where sync_id = $1`, [sync.id])
    expect(await world.services.stores.syncs.overdue(1000)).not.toContain(sync.id)
  })
})

describe('leases', () => {
  it('SEC-37: one node at a time, and the numbers of the others are worth nothing', async () => {
    const sync = await world.addSync(await world.environment({ A: '1' }))
    const { syncs } = world.services.stores
    const [one, two] = await Promise.all([syncs.lease(sync.id, leasing), syncs.lease(sync.id, leasing)])
    expect([one, two].filter(Boolean)).toHaveLength(1)
    const first = one ?? two
    if (!first) throw new Error('nobody has it')
    await world.database.pool.query(`update sync_progress set leased_until = clock_timestamp() - interval '1 ms' where sync_id = $1`, [
      sync.id,
    ])
    const second = await syncs.lease(sync.id, leasing)
    expect(second?.progress.leaseNumber).toBe(first.progress.leaseNumber + 1)
    const stale = first.progress.leaseNumber
    expect(await syncs.renewLease(sync.id, stale, 60_000)).toBe(false)
    const { leaseNumber } = await world.progress(sync)
    expect(leaseNumber).toBe(second?.progress.leaseNumber)
    expect(await world.runs(sync)).toEqual([])
  })

  it('two runs of a credential at most, whoever asks, and the others are taken up when those end', async () => {
    const credential = await world.addCredential(world.addUser())
    const environment = await world.environment({ A: '1' })
    const syncs: Sync[] = []
    for (let index = 0; index < 8; index++) syncs.push(await world.addSync(environment, { credentialId: credential.id }))
    const { syncs: store } = world.services.stores
    const leased = await Promise.all(syncs.map(({ id }) => store.lease(id, leasing)))
    const held = leased.filter((one) => one !== null)
    expect(held).toHaveLength(2)
    for (const { sync, progress } of held) await store.postpone(sync.id, progress.leaseNumber, 0)
    await runDue(syncs[0]?.id ?? '', world.services)
    expect(syncs.map((sync) => world.remote(sync))).toEqual(syncs.map(() => ({ A: '1' })))
    for (const sync of syncs) expect(await world.runs(sync)).toHaveLength(1)
  })
})

/** A node that takes up jobs; it is handed the services of a node of its own. */
const worker = (services: Services, met: unknown[]) =>
  startQueue({
    pool: world.database.pool,
    concurrency: 8,
    tasks: {
      sync: async (payload) => runDue((payload as { syncId: string }).syncId, services, { onUnexpected: (error) => void met.push(error) }),
      sweep_syncs: async () => void (await sweepSyncs(services)),
    },
    onError: (_, error) => void met.push(error),
  })

const untilDone = async (syncs: readonly Sync[]) => {
  const ids = syncs.map(({ id }) => id)
  for (;;) {
    const { rows } = await world.database.pool.query(
      'select count(*)::int as left from sync_progress where sync_id = any($1) and (due_at is not null or done_generation < wanted_generation)',
      [ids],
    )
    if (rows[0].left === 0) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

describe('nodes', () => {
  it('SEC-46: two nodes share a thousand syncs that are due: each is run once, and each is equal', async () => {
    const environment = await world.environment({ A: '1', B: '2' })
    const syncs: Sync[] = []
    const accounts = ['210000000001', '210000000002', '210000000003', '210000000004', '210000000005'].map((id) => world.cloud.account(id))
    for (const account of accounts) {
      const credential = await world.addCredential(world.addUser(account))
      for (let index = 0; index < 200; index++) {
        const secretName = `many-${index}`
        const place = `aws_secrets_manager:${account.id}:eu-central-1:${secretName}`
        syncs.push(await world.addSync(environment, { credentialId: credential.id, secretName, place }))
      }
    }
    // Their jobs have died with a node; what is due stands in the table.
    await world.database.pool.query('delete from graphile_worker._private_jobs')
    await world.database.pool.query(`update sync_progress set due_at = due_at - interval '1 hour' where due_at is not null`)
    const met: unknown[] = []
    const callsBefore = world.cloud.requests.length
    const other = await world.startNode()
    const workers = [await worker(world.services, met), await worker(other.services, met)]
    expect(await sweepSyncs(world.services)).toBe(1000)
    await untilDone(syncs)
    for (const one of workers) await one.stop()
    expect(met).toEqual([])
    const { rows } = await world.database.pool.query(
      'select sync_id, count(*)::int as runs, min(outcome) as outcome from sync_runs where sync_id = any($1) group by sync_id',
      [syncs.map(({ id }) => id)],
    )
    expect(rows).toHaveLength(1000)
    expect(rows.filter(({ runs, outcome }) => runs !== 1 || outcome !== 'written')).toEqual([])
    for (const account of accounts) {
      const stored = [...(account.secrets.get('eu-central-1')?.values() ?? [])]
      expect(stored).toHaveLength(200)
      expect(stored.filter(({ versions }) => versions.size !== 1)).toEqual([])
    }
    expect(world.cloud.requests.slice(callsBefore).filter(({ result }) => result === 'ThrottlingException')).toEqual([])
  }, 300_000)

  it('where no process stays, whatever is due is done when somebody calls, and what is too late is found again', async () => {
    const sync = await world.addSync(await world.environment({ A: '1' }))
    const tasks = { sync: async (payload: unknown) => runDue((payload as { syncId: string }).syncId, world.services) }
    await drainQueue({ pool: world.database.pool, tasks, until: Date.now() - 1 })
    expect(world.remote(sync)).toBeNull()
    await world.database.pool.query(`update sync_progress set due_at = due_at - interval '1 minute' where sync_id = $1`, [sync.id])
    expect(await world.services.stores.syncs.overdue(1000)).toContain(sync.id)
    const met: unknown[] = []
    const { db, pool } = world.database
    const connection = { db, pool, close: async () => {} }
    const { services } = world
    const { stores, limits } = services
    const log = { error: (fields: object) => void met.push(fields) } as unknown as Platform['log']
    const platform = { connection, administration: { connection, stores }, jobs: { connection, stores, limits }, services, log }
    expect(await drainJobs(platform, 30_000)).toBeGreaterThanOrEqual(1)
    expect(world.remote(sync)).toEqual({ A: '1' })
    expect(met).toEqual([])
    // What comes by the hour came with that call, and does not come with the next.
    const { rows } = await pool.query(`select count(*)::int as count from rate_limit_buckets where bucket like 'hourly:%'`)
    expect(rows[0].count).toBe(4)
  })
})

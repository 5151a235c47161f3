import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { runDue, type Sync } from '@bonafide/core'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSyncWorld, region, type SyncWorld } from './sync-world.ts'

const source = join(import.meta.dirname, 'sync-node-process.ts')
/** As one file, so that a hundred processes start in a bearable time; beside its packages, or it would not find them. */
const program = join(import.meta.dirname, `.sync-node-process-${process.pid}.mjs`)
const kills = 100
const syncCount = 6
/** Processes that get ready meanwhile: starting one takes longer than killing it. */
const inReserve = 3

let world: SyncWorld
const nodes: ReturnType<typeof startNode>[] = []

beforeAll(async () => {
  await build({
    entryPoints: [source],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['jsonc-parser', 'pg', 'pg-native', 'graphile-worker', 'graphql', '@graphql-tools/schema', 'pino'],
    banner: { js: `import { createRequire as ofBundle } from 'node:module'; const require = ofBundle(import.meta.url);` },
  })
  world = await createSyncWorld()
}, 60_000)
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.kill()))
  await world?.close()
  rmSync(program, { force: true })
})

/** A process that takes up jobs as soon as it is told to. */
function startNode() {
  const child: ChildProcess = spawn(process.execPath, ['--no-warnings', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: world.database.url,
      BONAFIDE_SECRET_KEY: world.secret,
      AWS_ENDPOINT_URL: process.env.AWS_ENDPOINT_URL,
      BONAFIDE_PUBLIC_URL: 'https://bonafide.example',
      BONAFIDE_LOG_LEVEL: 'error',
    },
  })
  const ended = once(child, 'exit')
  const said = child.stdout ? once(child.stdout, 'data') : Promise.reject(new Error('the process has no standard output'))
  const ready = Promise.race([said, ended.then(() => Promise.reject(new Error('the process ended before it was ready')))])
  ready.catch(() => {})
  return {
    ready,
    go: () => void child.stdin?.write('go\n'),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const untilCalled = async (since: number) => {
  while (world.cloud.requests.length === since) await wait(2)
}

/** Now and then AWS loses an answer, or takes a call only after its caller is gone. */
function misbehaveSometimes(): void {
  const chance = randomInt(4)
  const action = 'PutSecretValue'
  if (chance === 0) world.cloud.misbehave('lost_answer', { action, times: 1 })
  if (chance === 1) world.cloud.misbehave({ kind: 'delayed', until: wait(randomInt(20, 250)) }, { action, times: 1 })
}

/** As if a minute had gone by since the last node died, and an hour since it wrote. */
async function letTimePass(syncs: readonly Sync[]): Promise<void> {
  const ids = [syncs.map(({ id }) => id)]
  const { pool } = world.database
  await pool.query(
    `update sync_progress set leased_until = clock_timestamp() - interval '1 second' where sync_id = any($1) and leased_until is not null`,
    ids,
  )
  await pool.query(`update sync_runs set finished_at = finished_at - interval '2 hours' where sync_id = any($1)`, ids)
  await pool.query('update sync_progress set due_at = clock_timestamp() where sync_id = any($1) and due_at is not null', ids)
  await world.services.stores.syncs.wake(ids[0] ?? [])
}

it(`SEC-36: a node that is killed at ${kills} random moments of its runs leaves every destination equal, no value written twice and no run unended`, async () => {
  const environment = await world.environment({ ROUND: 'begun', FIXED: 'value' })
  const syncs: Sync[] = []
  for (let index = 0; index < syncCount; index++) syncs.push(await world.addSync(environment))
  for (const sync of syncs) await world.run(sync)
  for (let index = 0; index < inReserve; index++) nodes.push(startNode())

  for (let kill = 0; kill < kills; kill++) {
    const node = nodes.shift() as ReturnType<typeof startNode>
    nodes.push(startNode())
    await node.ready
    await world.put(environment.id, { ROUND: `round ${kill}` })
    await letTimePass(syncs)
    misbehaveSometimes()
    const since = world.cloud.requests.length
    node.go()
    await untilCalled(since)
    await wait(randomInt(0, 150))
    await node.kill()
    world.cloud.behave()
  }

  await wait(300)
  await letTimePass(syncs)
  for (const sync of syncs) await runDue(sync.id, world.services)
  for (const sync of syncs) {
    expect(world.remote(sync)).toEqual({ ROUND: `round ${kills - 1}`, FIXED: 'value' })
    const { versions } = world.account.secrets.get(region)?.get((sync.options as { secretName: string }).secretName) ?? {
      versions: new Map(),
    }
    const values = [...versions.values()].map(({ value }) => value)
    expect(new Set(values).size).toBe(values.length)
    const current = [...versions.values()].find(({ stages }) => stages.has('AWSCURRENT'))
    const progress = await world.progress(sync)
    expect(progress).toMatchObject({ failure: null, dueAt: null, leasedUntil: null, remoteVersionId: current?.id })
    expect(progress.doneGeneration).toBe(progress.wantedGeneration)
  }
  const { rows } = await world.database.pool.query('select outcome, count(*)::int as count from sync_runs group by outcome')
  const outcomes = Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]))
  expect(outcomes.running).toBeUndefined()
  // Most kills hit a run under way; otherwise nothing would have been shown.
  expect(outcomes.lost).toBeGreaterThan(kills / 4)
  expect(Object.keys(outcomes).every((outcome) => ['written', 'unchanged', 'lost', 'failed'].includes(outcome))).toBe(true)
}, 900_000)

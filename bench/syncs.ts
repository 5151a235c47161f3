import {
  type DestinationConnection,
  differenceOf,
  openCredentialFor,
  type RemoteSecret,
  runDue,
  type Services,
  type Sync,
} from '@bonafide/core'
import { startQueue } from '@bonafide/database'
import { createAws, createDestinations } from '@bonafide/destinations'
import { createSyncWorld, region, type SyncWorld } from '../apps/console/integration/sync-world.ts'
import type { Contest } from './contest.ts'
import { perSecond } from './lanes.ts'
import type { Site } from './site.ts'

/** So many accounts that no budget of one of them is what is measured, each with so many syncs. */
const accountCount = 20
const syncsPerAccount = 8
const concurrency = 8

export interface SyncSite {
  world: SyncWorld
  syncs: Sync[]
  environment: { id: string }
  /** Signed in to the account of each sync, with a secret beside its own. */
  besides: { connection: DestinationConnection; options: unknown; remote: RemoteSecret }[]
  close(): Promise<void>
}

/** An environment of the site that many syncs of many accounts are kept equal to, and an AWS that never throttles. */
export async function createSyncSite(site: Site): Promise<SyncSite> {
  const world = await createSyncWorld({ writesPerSecond: Number.POSITIVE_INFINITY, world: site.world })
  const names = Array.from({ length: 20 }, (_, index): [string, string] => [`NAME_${index}`, 'value'])
  const environment = await world.environment(Object.fromEntries(names))
  const syncs: Sync[] = []
  const besides: SyncSite['besides'] = []
  const destination = world.services.destinations.aws_secrets_manager
  for (let number = 0; number < accountCount; number++) {
    const account = world.cloud.account(String(310_000_000_000 + number))
    const credential = await world.addCredential(world.addUser(account))
    const access = openCredentialFor(credential, { kind: 'credential', credentialId: credential.id }, world.owner.context)
    const connection = await destination.open(access)
    for (let index = 0; index < syncsPerAccount; index++) {
      const secretName = `bench-${index}`
      const place = `aws_secrets_manager:${account.id}:${region}:${secretName}`
      syncs.push(await world.addSync(environment, { credentialId: credential.id, secretName, place }))
      const options = { secretName: `beside-${index}`, kmsKeyArn: null, tags: [] }
      await connection.write(options, { value: '{}', token: token(), ownerId: 'bench' }, await connection.find(options))
      besides.push({ connection, options, remote: await connection.find(options) })
    }
  }
  await drain(world, syncs)
  const close = async () => {
    for (const { connection } of besides) connection.close()
    await world.close()
  }
  return { world, syncs, environment, besides, close }
}

let tokens = 0
const token = (): string => String(++tokens).padStart(32, '0')

/** One change for each sync, from its row in the queue to the version in AWS, beside as many writes by the SDK alone. */
export function changesContest({ world, syncs, environment, besides }: SyncSite): Contest {
  let round = 0
  return {
    name: `changes through the queue, ${syncs.length} syncs`,
    yardstick: 'PutSecretValue by the AWS SDK alone',
    aim: '≥ 0.1',
    async ours() {
      await world.put(environment.id, { NAME_0: `round ${++round}` })
      await world.database.pool.query(`update sync_runs set finished_at = finished_at - interval '2 hours'`)
      const before = process.cpuUsage()
      const rate = await drain(world, syncs)
      const { user, system } = process.cpuUsage(before)
      return { perSecond: rate, processorMs: (user + system) / 1000 / syncs.length }
    },
    theirs: () =>
      perSecond(syncs.length, concurrency, async (index) => {
        const { connection, options, remote } = besides[index] as SyncSite['besides'][number]
        await connection.write(options, { value: `{"ROUND":"${++round}"}`, token: token(), ownerId: 'bench' }, remote)
      }),
  }
}

/** Has every sync due again and again while the work is done: a queue that is never empty, in the very process that is measured. */
export async function besideBusyQueue<Result>({ world, syncs, environment }: SyncSite, { server }: Site, work: () => Promise<Result>) {
  await server.ask({ kind: 'jobs', awsUrl: process.env.AWS_ENDPOINT_URL ?? '' })
  let isDone = false
  const feed = async () => {
    for (let change = 0; !isDone; change++) {
      await world.put(environment.id, { NAME_1: `change ${change}` })
      const request = { reason: 'manual' as const, requestedBy: null, dueInMs: 0 }
      await world.services.stores.syncs.request(
        syncs.map(({ id }) => id),
        request,
      )
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
  const feeding = feed()
  const result = await work()
  isDone = true
  await feeding
  await server.ask({ kind: 'no jobs' })
  return result
}

/** Runs what is due until nothing is, and answers how many syncs that were per second. */
async function drain(world: SyncWorld, syncs: readonly Sync[]): Promise<number> {
  const { pool } = world.database
  await pool.query('update sync_progress set due_at = clock_timestamp() where due_at is not null')
  const startedAt = performance.now()
  await world.services.stores.syncs.wake(syncs.map(({ id }) => id))
  const queue = await startQueue({ pool, concurrency, tasks: { sync: taskOf(world.services) } })
  for (;;) {
    const { rows } = await pool.query('select count(*)::int as left from sync_progress where due_at is not null')
    if (rows[0].left === 0) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const rate = (syncs.length / (performance.now() - startedAt)) * 1000
  await queue.stop()
  return rate
}

const taskOf = (services: Services) => async (payload: unknown) => runDue((payload as { syncId: string }).syncId, services)

const planKeys = 5000

/** What a plan does with keys and values once both sides are read, beside writing the same as JSON. */
export function planContest(): Contest {
  const destination = createDestinations(createAws()).aws_secrets_manager
  const source = new Map(Array.from({ length: planKeys }, (_, index) => [`NAME_${index}`, `value of "secret" ${index}`]))
  const entries = new Map([...source].map(([name, value], index) => [name, index % 10 === 0 ? 'other' : value]))
  const ownership = { keyPrefix: '', neverDeletes: false }
  const remote = { state: 'present', versionId: '1', entries, ownerId: null, document: null, kmsKeyId: null, tags: {} } as never
  const object = Object.fromEntries(source)
  const times = 50
  const plan = () => destination.compose(source, differenceOf(source, entries, ownership), remote, ownership)
  return {
    name: `plan of ${planKeys} keys, compared and composed`,
    yardstick: 'JSON.stringify of the same',
    aim: '≥ 0.1',
    async ours() {
      const before = process.cpuUsage()
      const rate = await perSecond(times, 1, async () => plan())
      const { user, system } = process.cpuUsage(before)
      return { perSecond: rate, processorMs: (user + system) / 1000 / times }
    },
    theirs: () => perSecond(times, 1, async () => JSON.stringify(object)),
  }
}

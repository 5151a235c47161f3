import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '@bonafide/database/embedded'
import type { BareAsk } from './bare.ts'
import { type Child, startChild } from './child.ts'
import { type Contest, hold, type Result, table } from './contest.ts'
import { decryptPage, derivePassword } from './cryptography.ts'
import type { Load, LoadResult } from './load.ts'
import { createSite, exchangeRequest, getRequest, type OidcCount, oidcCounts, type Site, secretCount } from './site.ts'
import { besideBusyQueue, changesContest, createSyncSite, planContest, type SyncSite } from './syncs.ts'

/**
 * `npm run bench` [-- --quick]: every number that we state, beside what the same machine does at best, measured in turns. PostgreSQL syncs each
 * commit to disk as it does by default. Nothing is kept.
 */
const quick = process.argv.includes('--quick')
const rounds = quick ? 3 : 5
const exchanges = quick ? 300 : 600
const concurrency = 32
const poolSize = 20
const fewTokens = 1000
const slowFlushMs = 3
const manyTokens = quick ? 100_000 : 1_000_000

type Loader = Child<Load, LoadResult>
type Bare = Child<BareAsk, number>

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bonafide-bench-'))
  const postgres = await startEmbeddedPostgres({ dataDirectory: folder, settings: { shared_buffers: '512MB' } })
  process.env.BONAFIDE_TEST_DATABASE_URL = postgres.url
  try {
    await measure()
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(): Promise<void> {
  const startedAt = performance.now()
  const few = await createSite(fewTokens)
  const many = await createSite(manyTokens)
  const loader: Loader = await startChild('load.ts')
  const bare: Bare = await startChild('bare.ts', {
    DATABASE_URL: few.world.database.url,
    ENVIRONMENT_ID: few.environmentId,
    ACCOUNT_ID: few.account.id,
    TOKEN_ID: few.tokenId,
    POOL_SIZE: String(poolSize),
  })
  try {
    for (const site of [few, many]) await warmUp(site, loader)
    const results: Result[] = []
    const holdAll = async (contests: readonly Contest[]) => {
      for (const contest of contests) {
        process.stderr.write(`${contest.name} …\n`)
        results.push(await hold(contest, rounds))
      }
    }
    await holdAll([
      ...exchangeContests(few, loader, bare),
      ...identitiesContests(few, loader),
      ...readContests(few, loader, bare),
      sizeContest(few, many, loader),
    ])
    const syncSite = await createSyncSite(few)
    await holdAll([changesContest(syncSite), planContest(), busyContest(few, syncSite, loader)])
    await syncSite.close()
    await setFlushDelay(few, slowFlushMs)
    await holdAll([slowDiskContest(few, loader, bare)])
    report(results)
    await reportCryptography()
    console.log(`\nThis took ${Math.round((performance.now() - startedAt) / 1000)} s.`)
  } finally {
    await bare.stop()
    await loader.stop()
    await few.close()
    await many.close()
  }
}

function exchangeContests(site: Site, loader: Loader, bare: Bare): Contest[] {
  const theirs = () => bare.ask({ count: 8 * exchanges, concurrency })
  const common = { yardstick: 'commits of one row', aim: '≥ 0.35', theirs }
  return [
    { ...common, name: 'AWS exchange', ours: () => byHttp(site, loader, awsRequests(site)) },
    { ...common, name: 'AWS exchange, without HTTP', ours: () => inProcess(site, 'aws_iam', site.awsBodies(exchanges)) },
    { ...common, name: 'Azure exchange', ours: async () => byHttp(site, loader, await azureRequests(site, false)) },
    { ...common, name: 'OIDC exchange', ours: () => byHttp(site, loader, oidcRequests(site, 1)) },
    { ...common, name: 'Azure exchange, token accepted once', ours: async () => byHttp(site, loader, await azureRequests(site, true)) },
  ]
}

/** What each further identity costs that is bound to the account and has to be heard. */
const identitiesContests = (site: Site, loader: Loader): Contest[] =>
  oidcCounts.slice(1).map((identities) => ({
    name: `OIDC exchange, ${identities} identities bound`,
    yardstick: 'the same with one',
    aim: identities === 10 ? '≥ 0.83' : '≥ 0.33',
    ours: () => byHttp(site, loader, oidcRequests(site, identities)),
    theirs: async () => (await byHttp(site, loader, oidcRequests(site, 1))).perSecond,
  }))

function readContests(site: Site, loader: Loader, bare: Bare): Contest[] {
  const count = exchanges
  const { authorization, environmentId: environment } = site
  const bareGet = async (path: string) => sendAll(loader, bare.port, [getRequest(path)], count)
  return [
    {
      name: 'introspection of a token',
      yardstick: 'node:http with the same SELECT',
      aim: '≥ 0.5',
      ours: () => byHttp(site, loader, [getRequest('/service/secrets/tokens/', { authorization })], count),
      theirs: () => bareGet('/introspection'),
    },
    {
      name: `read of ${secretCount} secrets, audited`,
      yardstick: 'node:http with the same SELECT and an INSERT of one row',
      aim: '≥ 0.5',
      ours: () => byHttp(site, loader, [getRequest('/service/secrets/', { authorization, environment })], count),
      theirs: () => bareGet('/secrets'),
    },
  ]
}

const sizeContest = (few: Site, many: Site, loader: Loader): Contest => ({
  name: `AWS exchange beside ${manyTokens.toLocaleString('en')} tokens`,
  yardstick: `the same beside ${fewTokens.toLocaleString('en')} tokens`,
  aim: '≥ 0.83',
  ours: () => byHttp(many, loader, awsRequests(many)),
  theirs: async () => (await byHttp(few, loader, awsRequests(few))).perSecond,
})

const slowDiskContest = (site: Site, loader: Loader, bare: Bare): Contest => ({
  name: `AWS exchange, disk that syncs in ${slowFlushMs} ms`,
  yardstick: 'commits of one row on that disk',
  aim: '≥ 0.35',
  ours: () => byHttp(site, loader, awsRequests(site)),
  theirs: () => bare.ask({ count: 2 * exchanges, concurrency }),
})

const busyContest = (site: Site, syncSite: SyncSite, loader: Loader): Contest => ({
  name: 'AWS exchange beside a queue that is never empty',
  yardstick: 'the same with nothing due',
  aim: '≥ 0.5',
  ours: () => besideBusyQueue(syncSite, site, () => byHttp(site, loader, awsRequests(site))),
  theirs: async () => (await byHttp(site, loader, awsRequests(site))).perSecond,
})

/** Makes every flush of the log take longer, as on disks of clouds: whatever lets only one commit through at a time shows then. */
async function setFlushDelay({ world }: Site, milliseconds: number): Promise<void> {
  await world.database.pool.query(`alter system set commit_delay = ${milliseconds * 1000}`)
  await world.database.pool.query('alter system set commit_siblings = 0')
  await world.database.pool.query('select pg_reload_conf()')
}

/** JavaScript is fast once it has run a while; nobody measures the first minute of a server's life. */
async function warmUp(site: Site, loader: Loader): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await byHttp(site, loader, awsRequests(site))
    await byHttp(site, loader, await azureRequests(site, false))
  }
}

// Signing happens here, before the clock runs.
const awsRequests = (site: Site) => site.awsBodies(exchanges).map((body) => exchangeRequest('aws_iam', body))
const oidcRequests = (site: Site, identities: OidcCount) =>
  Array<string>(exchanges)
    .fill('')
    .map(() => exchangeRequest('oidc', site.oidcBody(identities)))
const azureRequests = async (site: Site, once: boolean) =>
  (await site.azureBodies(exchanges, once)).map((body) => exchangeRequest('azure_entra', body))

async function byHttp(site: Site, loader: Loader, requests: string[], count = requests.length) {
  return withProcessor(site, count, () => sendAll(loader, site.server.port, requests, count))
}

const inProcess = (site: Site, provider: 'aws_iam' | 'azure_entra', bodies: unknown[]) =>
  withProcessor(site, bodies.length, () => site.server.ask({ kind: 'exchange', provider, bodies, concurrency }))

async function withProcessor({ server }: Site, count: number, work: () => Promise<number>) {
  const before = await server.ask({ kind: 'processor' })
  const perSecond = await work()
  return { perSecond, processorMs: ((await server.ask({ kind: 'processor' })) - before) / count }
}

async function sendAll(loader: Loader, port: number, requests: string[], count: number): Promise<number> {
  const { perSecond, statuses } = await loader.ask({ port, requests, count, concurrency })
  if (statuses[200] !== count) throw new Error(`not everything was answered with 200: ${JSON.stringify(statuses)}`)
  return perSecond
}

function report(results: readonly Result[]): void {
  console.log(`\nMedians of ${rounds} rounds, in turns; ${concurrency} at a time, ${poolSize} connections, every commit synced to disk.\n`)
  console.log(table(results))
  console.log('\nYardsticks and limits:')
  for (const { contest, limit } of results) console.log(`- ${contest.name} ÷ ${contest.yardstick}. Limit: ${limit}.`)
}

async function reportCryptography(): Promise<void> {
  const { pageSize, oursMs, agreementsMs } = decryptPage(rounds)
  const share = Math.round((agreementsMs / oursMs) * 100)
  console.log(
    `\nA page of ${pageSize} secrets (key, value, comment) is decrypted in ${oursMs.toFixed(0)} ms; ${share} % of that is OpenSSL's X25519.`,
  )
  const passwordMs = await derivePassword()
  console.log(
    `A password is stretched in ${(passwordMs / 1000).toFixed(1)} s (Argon2id, 256 MiB, 3 passes, plain JavaScript, in a worker).`,
  )
}

await main()

import { createHash, randomInt } from 'node:crypto'
import type { ServiceAccount } from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CuttableProxy, cuttableProxy } from './cuttable-proxy.ts'
import { awsRoute } from './refusals.ts'
import { createFleet, type Fleet, type ServerProcess } from './server-process.ts'
import { createWorld, post, type World } from './world.ts'

let world: World
let fleet: Fleet
let account: ServiceAccount
let sessions = 0

beforeAll(async () => {
  world = await createWorld()
  fleet = await createFleet(world)
  account = await world.account()
  await world.awsIdentity(account.id)
})
afterAll(async () => {
  await fleet?.close()
  await world?.close()
})

/** A proof that nobody has sent before. */
const freshBody = () => world.awsBody(world.role('app', `session-${++sessions}`), account.id)
const send = (server: ServerProcess, body: unknown) =>
  post(`${server.url}${awsRoute}`, body, { 'x-forwarded-for': `198.18.7.${sessions % 256}` })
const hashOfBearer = (bearerToken: string): string => createHash('sha256').update(bearerToken.replace('ServiceAccount ', '')).digest('hex')

/** What must never be found, whenever a process ends. */
async function contradictions() {
  const { rows } = await world.database.pool.query(`
    select
      (select count(*)::int from service_account_tokens t where t.exchange_id is not null and not exists (
        select from exchanges e where e.id = t.exchange_id and e.token_id = t.id and e.outcome = 'accepted')) as tokens_without_exchange,
      (select count(*)::int from exchanges e where e.outcome = 'accepted' and not exists (
        select from service_account_tokens t where t.id = e.token_id and t.exchange_id = e.id)) as exchanges_without_token,
      (select count(*) from used_proofs)::int - (select count(*) from exchanges where outcome = 'accepted')::int as proofs_used_for_nothing`)
  return rows[0]
}
const none = { tokens_without_exchange: 0, exchanges_without_token: 0, proofs_used_for_nothing: 0 }

/** Until PostgreSQL has noticed that the process on the other side is gone, its last statements may still be running. */
async function untilForgotten(): Promise<void> {
  for (;;) {
    const { rows } = await world.database.pool.query(
      `select count(*)::int as active from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`,
    )
    if (rows[0].active === 0) return
  }
}

describe('a server process that is killed', () => {
  const kills = 8

  it(`OPS-12: leaves no contradiction and loses nothing acknowledged, in ${kills} kills at random moments`, async () => {
    const acknowledged: string[] = []
    let next = fleet.start()
    for (let kill = 0; kill < kills; kill++) {
      const server = await next
      if (kill + 1 < kills) next = fleet.start()
      const killAfter = acknowledged.length + randomInt(1, 120)
      let killed: Promise<void> | null = null
      const lane = async () => {
        while (killed === null) {
          // A request that was under way when the process died has no answer: that is what a caller sees, and why it asks again.
          const answer = await send(server, freshBody()).catch(() => null)
          if (answer === null) continue
          expect(answer.status, answer.text).toBe(200)
          acknowledged.push(answer.json.authentication.bearerToken)
          if (acknowledged.length >= killAfter) killed ??= server.kill()
        }
      }
      await Promise.all(Array.from({ length: 8 }, lane))
      await killed
      await untilForgotten()
      expect(await contradictions()).toEqual(none)
    }
    const { rows } = await world.database.pool.query(
      `select count(*)::int as stored from service_account_tokens where encode(value_hash, 'hex') = any($1)`,
      [acknowledged.map(hashOfBearer)],
    )
    expect(acknowledged.length).toBeGreaterThanOrEqual(kills)
    expect(rows[0].stored).toBe(acknowledged.length)
  }, 120_000)
})

describe('a database that goes away', () => {
  let wire: CuttableProxy
  let server: ServerProcess

  beforeAll(async () => {
    wire = await cuttableProxy(world.database.url)
    server = await fleet.start(wire.url)
  })
  afterAll(async () => {
    await wire?.close()
  })

  const counts = async () => Promise.all(['service_account_tokens', 'used_proofs', 'exchanges'].map((table) => world.count(table)))
  const status = async (path: string) => (await fetch(`${server.url}${path}`)).status
  const until = async (path: string, wanted: number) => {
    while ((await status(path)) !== wanted);
  }

  it('OPS-01: is told with 503 within 2 s, mints nothing, and needs no restart when it is back', async () => {
    expect((await send(server, freshBody())).status).toBe(200)
    const before = await counts()
    wire.cut()
    for (let attempt = 0; attempt < 5; attempt++) {
      const startedAt = performance.now()
      const answer = await send(server, freshBody())
      expect(performance.now() - startedAt).toBeLessThan(2000)
      expect(answer.status, answer.text).toBe(503)
      expect(answer.json).toMatchObject({ code: 'unavailable' })
      expect(answer.headers.get('retry-after')).not.toBeNull()
    }
    expect(await status('/healthz')).toBe(200)
    await until('/readyz', 503)
    expect(await counts()).toEqual(before)
    wire.restore()
    await until('/readyz', 200)
    expect((await send(server, freshBody())).status).toBe(200)
  }, 30_000)

  it('OPS-06: with its answer lost after the commit, hands out no token, and the proof stays used', async () => {
    const body = freshBody()
    const [tokens = 0, proofs = 0] = await counts()
    const swallowed = wire.swallowAnswerTo('exchange_grant')
    const answer = await send(server, body)
    await swallowed
    expect(answer.status, answer.text).toBe(503)
    expect(answer.text).not.toContain('pss_service')
    await untilForgotten()
    expect((await counts()).slice(0, 2)).toEqual([tokens + 1, proofs + 1])
    expect(await contradictions()).toEqual(none)
    expect((await send(server, body)).status).toBe(401)
    expect((await send(server, freshBody())).status).toBe(200)
  }, 30_000)
})

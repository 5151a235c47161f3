import { createServiceAccountToken, revokeServiceAccountToken, type ServiceAccount } from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { awsRoute, azureRoute } from './refusals.ts'
import { createFleet, type Fleet, type ServerProcess } from './server-process.ts'
import { azureWorkload, readableEnvironment } from './workloads.ts'
import { createWorld, post, type World } from './world.ts'

let world: World
let fleet: Fleet
let a: ServerProcess
let b: ServerProcess
let account: ServiceAccount

beforeAll(async () => {
  world = await createWorld()
  fleet = await createFleet(world)
  ;[a, b] = await Promise.all([fleet.start(), fleet.start()])
  account = await world.account()
})
afterAll(async () => {
  await fleet?.close()
  await world?.close()
})

const sends = 50

/** Sends one body many times at once, to both processes in turn, and answers how often each status came. */
async function sendAtOnce(route: string, body: unknown, round: number): Promise<Record<number, number>> {
  // Each round comes from an address of its own, so that no rate limit answers for us.
  const headers = { 'x-forwarded-for': `198.18.${Math.floor(round / 256)}.${round % 256}` }
  const answers = await Promise.all(
    Array.from({ length: sends }, (_, index) => post(`${(index % 2 === 0 ? a : b).url}${route}`, body, headers)),
  )
  const statuses: Record<number, number> = {}
  for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1
  return statuses
}

/** Exchange rows by outcome, and tokens, of each principal. */
async function outcomes(accountId: string) {
  const { rows } = await world.database.pool.query(
    `select principal, count(*) filter (where outcome = 'accepted')::int as accepted, count(*) filter (where code = 'replayed')::int as replayed,
       count(*)::int as all, (select count(*)::int from service_account_tokens t where t.service_account_id = $1 and t.principal = e.principal) as tokens
     from exchanges e where service_account_id = $1 group by principal`,
    [accountId],
  )
  return rows
}

describe('one proof at two server processes', () => {
  it('AWS-54: sent 50 times at once in 200 rounds, makes exactly one token each round', async () => {
    const rounds = 200
    await world.awsIdentity(account.id)
    for (let round = 0; round < rounds; round++) {
      const statuses = await sendAtOnce(awsRoute, world.awsBody(world.role('app', `round-${round}`), account.id), round)
      expect(statuses).toEqual({ 200: 1, 401: sends - 1 })
    }
    const rows = await outcomes(account.id)
    expect(rows).toHaveLength(rounds)
    for (const row of rows) expect(row).toMatchObject({ accepted: 1, replayed: sends - 1, all: sends, tokens: 1 })
  }, 180_000)

  it('D7: so does an Azure token whose identity accepts each token once', async () => {
    const rounds = 20
    const once = await world.account()
    const azure = await azureWorkload(world, once.id, { singleUse: true })
    for (let round = 0; round < rounds; round++) {
      const body = await azure.body()
      expect(await sendAtOnce(azureRoute, body, 1000 + round)).toEqual({ 200: 1, 401: sends - 1 })
    }
    const [row] = await outcomes(once.id)
    expect(row).toMatchObject({ accepted: rounds, replayed: rounds * (sends - 1), tokens: rounds })
  }, 60_000)
})

describe('a token revoked at one server process', () => {
  it('TOK-07: is refused by the others from the moment the revocation is done, 1 000 times', async () => {
    const repeats = 1000
    const lanes = 4
    const environment = await readableEnvironment(world, account.id, 1)
    const read = async ({ url }: ServerProcess, bearerToken: string) => {
      const answer = await fetch(`${url}/service/secrets/`, { headers: { authorization: `Bearer ${bearerToken}`, environment } })
      await answer.arrayBuffer()
      return answer.status
    }
    const seen: Record<string, number> = {}
    const lane = async (other: ServerProcess) => {
      for (let count = 0; count < repeats / lanes; count++) {
        const input = { serviceAccountId: account.id, name: 'short', expiresInSeconds: 600 }
        const { bearerToken, serviceAccountToken } = await createServiceAccountToken(input, world.owner.context)
        const before = await read(other, bearerToken)
        // This process has a pool of its own, as any node has.
        await revokeServiceAccountToken({ id: serviceAccountToken.id }, world.owner.context)
        const outcome = `${before}, then ${await read(other, bearerToken)}`
        seen[outcome] = (seen[outcome] ?? 0) + 1
      }
    }
    await Promise.all([a, b, a, b].map(lane))
    expect(seen).toEqual({ '200, then 401': repeats })
  }, 120_000)
})

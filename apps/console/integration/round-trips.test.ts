import { createServiceAccountToken, newId, type ServiceAccount } from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { awsRoute, azureRoute } from './refusals.ts'
import { azureWorkload, readableEnvironment } from './workloads.ts'
import { createWorld, post, type World } from './world.ts'

let world: World
let account: ServiceAccount
let azure: Awaited<ReturnType<typeof azureWorkload>>
let azureOnce: Awaited<ReturnType<typeof azureWorkload>>
let environment: string
let authorization: string
let sessions = 0

beforeAll(async () => {
  world = await createWorld()
  account = await world.account()
  await world.awsIdentity(account.id)
  azure = await azureWorkload(world, account.id)
  const single = await world.account()
  azureOnce = await azureWorkload(world, single.id, { singleUse: true })
  environment = await readableEnvironment(world, account.id, 100)
  const input = { serviceAccountId: account.id, name: 'reader', expiresInSeconds: 3600 }
  authorization = `Bearer ${(await createServiceAccountToken(input, world.owner.context)).bearerToken}`
})
afterAll(() => world?.close())

const get = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${world.node.url}${path}`, { headers: { authorization, ...headers } })
  await answer.arrayBuffer()
  return answer.status
}

/** Every budget of D17, as a request that must be answered with 200. */
const requests = {
  'an AWS exchange': async () =>
    (await post(`${world.node.url}${awsRoute}`, world.awsBody(world.role('app', `i-${++sessions}`), account.id))).status,
  'an Azure exchange': async () => (await post(`${world.node.url}${azureRoute}`, await azure.body())).status,
  'an Azure exchange with a single-use token': async () => (await post(`${world.node.url}${azureRoute}`, await azureOnce.body())).status,
  'an introspection': () => get('/service/secrets/tokens/'),
  'a read of an environment as ciphertext': () => get('/service/secrets/', { environment }),
  'a read of an environment in plain text': () => get('/service/public/v1/secrets/', { environment }),
}
const names = Object.keys(requests) as (keyof typeof requests)[]

/** Statements of one such request; leases of rate limits and keys of Entra are not counted (D17). */
async function statementsOf(name: keyof typeof requests): Promise<string[]> {
  // The first one fetches Entra's keys and notes the token's use of this minute.
  expect(await requests[name]()).toBe(200)
  world.node.statements.length = 0
  expect(await requests[name]()).toBe(200)
  return world.node.statements.filter((text) => !text.includes('rate_limit'))
}

describe('D17: round trips to the database', () => {
  it.each(names)('%s costs two', async (name) => {
    const statements = await statementsOf(name)
    expect(statements, statements.join('\n')).toHaveLength(2)
  })

  it.each(names)('%s costs two still beside 20 000 tokens, 2 000 identities and 20 000 secrets of others', async (name) => {
    await crowd()
    const statements = await statementsOf(name)
    expect(statements, statements.join('\n')).toHaveLength(2)
  })
})

let crowded: Promise<void> | null = null
const crowd = (): Promise<void> => {
  crowded ??= fill()
  return crowded
}

/** Copies of what is there, under ids of their own, in great number. */
async function fill(): Promise<void> {
  const other = await world.account()
  const elsewhere = await readableEnvironment(world, other.id, 1)
  const identity = await world.awsIdentity(other.id)
  await createServiceAccountToken({ serviceAccountId: other.id, name: 'copied', expiresInSeconds: 3600 }, world.owner.context)
  const copy = (table: string, changes: Record<string, string>, where: string, count: number, parameters: unknown[]) =>
    world.database.pool.query(
      `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object(${Object.entries(changes)
        .map(([column, value]) => `'${column}', ${value}`)
        .join(', ')}))).* from ${table} t, generate_series(1, ${count}) n where ${where}`,
      parameters,
    )
  const id = 'gen_random_uuid()'
  const hash = `'\\x' || encode(sha256(('${newId(world.services.runtime)}' || n)::bytea), 'hex')`
  await copy('service_account_tokens', { id, value_hash: hash }, `t.service_account_id = $1`, 20_000, [other.id])
  await copy('external_identities', { id, name: `'copy ' || n` }, 't.id = $1', 2_000, [identity.id])
  await copy('secrets', { id, key_digest: `md5(n::text)`, path: `'/copies'` }, 't.environment_id = $1', 20_000, [elsewhere])
  await world.database.pool.query('analyze')
}

import type { ServiceAccount } from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { awsRoute } from './refusals.ts'
import { createFleet, type Fleet, type ServerProcess } from './server-process.ts'
import { createWorld, post, type World } from './world.ts'

let world: World
let fleet: Fleet
let server: ServerProcess
let account: ServiceAccount

beforeAll(async () => {
  world = await createWorld()
  fleet = await createFleet(world)
  server = await fleet.start()
  account = await world.account()
  await world.awsIdentity(account.id)
})
afterAll(async () => {
  await fleet.close()
  await world.close()
})

describe('administrators and workloads do not share connections', () => {
  it('OPS-03: while a hundred slow questions hold all that administrators have, a workload logs in, and whoever waits is told to come back', async () => {
    const headers = { authorization: `Bearer Session ${world.owner.sessionToken}` }
    const ask = () => post(`${server.url}/api/graphql`, { query: '{ apps(first: 1) { totalCount } }' }, headers)
    expect((await ask()).status).toBe(200)
    const locker = await world.database.pool.connect()
    try {
      await locker.query('begin; lock table apps in access exclusive mode')
      let answered = 0
      const slow = Array.from({ length: 100 }, () => ask().finally(() => answered++))
      const login = await post(`${server.url}${awsRoute}`, world.awsBody(world.role(), account.id))
      expect(login.status, login.text).toBe(200)
      expect(answered).toBe(0)
      const refused = await Promise.all(slow)
      for (const { json, headers } of refused) {
        expect(json.errors[0].extensions).toMatchObject({ code: 'unavailable', status: 503 })
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
      }
    } finally {
      await locker.query('rollback')
      locker.release()
    }
    expect((await ask()).status).toBe(200)
  })
})

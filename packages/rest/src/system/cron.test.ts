import type { Services } from '@bonafide/core'
import { describe, expect, it } from 'vitest'
import { createFrame } from '../frame.ts'
import { cronRoutes } from './cron.ts'

const secret = 'a secret of a scheduler'
// The frame uses the clock and the dice alone.
const services = { runtime: { now: () => 0, randomBytes: (length: number) => new Uint8Array(length) } } as unknown as Services

function application(given?: string) {
  let drained = 0
  const quiet = () => {}
  const app = createFrame({ services, secureCookies: true, log: { debug: quiet, warn: quiet, error: quiet }, addressOf: () => '' })
  const drain = async () => ++drained
  app.route('/', cronRoutes({ cron: given === undefined ? undefined : { secret: given, drain } }))
  const call = (authorization?: string, method = 'GET') =>
    app.request('http://server/api/cron/jobs', { method, headers: authorization === undefined ? {} : { authorization } })
  return { call, drained: () => drained }
}

describe('a scheduler', () => {
  it('that brings the secret has the jobs done', async () => {
    const { call } = application(secret)
    const answer = await call(`Bearer ${secret}`)
    expect([answer.status, await answer.json()]).toEqual([200, { done: 1 }])
  })

  it.each([undefined, '', 'Bearer', 'Bearer ', `Bearer ${secret}x`, `Basic ${secret}`, secret, `Bearer ${secret.slice(1)}`])(
    'that sends %j is refused, and nothing is done',
    async (authorization) => {
      const { call, drained } = application(secret)
      expect((await call(authorization)).status).toBe(401)
      expect(drained()).toBe(0)
    },
  )

  it('finds nothing where the server was given no secret, whatever it brings', async () => {
    const { call, drained } = application()
    for (const authorization of [undefined, 'Bearer undefined', `Bearer ${secret}`]) expect((await call(authorization)).status).toBe(404)
    expect(drained()).toBe(0)
  })
})

import { type IssuerHealthStore, type IssuerObservation, OutboundError } from '@bonafide/core'
import { createIdentityProviders } from '@bonafide/identity-providers'
import { createMetrics } from '@bonafide/rest'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { watchIssuers } from './watch-issuers.ts'

const identityId = '0192c5a1-7a3b-7000-8000-000000000001'

/** A node that was shown a token of an issuer who does not answer. */
async function nodeWith(keep: IssuerHealthStore['keep']) {
  const providers = createIdentityProviders()
  const claims = { iss: 'https://issuer.example.test', aud: 'x', sub: 'x', iat: 1_790_000_000, exp: 1_790_000_300 }
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const token = `${part({ alg: 'RS256', kid: 'a' })}.${part(claims)}.c2ln`
  const config = providers.oidc.configSchema.parse({ issuer: claims.iss, audiences: ['x'], subjects: ['x'] })
  const fetch = async () => {
    throw new OutboundError('unreachable', 'nobody there')
  }
  const runtime = { now: () => 1_790_000_001_000, randomBytes: () => new Uint8Array(), fetch, serviceAccountId: '', serverHost: '' }
  await expect(providers.oidc.verify({ token }, [{ id: identityId, config, simulated: false }], runtime)).rejects.toThrow()
  const metrics = createMetrics()
  const store: Pick<IssuerHealthStore, 'keep' | 'count'> = { keep, count: async () => ({ answering: 2, failing: 1, unknown: 0 }) }
  const unused = () => Promise.reject(new Error('a watcher asks for nothing else'))
  const issuerHealth = { ...store, list: unused, find: unused, quiet: unused }
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => void lines.push(line) })
  const watcher = watchIssuers({ services: { providers }, administration: { stores: { issuerHealth } }, metrics, log })
  return { watcher, metrics, lines }
}

it('what was seen is written when the node stops, and measured without a name of anybody', async () => {
  const kept: IssuerObservation[] = []
  const { watcher, metrics } = await nodeWith(async (observations) => void kept.push(...observations))
  await watcher.stop()
  expect(kept).toMatchObject([{ identityId, answer: { answered: false } }])
  const text = await metrics.registry.metrics()
  expect(text).toContain('issuers{state="failing"} 1')
  expect(text).toContain('issuer_ask_duration_seconds_count{provider="oidc",outcome="failed"} 1')
  for (const name of [identityId, 'issuer.example.test']) expect(text).not.toContain(name)
  await watcher.stop()
  expect(kept).toHaveLength(1)
})

it('a database that is away costs a line in the log, and nobody a login', async () => {
  const { watcher, lines } = await nodeWith(() => Promise.reject(new Error('no database')))
  await expect(watcher.stop()).resolves.toBeUndefined()
  expect(lines.join('')).toContain('the health of issuers was not kept')
})

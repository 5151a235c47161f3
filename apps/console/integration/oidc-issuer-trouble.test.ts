import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createOidcWorld, type OidcWorld, oidcAudience } from './oidc-world.ts'
import { expectRefusal, oidcRoute } from './refusals.ts'

/** What becomes of logins when issuers change, fail or grow, through the whole product. */

let world: OidcWorld
beforeAll(async () => {
  world = await createOidcWorld()
})
afterAll(() => world.close())
beforeEach(() => {
  world.issuer.behave()
  world.clock.offsetMs = 0
})

/** What the exchange says of the proof, as an administrator reads it. */
const proofStep = async (accountId: string) => {
  const { rows } = await world.database.pool.query('select steps from exchanges where service_account_id = $1 order by id desc limit 1', [
    accountId,
  ])
  return rows[0]?.steps.find(({ name }: { name: string }) => name === 'proof_valid')
}
const pass = (minutes: number) => {
  world.clock.offsetMs += minutes * 60_000
}

describe('key rotation', () => {
  it('a new key counts at once on every node, and the old one no longer than ten minutes after it is gone', async () => {
    const { accountId } = await world.trusting()
    const other = await world.start()
    const [first] = world.issuer.keys
    const sent = world.bodyOf(accountId, { lifetimeSeconds: 3600 })
    for (const node of [world.node, other]) expect((await world.send(sent, node)).status).toBe(200)
    world.issuer.addKey()
    for (const node of [world.node, other]) expect((await world.send(world.bodyOf(accountId), node)).status).toBe(200)
    world.issuer.keys.shift()
    pass(10)
    const old = world.bodyOf(accountId, { key: first, lifetimeSeconds: 3600 })
    const expected = { status: 401, code: 'login_denied', outbound: 2, step: ['proof_valid', 'key_not_found'] as [string, string] }
    await expectRefusal(world, old, expected, oidcRoute, world.elsewhere())
    expect((await world.send(world.bodyOf(accountId), other)).status).toBe(200)
  })
})

describe('an outage of the issuer', () => {
  it('its keys go on for more than an hour, each exchange says so, and afterwards all is as before', async () => {
    const { accountId } = await world.trusting()
    expect((await world.send(world.bodyOf(accountId))).status).toBe(200)
    expect((await proofStep(accountId)).detail).toBeUndefined()
    world.issuer.misbehave('refused')
    pass(11)
    expect((await world.send(world.bodyOf(accountId))).status).toBe(200)
    pass(64)
    expect((await world.send(world.bodyOf(accountId))).status).toBe(200)
    expect(await proofStep(accountId)).toMatchObject({
      status: 'passed',
      detail: 'The issuer cannot be asked now; its keys of 75 minutes ago still count.',
    })
    const forged = world.bodyOf(accountId, { key: world.issuer.strangersKey() })
    expect((await world.send(forged)).status).toBe(401)
    world.issuer.behave()
    pass(1)
    await world.send(world.bodyOf(accountId))
    expect((await world.send(world.bodyOf(accountId))).status).toBe(200)
    expect((await proofStep(accountId)).detail).toBeUndefined()
  })

  it('without keys at hand the caller is told to come back, and nothing is minted', async () => {
    const { accountId } = await world.trusting()
    world.issuer.misbehave('refused')
    const expected = { status: 503, code: 'unavailable', outbound: 1, step: ['proof_valid', 'unavailable'] as [string, string] }
    const { headers } = await expectRefusal(world, world.bodyOf(accountId), expected, oidcRoute, world.elsewhere())
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('an issuer of 150 keys', () => {
  it('R-288 each of them counts, and the exchange warns that others hold a hundred', async () => {
    const { accountId } = await world.trusting()
    const before = [...world.issuer.keys]
    // Keys of one shape under names of their own: drawing 150 would take a while.
    const filler = world.issuer.strangersKey('ES256').published
    world.issuer.moreKeys = Array.from({ length: 149 }, (_, index) => ({ ...filler, kid: `filler ${index}` }))
    world.issuer.keys.splice(0, before.length - 1)
    expect((await world.send(world.bodyOf(accountId))).status).toBe(200)
    expect(await proofStep(accountId)).toMatchObject({
      status: 'passed',
      detail: 'The issuer publishes 150 keys, more than the 100 that others hold.',
    })
    world.issuer.moreKeys = []
  })
})

describe('tokens of Kubernetes', () => {
  const sub = 'system:serviceaccount:shop:checkout'
  const inCluster = { namespace: 'shop', serviceaccount: { name: 'checkout', uid: '0192c5a1-7a3b-4000-8000-000000000001' } }
  const pod = { sub, aud: [oidcAudience], repository_id: undefined, 'kubernetes.io': inCluster }
  const config = { subjects: [sub], claims: [`/kubernetes.io/serviceaccount/uid = ${inCluster.serviceaccount.uid}`] }

  it('JWT-55 a projected one, made for this server, is accepted again and again', async () => {
    const { accountId } = await world.trusting(config)
    const body = world.bodyOf(accountId, { claims: pod, lifetimeSeconds: 3607 })
    for (const _ of [1, 2]) expect((await world.send(body)).status).toBe(200)
  })

  it.each<[string, Record<string, unknown>, number, string, [string, string]]>([
    [
      'JWT-54 a legacy one without an end',
      { iss: 'kubernetes/serviceaccount', aud: undefined, exp: undefined, iat: undefined, nbf: undefined },
      401,
      'login_denied',
      ['fresh', 'token_expired'],
    ],
    ['JWT-54 one without an end under the right issuer', { exp: undefined }, 401, 'login_denied', ['fresh', 'token_expired']],
    [
      'JWT-54 a legacy one with an end',
      { iss: 'kubernetes/serviceaccount' },
      401,
      'login_denied',
      ['endpoint_allowed', 'issuer_not_allowed'],
    ],
    [
      'JWT-55 one for the API server',
      { aud: ['https://kubernetes.default.svc'] },
      403,
      'audience_mismatch',
      ['audience', 'audience_mismatch'],
    ],
    [
      'JWT-57 one of an account made anew',
      { 'kubernetes.io': { ...inCluster, serviceaccount: { name: 'checkout', uid: '0192c5a1-7a3b-4000-8000-000000000009' } } },
      403,
      'claim_mismatch',
      ['trust', 'claim_mismatch'],
    ],
  ])('%s is refused', async (_, claims, status, code, step) => {
    const { accountId } = await world.trusting(config)
    const body = world.bodyOf(accountId, { claims: { ...pod, ...claims } })
    await expectRefusal(world, body, { status, code, outbound: 2, step }, oidcRoute, world.elsewhere())
  })
})

import {
  bindExtIdentity,
  createExtIdentity,
  exchange,
  isDomainError,
  readExchange,
  type ServiceAccount,
  testExtIdentity,
} from '@bonafide/core'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createWorld, type World } from './world.ts'

const audience = 'https://bonafide.example'
const cases = 1000

let world: World
let account: ServiceAccount
let identityId: string

beforeAll(async () => {
  world = await createWorld()
  account = await world.account()
  const config = {
    issuer: world.issuer.issuer,
    audiences: [audience, 'other'],
    subjects: ['repo:acme/shop:ref:refs/heads/*', 'job:1'],
    claims: ['repository_id = 1', 'groups has deployers', 'nested.place in a, b', 'ref like refs/*/main'],
    maxProofAgeSeconds: 600,
  }
  const identity = await createExtIdentity({ provider: 'oidc', name: 'pipeline', config }, world.owner.context)
  identityId = identity.id
  await bindExtIdentity({ identityId, serviceAccountId: account.id }, world.owner.context)
}, 60_000)
afterAll(() => world.close())

/** A claim as it should be, most of the time; or close beside it. */
const mostly = <Value>(right: Value, ...others: unknown[]) =>
  fc.oneof({ weight: 7, arbitrary: fc.constant<unknown>(right) }, { weight: 2, arbitrary: fc.constantFrom(...others) })
const claims = fc.record({
  iss: mostly('https://tokens.example.test', 'https://tokens.example.test/', 'https://other.example', 7),
  aud: mostly(audience, [audience], ['x', 'other'], 'x', [], null),
  sub: mostly(
    'repo:acme/shop:ref:refs/heads/main',
    'job:1',
    'job:2',
    'repo:acme/shop:ref:refs/heads/a/b',
    'repo:acme/shop2:ref:refs/heads/main',
    '',
  ),
  repository_id: mostly('1', 1, '2', 2, true, ['1']),
  groups: mostly(['deployers'], ['a', 'deployers'], ['deployers,a'], 'deployers', [['deployers']]),
  nested: mostly({ place: 'a' }, { place: 'b' }, { place: 'c' }, 'a', { place: ['a'] }),
  ref: mostly('refs/heads/main', 'refs/tags/main', 'refs/heads/x/main', 'refs/main'),
})
const ages = fc.constantFrom(0, 0, 0, 100, 650, -20, -60)

it(`N-02 the dry run and the exchange agree, over ${cases} generated tokens; the dry run mints and keeps nothing`, async () => {
  const outcomes = new Map<string, number>()
  const tokens = () => world.count('service_account_tokens')
  for (const [made, age] of fc.sample(fc.tuple(claims, ages), { numRuns: cases, seed: 20_260_101 })) {
    const now = Math.floor(world.clock.now() / 1000) - age
    const token = world.issuer.issue({ claims: { ...made, iat: now, nbf: now, exp: now + 900 } })
    const jwt = Buffer.from(token).toString('base64')
    const { attempts } = await testExtIdentity({ provider: 'oidc', identityId, proof: { jwt } }, world.owner.context)
    const dry = attempts[0]?.steps.find(({ status }) => status === 'failed')
    const real = await logIn(jwt)
    expect({ code: dry?.code ?? null, expected: dry?.expected ?? null }, JSON.stringify(made)).toEqual(real)
    outcomes.set(real.code ?? 'accepted', (outcomes.get(real.code ?? 'accepted') ?? 0) + 1)
  }
  // The cases are of every kind, so that agreeing means something.
  expect([...outcomes.keys()].sort()).toEqual([
    'accepted',
    'audience_mismatch',
    'claim_mismatch',
    'clock_skew',
    'issuer_not_allowed',
    'signature_invalid',
    'subject_not_trusted',
    'token_expired',
  ])
  expect(await tokens()).toBe(outcomes.get('accepted'))
  expect(await world.count('exchanges')).toBe(cases)
}, 120_000)

/** How the exchange ended, as its row tells. */
async function logIn(jwt: string): Promise<{ code: string | null; expected: string | null }> {
  const context = world.anonymous()
  try {
    await exchange(world.services.providers.oidc, { account: { type: 'service', id: account.id }, oidc: { jwt } }, context)
  } catch (error) {
    if (!isDomainError(error)) throw error
  }
  const { rows } = await world.database.pool.query('select id from exchanges where request_id = $1', [context.request.id])
  const { steps } = await readExchange({ id: rows[0].id }, world.owner.context)
  const failure = steps.find(({ status }) => status === 'failed')
  return { code: failure?.code ?? null, expected: failure?.expected ?? null }
}

import { type SignOptions, tamper } from '@bonafide/stand-ins'
import { describe, expect, test } from 'vitest'
import { createWorld, outcomeOf, type World } from '../testing.ts'
import { awsIamConfigSchema } from './schema.ts'
import { outcome, parsed, proofOf, provider, roleArn, trusting, verify, withRole } from './testing.ts'

describe('freshness and binding', () => {
  test.each([
    [61, 'signature_expired'],
    [60, 'accepted'],
    [59, 'accepted'],
    [-29, 'accepted'],
    [-31, 'clock_skew'],
  ])('AWS-51 R-061 a request signed %i s ago: %s', async (ageSeconds, expected) => {
    const world = createWorld()
    const signed = proofOf(world, withRole(world), { now: new Date(world.runtime.now() - ageSeconds * 1000) })
    expect(await outcome(world, signed)).toBe(expected)
  })

  test('AWS-53 the same request has the same hash however it is written down, another one another', async () => {
    const world = createWorld()
    const role = withRole(world)
    const signed = proofOf(world, role)
    const { Authorization, ...others } = signed.headers
    const rewritten = {
      ...signed,
      url: `${signed.url}/`,
      headers: { authorization: [String(Authorization).replaceAll(', ', ',')], ...others },
    }
    const first = await verify(world, signed)
    expect(first.proofHash).toHaveLength(32)
    expect((await verify(world, rewritten)).proofHash).toEqual(first.proofHash)
    world.pass(1)
    expect((await verify(world, proofOf(world, role))).proofHash).not.toEqual(first.proofHash)
  })

  test('AWS-56 a used request is remembered longer than any identity would accept it', async () => {
    const world = createWorld()
    const { proofEndsAt } = await verify(world, proofOf(world, withRole(world)))
    expect(proofEndsAt - world.runtime.now()).toBe((900 + 60) * 1000)
  })

  test.each([0, -1, 86_400, '60', 1e9, null, 60.5, Number.NaN])(
    'AWS-57 a signature expiry of %j cannot be saved',
    (signatureExpirySeconds) => {
      expect(awsIamConfigSchema.safeParse({ principals: [roleArn], signatureExpirySeconds }).success).toBe(false)
    },
  )

  const bound = (world: World, changes: Partial<SignOptions> = {}) => {
    const { serverHost, serviceAccountId } = world.runtime
    return proofOf(world, withRole(world), { serverId: `${serverHost};${serviceAccountId};${'n'.repeat(22)}`, ...changes })
  }

  test('AWS-58 without the requirement: none is fine, a right one is fine', async () => {
    const world = createWorld()
    expect(await outcome(world, proofOf(world, withRole(world)))).toBe('accepted')
    expect(await outcome(world, bound(world))).toBe('accepted')
  })

  test('AWS-58 with the requirement: none is refused, a right one is fine', async () => {
    const world = createWorld()
    expect(await outcome(world, proofOf(world, withRole(world)), { requireServerBinding: true })).toBe('server_binding_missing')
    expect(await outcome(world, bound(world), { requireServerBinding: true })).toBe('accepted')
  })

  test.each([true, false])('AWS-58 a wrong, foreign or unsigned binding is refused (required: %s)', async (requireServerBinding) => {
    const world = createWorld()
    const { serverHost, serviceAccountId } = world.runtime
    const nonce = 'n'.repeat(22)
    const wrong = [
      'x',
      `staging.example.test;${serviceAccountId};${nonce}`,
      `${serverHost};other;${nonce}`,
      `${serverHost};${serviceAccountId};`,
      `${serverHost};${serviceAccountId};${nonce}x`,
    ]
    for (const serverId of wrong)
      expect(await outcome(world, bound(world, { serverId }), { requireServerBinding })).toBe('server_binding_mismatch')
    const right = `${serverHost};${serviceAccountId};${nonce}`
    const unsigned = proofOf(world, withRole(world), { unsignedHeaders: { 'X-Bonafide-Server-Id': right } })
    expect(await outcome(world, unsigned, { requireServerBinding })).toBe('server_binding_mismatch')
  })

  test('AWS-59 two bindings are no binding, in whatever form', async () => {
    const world = createWorld()
    const signed = bound(world, { variant: 'bonafide-cli' })
    const right = String(signed.headers['X-Bonafide-Server-Id'])
    const twice = [
      { 'x-bonafide-server-id': 'wrong' },
      { 'X-Bonafide-Server-Id': ['wrong', right] },
      { 'X-Bonafide-Server-Id': `${right}, wrong` },
    ]
    for (const headers of twice) expect(await outcome(world, tamper(signed, { headers }))).toBe('server_binding_mismatch')
  })

  test.each([
    [600, 'signature_expired'],
    [-600, 'clock_skew'],
  ])('AWS-64 a clock that is off by %i s refuses', async (seconds, expected) => {
    const world = createWorld()
    const signed = proofOf(world, withRole(world))
    const runtime = { ...world.runtime, now: () => world.runtime.now() + seconds * 1000 }
    const proof = parsed(signed)
    expect(outcomeOf(await provider.verify(proof, [trusting()], runtime))).toBe(expected)
  })
})

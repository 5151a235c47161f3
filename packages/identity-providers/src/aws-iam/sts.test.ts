import { type StsMisbehaviour, tamper } from '@bonafide/stand-ins'
import { describe, expect, test } from 'vitest'
import { createWorld, outcomeOf } from '../testing.ts'
import { outcome, parsed, proofOf, provider, trusting, verify, withRole } from './testing.ts'

describe('what STS answers', () => {
  test.each([
    ['signature_does_not_match', 'signature_invalid'],
    ['invalid_client_token_id', 'sts_rejected'],
    ['expired_token', 'token_expired'],
    ['incomplete_signature', 'sts_rejected'],
    ['access_denied', 'sts_rejected'],
  ] as const)('AWS-37 %s refuses the proof', async (misbehaviour, code) => {
    const world = createWorld()
    world.sts.misbehave(misbehaviour)
    const verification = await verify(world, proofOf(world, withRole(world)))
    expect(verification.principal).toBeNull()
    expect(outcomeOf(verification)).toBe(code)
    expect(JSON.stringify(verification)).not.toContain('does not match.')
  })

  test('AWS-37 a tampered signature, an unknown key and a stolen key id are refused', async () => {
    const world = createWorld()
    const role = withRole(world)
    const signed = proofOf(world, role)
    const authorization = String(signed.headers.Authorization)
    const flipped = authorization.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))
    expect(await outcome(world, tamper(signed, { headers: { Authorization: flipped } }))).toBe('signature_invalid')
    expect(await outcome(world, proofOf(world, { ...role, secretAccessKey: 'guessed' }))).toBe('signature_invalid')
    expect(await outcome(world, proofOf(world, { ...role, accessKeyId: 'ASIAZZZZZZZZZZZZZZZZ' }))).toBe('sts_rejected')
  })

  test.each(['throttle', 'throttle_429', 'unavailable'] as const)(
    'AWS-38 %s asks for patience after two more attempts',
    async (misbehaviour) => {
      const world = createWorld()
      world.sts.misbehave(misbehaviour)
      await expect(verify(world, proofOf(world, withRole(world)))).rejects.toMatchObject({
        code: 'unavailable',
        retryAfterSeconds: expect.any(Number),
      })
      expect(world.calls).toHaveLength(3)
    },
  )

  test('AWS-38 a request that is throttled once is answered', async () => {
    const world = createWorld()
    world.sts.misbehave('throttle', { times: 1 })
    expect(await outcome(world, proofOf(world, withRole(world)))).toBe('accepted')
  })

  test.each(['internal', 'refused', 'reset'] as const)('AWS-39 %s is an upstream error', async (misbehaviour) => {
    const world = createWorld()
    world.sts.misbehave(misbehaviour)
    await expect(verify(world, proofOf(world, withRole(world)))).rejects.toMatchObject({ code: 'upstream_error' })
    expect(world.calls).toHaveLength(1)
  })

  test.each(['hang', 'drip'] as const)('AWS-40 %s ends at the deadline', async (misbehaviour) => {
    const world = createWorld()
    world.patienceMilliseconds = 50
    world.sts.misbehave(misbehaviour)
    await expect(verify(world, proofOf(world, withRole(world)))).rejects.toMatchObject({ code: 'upstream_timeout' })
  })

  test('AWS-40 AWS-45 STS is given five seconds and 64 KB, retries included', async () => {
    const world = createWorld()
    const asked: unknown[] = []
    const runtime = {
      ...world.runtime,
      fetch: (url: string, init = {}) => {
        asked.push(init)
        world.pass(3)
        return world.runtime.fetch(url, init)
      },
    }
    world.sts.misbehave('throttle', { times: 1 })
    const proof = parsed(proofOf(world, withRole(world)))
    await provider.verify(proof, [], runtime)
    expect(asked).toMatchObject([{ timeoutMs: 5000, maxBytes: 65_536 }, { timeoutMs: 2000 }])
  })

  const contentFaults: [string, StsMisbehaviour][] = [
    ['AWS-41', 'empty'],
    ['AWS-41', 'truncated'],
    ['AWS-41', 'html'],
    ['AWS-41', 'bom'],
    ['AWS-41', 'garbage'],
    ['AWS-41', 'garbage_prefix'],
    ['AWS-42', 'two_arns'],
    ['AWS-42', 'two_results'],
    ['AWS-42', 'two_roots'],
    ['AWS-44', 'doctype_entity'],
    ['AWS-45', 'numeric_references'],
    ['AWS-45', 'huge'],
    ['AWS-45', 'gzip_bomb'],
    ['AWS-45', 'stacked_encodings'],
    ['AWS-47', 'account_mismatch'],
    ['AWS-47', 'bad_user_id'],
    ['AWS-48', 'wrong_namespace'],
    ['AWS-48', 'no_namespace'],
    ['AWS-49', 'arn_five_parts'],
    ['AWS-49', 'arn_seven_parts'],
    ['AWS-49', 'assumed_role_without_session'],
    ['AWS-49', 'empty_arn'],
    ['AWS-49', 'arn_with_newline'],
    ['AWS-49', 'arn_with_spaces'],
    ['AWS-49', 'missing_arn'],
    ['AWS-02', 'json'],
  ]
  test.each(contentFaults)('%s %s is not believed', async (_, misbehaviour) => {
    const world = createWorld()
    world.sts.misbehave(misbehaviour)
    await expect(verify(world, proofOf(world, withRole(world)))).rejects.toMatchObject({ code: 'upstream_error' })
    expect(world.calls).toHaveLength(1)
  })

  test.each([301, 302, 303, 307, 308] as const)('AWS-16 a redirect by %i is not followed', async (status) => {
    const world = createWorld()
    world.sts.misbehave({ kind: 'redirect', status, location: 'http://169.254.169.254/' })
    await expect(verify(world, proofOf(world, withRole(world)))).rejects.toMatchObject({ code: 'upstream_error' })
    expect(world.calls).toEqual(['sts.eu-central-1.amazonaws.com'])
  })

  test('AWS-16 a redirect that the network layer lets through is not believed either', async () => {
    const world = createWorld()
    const runtime = { ...world.runtime, fetch: async () => ({ status: 307, headers: {}, body: new Uint8Array() }) }
    const proof = parsed(proofOf(world, withRole(world)))
    await expect(provider.verify(proof, [trusting()], runtime)).rejects.toMatchObject({ code: 'upstream_error' })
  })

  test('an error says nothing of what STS said, nor of whom we trust', async () => {
    const canary = 'canary-3b1f'
    for (const status of [200, 403, 500]) {
      const world = createWorld()
      world.sts.misbehave({ kind: 'body', status, body: `<x>${canary}</x>` })
      const error = await verify(world, proofOf(world, withRole(world))).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'upstream_error' })
      expect(JSON.stringify(error) + String(error)).not.toMatch(/canary|role\/app|AWS4/)
    }
  })
})

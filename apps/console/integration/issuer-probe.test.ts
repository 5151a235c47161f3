import { probeIssuer } from '@bonafide/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createWorld, type World } from './world.ts'

let world: World
const config = { issuer: 'https://tokens.example.test', audiences: ['x'], subjects: ['x'] }
const probe = (changes: object = {}) => probeIssuer({ provider: 'oidc', config: { ...config, ...changes } }, world.owner.context)

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(() => {
  world.issuer.behave()
  world.issuer.discovery = {}
})

describe('an issuer that is asked before it is trusted', () => {
  it('tells its keys, and what they sign with', async () => {
    const answer = await probe()
    expect(answer).toMatchObject({ url: 'https://tokens.example.test/.well-known/openid-configuration', problem: null })
    expect(answer.keys).toEqual([{ keyId: world.issuer.keys[0]?.kid, algorithms: ['RS256'], use: 'sig' }])
  })

  it.each([
    ['speaks for another', () => ({ issuer: 'https://tokens.example.test/' }), 'The discovery document speaks for'],
    ['points elsewhere', () => ({ jwks_uri: 'https://keys.example.test/keys' }), 'points to keys at https://keys.example.test'],
  ])('says what is wrong when it %s', async (_, discovery, problem) => {
    world.issuer.discovery = discovery()
    const answer = await probe()
    expect([answer.keys, answer.problem]).toEqual([[], expect.stringContaining(problem)])
  })

  it('says that none of its keys fits, and that it cannot be reached', async () => {
    expect((await probe({ algorithms: ['ES384'] })).problem).toBe('None of the 1 keys signs with ES384.')
    world.issuer.misbehave('refused')
    expect((await probe()).problem).toContain('could not be asked')
  })

  it('is asked nothing by whoever may not make identities, nor where it must not be asked', async () => {
    const before = world.outbound.length
    await expect(probeIssuer({ provider: 'oidc', config }, (await world.member('Developer')).context)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(probeIssuer({ provider: 'oidc', config }, world.anonymous())).rejects.toMatchObject({ code: 'unauthenticated' })
    for (const issuer of ['http://tokens.example.test', 'https://localhost', 'https://10.0.0.1', 'https://vault.internal'])
      await expect(probe({ issuer })).rejects.toMatchObject({ code: 'malformed_request' })
    await expect(probeIssuer({ provider: 'aws_iam', config: {} }, world.owner.context)).rejects.toMatchObject({
      code: 'unsupported_provider',
    })
    expect(world.outbound).toHaveLength(before)
  })

  it('is asked only so often', async () => {
    const { context } = await world.member('Admin')
    const asked = await Promise.allSettled(Array.from({ length: 25 }, () => probeIssuer({ provider: 'oidc', config }, context)))
    const refused = asked.filter((one) => one.status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    for (const one of refused) expect(one.reason).toMatchObject({ code: 'rate_limited' })
  })
})

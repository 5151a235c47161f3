import type { EntraMisbehaviour } from '@bonafide/stand-ins'
import { describe, expect, test } from 'vitest'
import { outcomeOf } from '../testing.ts'
import { otherTenant, tenantId, useAzure } from './testing.ts'

const azure = useAzure()
const { issue, outcome, outcomeWith, trusting, verify } = azure

describe('keys', () => {
  const outage: EntraMisbehaviour[] = ['internal', 'refused', 'empty_keys', 'html', 'huge', 'redirect', 'garbage', 'truncated']

  test('R-082 the keys come from the configured tenant, whatever the token says', async () => {
    await outcomeWith({ overrides: { tid: otherTenant } })
    expect(azure.world.entra.requests.map(({ url }) => url)).toEqual([`https://login.microsoftonline.com/${tenantId}/discovery/keys`])
  })

  test('AZ-26 a rotated key is accepted at once', async () => {
    const first = trusting()
    await verify(await issue(), [first])
    azure.world.pass(5)
    await azure.world.entra.rotateKeys(tenantId)
    expect(outcomeOf(await verify(await issue(), [first]))).toBe('accepted')
    expect(azure.world.calls).toHaveLength(2)
  })

  test('AZ-25 JWT-70 a storm of unknown keys costs one fetch per ten seconds, and good tokens none', async () => {
    const known = trusting()
    const [good, ...storm] = await Promise.all([
      issue(),
      ...Array.from({ length: 50 }, (_, index) => issue({ header: { kid: `invented-${index}` } })),
    ])
    await verify(good, [known])
    await Promise.all(storm.map((token) => verify(token, [known])))
    for (const token of [...storm, good]) await verify(token, [known])
    expect(azure.world.calls).toHaveLength(2)
    azure.world.pass(10)
    await Promise.all(storm.map((token) => verify(token, [known])))
    expect(azure.world.calls).toHaveLength(3)
  })

  test('JWT-71 500 tokens at once cost one fetch', async () => {
    const known = trusting()
    const token = await issue()
    const verifications = await Promise.all(Array.from({ length: 500 }, () => verify(token, [known])))
    expect(verifications.every((verification) => outcomeOf(verification) === 'accepted')).toBe(true)
    expect(azure.world.calls).toHaveLength(1)
  })

  test('AZ-27 a withdrawn key is refused after ten minutes, and at once after a purge', async () => {
    const known = trusting()
    const { kid } = await azure.world.entra.currentKey(tenantId)
    const token = await issue()
    await azure.world.entra.rotateKeys(tenantId)
    expect(outcomeOf(await verify(token, [known]))).toBe('accepted')
    await azure.world.entra.removeKey(tenantId, kid)
    azure.world.pass(600)
    expect(outcomeOf(await verify(token, [known]))).toBe('key_not_found')
  })

  test('AZ-27 a purge forgets the keys of one identity', async () => {
    const known = trusting()
    const { kid } = await azure.world.entra.currentKey(tenantId)
    const token = await issue()
    await azure.world.entra.rotateKeys(tenantId)
    await verify(token, [known])
    await azure.world.entra.removeKey(tenantId, kid)
    azure.provider.purgeKeys(known.id)
    expect(outcomeOf(await verify(token, [known]))).toBe('key_not_found')
  })

  test('keys are refreshed ahead of need, in the background', async () => {
    const known = trusting()
    const token = await issue({ lifetimeSeconds: 86_400 })
    await verify(token, [known])
    azure.world.pass(299)
    await verify(token, [known])
    expect(azure.world.calls).toHaveLength(1)
    azure.world.pass(1)
    await verify(token, [known])
    expect(azure.world.calls).toHaveLength(2)
  })

  test.each(outage)('AZ-28 warm keys go on for a day while Entra answers %s', async (misbehaviour) => {
    const known = trusting()
    await verify(await issue(), [known])
    azure.world.entra.misbehave(misbehaviour)
    const token = await issue()
    for (const seconds of [400, 400, 3600, 40_000, 41_000]) {
      azure.world.pass(seconds)
      expect(outcomeOf(await verify(token, [known]))).toBe('accepted')
    }
    azure.world.pass(1100)
    await expect(verify(await issue(), [known])).rejects.toMatchObject({ code: 'unavailable' })
  })

  test.each(outage)('AZ-28 without keys, %s makes the exchange unavailable, and the next attempt counts', async (misbehaviour) => {
    const token = await issue()
    const known = trusting()
    azure.world.entra.misbehave(misbehaviour)
    await expect(verify(token, [known])).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: expect.any(Number) })
    azure.world.entra.behave()
    azure.world.pass(1)
    expect(outcomeOf(await verify(token, [known]))).toBe('accepted')
  })

  test('a tenant that Entra does not know is a refusal, not an outage', async () => {
    const token = await issue({ tenantId: otherTenant })
    azure.world.entra.misbehave({ kind: 'body', status: 400, body: '{"error":"invalid_tenant"}' })
    expect(await outcome(token, { tenantId: otherTenant })).toBe('key_not_found')
  })

  test('an identity whose keys cannot be had does not stand in the way of another', async () => {
    const broken = trusting({ tenantId: otherTenant })
    expect(outcomeOf(await verify(await issue(), [broken, trusting()]), 1)).toBe('accepted')
  })

  test('JWT-69 1 000 keys are read, more are not', async () => {
    const { publicJwk } = await azure.world.entra.currentKey(tenantId)
    const members = (count: number) => Array.from({ length: count }, (_, index) => ({ ...publicJwk, kid: `key-${index}` }))
    for (const [count, expected] of [
      [999, 'accepted'],
      [1000, 'unavailable'],
    ] as const) {
      const { kid } = await azure.world.entra.currentKey(tenantId)
      azure.world.entra.misbehave(() => Response.json({ keys: [...members(count), { ...publicJwk, kid }] }))
      const result = await verify(await issue()).then(outcomeOf, (error: { code: string }) => error.code)
      expect(result).toBe(expected)
    }
  })

  test('an unknown account costs no call and the same verification', async () => {
    const verification = await verify(await issue(), [])
    expect(verification).toMatchObject({ principal: null, judgements: [] })
    expect(verification.proofHash).toHaveLength(32)
    expect(azure.world.calls).toEqual([])
  })

  test('identities do not share keys', async () => {
    const token = await issue()
    await verify(token, [trusting(), trusting()])
    expect(azure.world.calls).toHaveLength(2)
  })
})

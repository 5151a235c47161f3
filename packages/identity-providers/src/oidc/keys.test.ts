import type { IssuerMisbehaviour } from '@bonafide/stand-ins'
import { describe, expect, test } from 'vitest'
import { outcomeOf } from '../testing.ts'
import { issuerUrl, useOidc } from './testing.ts'

const oidc = useOidc()
const { issue, outcome, outcomeWith, trusting, verify } = oidc

const outage: IssuerMisbehaviour[] = [
  'internal',
  'refused',
  'empty',
  'html',
  'bom',
  'huge',
  'gzip_bomb',
  'redirect',
  'garbage',
  'truncated',
]
const resultOf = (token: string, known = trusting()) => verify(token, [known]).then(outcomeOf, (error: { code: string }) => error.code)

describe('which key', () => {
  test.each([['a'], 5, null, '', {}, true, 'k'.repeat(257), 'k'.repeat(30_000)])(
    'JWT-15 a kid that is no text of sane length does not stand for none (%#), nobody asked',
    async (kid) => {
      expect(await outcomeWith({ header: { kid } })).toBe('signature_invalid')
      expect(oidc.world.calls).toEqual([])
    },
  )

  test.each(['../../etc/passwd', "' OR 1=1--", '__proto__', 'constructor', 'toString', '%00', 'https://evil.test/', '\n'])(
    'JWT-15 kid %j finds no key',
    async (kid) => {
      expect(await outcomeWith({ header: { kid } })).toBe('key_not_found')
      expect(new Set(oidc.world.issuer.requests).size).toBe(2)
    },
  )

  test('JWT-15 a kid counts to the letter', async () => {
    const { kid } = oidc.world.issuer.addKey()
    for (const other of [kid.toUpperCase(), ` ${kid}`, `${kid} `, `${kid}\u0301`])
      expect(await outcomeWith({ header: { kid: other } })).toBe('key_not_found')
  })

  test('JWT-16 of two keys under one kid either may have signed, and of very many the first few', async () => {
    const { kid } = oidc.world.issuer.addKey('ES256')
    for (let count = 0; count < 6; count++) oidc.world.issuer.addKey('ES256').published.kid = kid
    const results = await Promise.all(
      oidc.world.issuer.keys.slice(1).map((key) => outcome(issue({ key, header: { kid } }), { algorithms: ['ES256'] })),
    )
    expect(results).toEqual([...Array(5).fill('accepted'), 'signature_invalid', 'signature_invalid'])
  })

  test('JWT-17 a token that names no key is tried with up to five, and with none of more', async () => {
    const token = issue({ header: { kid: undefined } })
    const config = { algorithms: ['RS256', 'ES256'] }
    for (let count = 0; count < 4; count++) oidc.world.issuer.addKey('ES256')
    expect(await outcome(token, config)).toBe('accepted')
    oidc.world.issuer.addKey('ES256')
    expect(await outcome(token, config)).toBe('key_not_found')
    for (let count = 0; count < 44; count++) oidc.world.issuer.addKey('ES256')
    expect(await outcome(token, config)).toBe('key_not_found')
  })

  test('JWT-18 keys for SVIDs count for SPIFFE alone, and other keys of the bundle for nobody', async () => {
    const svid = { sub: 'spiffe://acme.test/ns/shop/sa/web' }
    const config = { subjects: ['spiffe://acme.test/ns/shop/sa/web'] }
    oidc.world.issuer.addKey().published.use = 'jwt-svid'
    expect(await outcomeWith({ claims: svid, header: { typ: undefined } }, config)).toBe('accepted')
    expect(await outcomeWith({})).toBe('key_not_found')
    expect(await outcomeWith({ claims: svid }, { subjects: [...config.subjects, 'job:build'] })).toBe('key_not_found')
    oidc.world.issuer.addKey().published.use = 'x509-svid'
    expect(await outcomeWith({ claims: svid }, config)).toBe('key_not_found')
  })

  test('JWT-62 a token of SPIFFE names its key and one audience', async () => {
    const config = { subjects: ['spiffe://acme.test/ns/*/sa/web'] }
    const svid = { sub: 'spiffe://acme.test/ns/shop/sa/web' }
    const aud = trusting().config.audiences[0]
    expect(await outcomeWith({ claims: svid, header: { kid: undefined } }, config)).toBe('key_not_found')
    expect(await outcomeWith({ claims: { ...svid, aud: [aud, 'other'] } }, config)).toBe('audience_mismatch')
    expect(await outcomeWith({ claims: { ...svid, aud: [aud] } }, config)).toBe('accepted')
  })
})

describe('trouble', () => {
  test.each(outage)('warm keys go on for a day while the issuer answers %s, and say so', async (misbehaviour) => {
    const known = trusting()
    await verify(issue(), [known])
    oidc.world.issuer.misbehave(misbehaviour)
    for (const seconds of [400, 400, 3600, 40_000, 41_000]) {
      oidc.world.pass(seconds)
      expect(outcomeOf(await verify(issue(), [known]))).toBe('accepted')
    }
    const { steps } = (await verify(issue(), [known])).judgements[0] ?? {}
    expect(steps?.find(({ name }) => name === 'proof_valid')?.detail).toMatch(/still count/)
    oidc.world.pass(1100)
    await expect(verify(issue(), [known])).rejects.toMatchObject({ code: 'unavailable' })
  })

  test.each(outage)('JWT-69 without keys, %s makes the exchange unavailable, and vouches for nobody', async (misbehaviour) => {
    const known = trusting()
    oidc.world.issuer.misbehave(misbehaviour)
    await expect(verify(issue(), [known])).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: expect.any(Number) })
    oidc.world.issuer.behave()
    oidc.world.pass(1)
    expect(await resultOf(issue(), known)).toBe('accepted')
  })

  test.each([
    [100, undefined],
    [101, /101 keys/],
    [150, /150 keys/],
    [1000, /1000 keys/],
  ] as const)('JWT-69 %i keys are all read, with a warning above a hundred', async (count, warning) => {
    const { publicKey } = oidc.world.issuer.strangersKey('ES256')
    const filler = publicKey.export({ format: 'jwk' })
    oidc.world.issuer.moreKeys = Array.from({ length: count - 1 }, (_, index) => ({ ...filler, kid: `k${index}` }))
    const { judgements } = await verify(issue())
    const step = judgements[0]?.steps.find(({ name }) => name === 'proof_valid')
    expect(step?.status).toBe('passed')
    if (warning) expect(step?.detail).toMatch(warning)
    else expect(step?.detail).toBeUndefined()
  })

  test.each([
    ['1001 keys', (key: unknown) => Array(1001).fill(key)],
    ['200 000 keys', () => Array(200_000).fill({})],
    ['170 000 entries in half a megabyte', () => Array(170_000).fill(0)],
    ['one key of 5 MB', () => [{ kid: 'x'.repeat(5_000_000) }]],
  ])('JWT-69 a set of %s is not believed, and the old one goes on', async (_, members) => {
    const known = trusting()
    await verify(issue(), [known])
    const { published } = oidc.world.issuer.strangersKey('ES256')
    oidc.world.issuer.misbehave((request) =>
      Response.json(request.url.endsWith('/keys') ? { keys: members(published) } : { issuer: issuerUrl, jwks_uri: `${issuerUrl}/keys` }),
    )
    oidc.world.pass(600)
    const startedAt = performance.now()
    expect(await resultOf(issue(), known)).toBe('accepted')
    expect(await resultOf(issue())).toBe('unavailable')
    expect(performance.now() - startedAt).toBeLessThan(5000)
  })

  test.each([{ keys: {} }, { keys: null }, {}, [], { keys: [] }, { keys: [null, 5, 'x', [], {}] }, { Keys: [] }])(
    'JWT-11 a set such as %j is none, and never a crash',
    async (document) => {
      oidc.world.issuer.misbehave((request) =>
        Response.json(request.url.endsWith('/keys') ? document : { issuer: issuerUrl, jwks_uri: `${issuerUrl}/keys` }),
      )
      expect(await resultOf(issue())).toBe('unavailable')
    },
  )
})

describe('storms', () => {
  test('JWT-70 invented key ids cost one fetch per ten seconds, and good tokens none', async () => {
    const known = trusting()
    const good = issue()
    await verify(good, [known])
    const storm = Array.from({ length: 200 }, (_, index) => issue({ header: { kid: `invented-${index}` } }))
    await Promise.all(storm.map((token) => verify(token, [known])))
    for (const token of storm) expect(await resultOf(token, known)).toBe('key_not_found')
    expect(await resultOf(good, known)).toBe('accepted')
    expect(oidc.world.calls).toHaveLength(4)
    oidc.world.pass(10)
    await Promise.all(storm.map((token) => verify(token, [known])))
    expect(oidc.world.calls).toHaveLength(6)
  })

  test('JWT-71 500 tokens at once cost one fetch, cold and when the keys have become old', async () => {
    const known = trusting()
    for (const calls of [2, 4]) {
      const token = issue()
      const results = await Promise.all(Array.from({ length: 500 }, () => resultOf(token, known)))
      expect(new Set(results)).toEqual(new Set(['accepted']))
      expect(oidc.world.calls).toHaveLength(calls)
      oidc.world.pass(601)
    }
  })

  test('JWT-73 an issuer that never answers delays nobody else', async () => {
    const hanging = oidc.addIssuer('https://hanging.example.test')
    let release = () => {}
    hanging.misbehave(() => new Promise((resolve) => (release = () => resolve(Response.error()))))
    const identities = [trusting({ issuer: hanging.issuer }), trusting()]
    const stuck = verify(issue({}, hanging), identities)
    expect(outcomeOf(await verify(issue(), identities), 1)).toBe('accepted')
    release()
    await expect(stuck).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('whose keys', () => {
  test('identities do not share keys, not even of one issuer', async () => {
    await verify(issue(), [trusting(), trusting()])
    expect(oidc.world.calls).toHaveLength(4)
  })

  test('keys that one identity uploaded for an issuer verify nothing for another', async () => {
    const forger = oidc.world.issuer.strangersKey()
    const forged = issue({ key: forger })
    const theirs = trusting({ keySource: 'uploaded', jwks: JSON.stringify({ keys: [forger.published] }) })
    const verification = await verify(forged, [theirs, trusting()])
    expect([outcomeOf(verification, 0), outcomeOf(verification, 1)]).toEqual(['accepted', 'key_not_found'])
  })

  test('JWT-75 what an identity says now decides: another issuer, another place, other keys, another authority', async () => {
    const known = trusting()
    await verify(issue(), [known])
    const forger = oidc.world.issuer.strangersKey()
    const uploaded = { keySource: 'uploaded', jwks: JSON.stringify({ keys: [forger.published] }) }
    expect(await resultOf(issue(), { ...trusting(uploaded), id: known.id })).toBe('key_not_found')
    expect(await resultOf(issue(), { ...trusting({ issuer: `${issuerUrl}/x` }), id: known.id })).toBe('issuer_not_allowed')
    const elsewhere = { keySource: 'jwks_url', jwksUrl: 'https://tokens.example.test/other' }
    expect(await resultOf(issue(), { ...trusting(elsewhere), id: known.id })).toBe('key_not_found')
    const calls = oidc.world.calls.length
    const certificateAuthority = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'
    await verify(issue(), [{ ...trusting({ certificateAuthority }), id: known.id }])
    expect(oidc.world.calls).toHaveLength(calls + 2)
  })

  test('a withdrawn key is refused after ten minutes, and at once after a purge', async () => {
    const [first, second] = [trusting(), trusting()]
    const token = issue({ lifetimeSeconds: 3600 })
    oidc.world.issuer.addKey()
    for (const known of [first, second]) expect(await resultOf(token, known)).toBe('accepted')
    oidc.world.issuer.keys.shift()
    oidc.provider.purgeKeys(first.id)
    expect(await resultOf(token, first)).toBe('key_not_found')
    expect(await resultOf(token, second)).toBe('accepted')
    oidc.world.pass(600)
    expect(await resultOf(token, second)).toBe('key_not_found')
  })

  test('a certificate authority goes with every question, and with those of its own identity alone', async () => {
    const certificateAuthority = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
    const given: unknown[] = []
    const { fetch } = oidc.world.runtime
    oidc.world.runtime.fetch = (url, init) => {
      given.push(init?.certificateAuthority)
      return fetch(url, init)
    }
    await verify(issue(), [trusting({ certificateAuthority })])
    await verify(issue(), [trusting()])
    expect(given).toEqual([certificateAuthority, certificateAuthority, undefined, undefined])
  })
})

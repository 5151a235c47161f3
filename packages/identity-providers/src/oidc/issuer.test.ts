import { describe, expect, test } from 'vitest'
import { outcomeOf } from '../testing.ts'
import { discoveryUrlOf } from './issuer-url.ts'
import { oidcConfigSchema } from './schema.ts'
import { audience, canSave, issuerUrl, subject, useOidc } from './testing.ts'

const oidc = useOidc()
const { issue, outcome, outcomeOfClaims, trusting, verify } = oidc

describe('iss', () => {
  test.each([
    undefined,
    null,
    '',
    5,
    [issuerUrl],
    { [issuerUrl]: 1 },
    `${issuerUrl}/`,
    `${issuerUrl}:443`,
    'HTTPS://tokens.example.test',
    'https://Tokens.example.test',
    'http://tokens.example.test',
    'https://user@tokens.example.test',
    'https://t\u043ekens.example.test',
    ` ${issuerUrl}`,
    `${issuerUrl} `,
    `${issuerUrl}.evil.test`,
    `${issuerUrl}?x`,
    `${issuerUrl}#`,
    `${issuerUrl}.`,
    'tokens.example.test',
  ])('JWT-28 JWT-63 iss %j is refused, nobody asked', async (iss) => {
    expect(await outcomeOfClaims({ iss })).toBe('issuer_not_allowed')
    expect(oidc.world.calls).toEqual([])
  })

  test.each([
    ['JWT-49', 'https://token.actions.githubusercontent.com/acme', 'https://token.actions.githubusercontent.com'],
    ['JWT-49', 'https://token.actions.githubusercontent.com', 'https://ghes.example.test/_services/token'],
    ['JWT-50', 'https://gitlab.com', 'gitlab.com'],
    ['JWT-53', 'https://aaaa.tokens.sts.global.api.aws', 'https://bbbb.tokens.sts.global.api.aws'],
    ['JWT-54', 'https://oidc.eks.eu-central-1.amazonaws.com/id/ABC', 'kubernetes/serviceaccount'],
    ['JWT-60', 'https://accounts.google.com', 'accounts.google.com'],
    ['JWT-61', 'https://accounts.google.com', 'robot@project.iam.gserviceaccount.com'],
  ])('%s an identity of %s does not trust %s, nobody asked', async (_, issuer, iss) => {
    for (const more of [{}, { aud: undefined }, { exp: undefined }]) {
      const { principal } = await verify(issue({ claims: { iss, ...more } }), [trusting({ issuer })])
      expect(principal).toBeNull()
    }
    expect(await outcome(issue({ claims: { iss } }), { issuer })).toBe('issuer_not_allowed')
    expect(oidc.world.calls).toEqual([])
  })

  test.each(['https://*.tokens.sts.global.api.aws', '*', 'https://*', '.tokens.sts.global.api.aws'])(
    'JWT-53 an issuer such as %s cannot be saved',
    (issuer) => expect(canSave({ issuer })).toBe(false),
  )

  test('JWT-28 an issuer with a path or a slash at its end is asked where it is, and counts to the letter', async () => {
    for (const url of ['https://clusters.example.test/id/1', 'https://clusters.example.test/id/2/', 'https://clusters.example.test/']) {
      const issuer = oidc.addIssuer(url)
      const token = issue({}, issuer)
      expect(await outcome(token, { issuer: url })).toBe('accepted')
      expect(issuer.requests[0]).toBe(discoveryUrlOf(url))
      expect(issuer.requests[0]).not.toMatch(/[^:]\/\//)
      const other = url.endsWith('/') ? url.slice(0, -1) : `${url}/`
      expect(await outcome(token, { issuer: other })).toBe('issuer_not_allowed')
      expect(issuer.requests).toHaveLength(2)
    }
  })
})

describe('what may be saved as an issuer', () => {
  test.each([
    '',
    'ftp://tokens.example.test',
    'tokens.example.test',
    'https://2130706433',
    'https://0x7f.1',
    'https://127.1',
    'https://0177.0.0.1',
    'https://tokens.example.test:22',
    'https://tokens.example.test:5432',
    'https://tokens.example.test:6379',
    'https://tokens.example.test:443',
    'https://tokens.example.test/../x',
    'https://tokens.example.test/./x',
    'https://tokens.example.test//x',
    'https://tokens.example.test/%2e',
    'https://tokens.example.test/a%2fb',
    'https://tokens.example.test?x=1',
    'https://tokens.example.test#x',
    'https://tokens.example.test/*',
    'https://*.example.test',
    'https://user@tokens.example.test',
    'https://user:word@tokens.example.test',
    'https://tokens.example.test\\@evil.test',
    'https:tokens.example.test',
    'https:/tokens.example.test',
    'https://TOKENS.example.test',
    'https://t\u00f6kens.example.test',
    'https://\uff54okens.example.test',
    'https://tokens\u3002example.test',
    'https://tok\u00adens.example.test',
    'https://tok\tens.example.test',
    'https://tokens.example.test\n',
    ' https://tokens.example.test',
    `https://tokens.example.test/${'a'.repeat(255)}`,
    'data:application/json,{}',
    'file:///etc/passwd',
    'javascript:alert(1)',
    5,
    null,
    ['https://tokens.example.test'],
  ])('JWT-64 %j cannot be saved, nor as the URL of the keys', (url) => {
    expect(canSave({ issuer: url })).toBe(false)
    expect(canSave({ keySource: 'jwks_url', jwksUrl: url })).toBe(false)
  })

  test.each([
    'https://login.microsoftonline.com/1b4e28ba-2fa1-41d2-883f-0016d3cca427/v2.0',
    'https://sts.windows.net/1b4e28ba-2fa1-41d2-883f-0016d3cca427/',
    'https://login.microsoftonline.us/x',
    'https://login.partner.microsoftonline.cn/x',
  ])('R-289 %s is sent to the Azure provider', (issuer) => {
    const result = oidcConfigSchema.safeParse({ issuer, audiences: [audience], subjects: [subject] })
    expect(result.error?.issues[0]?.message).toContain('make an Azure identity')
  })

  test.each([
    'https://tokens.example.test/',
    'https://tokens.example.test:8443/a/b',
    'https://oidc.eks.eu-central-1.amazonaws.com/id/ABC',
    'https://xn--tkens-jua.example.test',
  ])('%s can be saved, and stays as it is', (issuer) => {
    expect(trusting({ issuer }).config.issuer).toBe(issuer)
  })

  test('what a configuration has us ask is told for its judges: the issuer, the URL of its keys, or nobody', () => {
    const dials = (config: Record<string, unknown>) => oidc.provider.dials?.(trusting(config).config)
    const jwksUrl = 'https://keys.example.test/jwks'
    expect(dials({})).toEqual([{ pointer: '/issuer', url: issuerUrl }])
    expect(dials({ keySource: 'jwks_url', jwksUrl })).toEqual([{ pointer: '/jwksUrl', url: jwksUrl }])
    expect(dials({ keySource: 'uploaded', jwks: JSON.stringify({ keys: [oidc.world.issuer.keys[0]?.published] }) })).toEqual([])
  })
})

describe('discovery', () => {
  test.each([
    `${issuerUrl}/`,
    'https://tokens.example.test:443',
    'https://other.example.test',
    'HTTPS://tokens.example.test',
    undefined,
    null,
    [issuerUrl],
    '',
  ])('JWT-66 a document that speaks for %j is not believed, and its keys are not fetched', async (issuer) => {
    oidc.world.issuer.discovery = { issuer }
    await expect(verify(issue())).rejects.toMatchObject({ code: 'unavailable' })
    expect(oidc.world.issuer.requests).toEqual([discoveryUrlOf(issuerUrl)])
  })

  test.each([
    'https://keys.example.test/keys',
    'http://tokens.example.test/keys',
    'https://tokens.example.test:8443/keys',
    'https://tokens.example.test@evil.test/keys',
    'https://user:word@tokens.example.test/keys',
    'https://169.254.169.254/keys',
    'https://tokens.example.test.evil.test/keys',
    '//evil.test/keys',
    '/keys',
    'data:application/json,{"keys":[]}',
    'file:///etc/passwd',
    'blob:https://tokens.example.test/keys',
    '',
    5,
    null,
    undefined,
  ])('JWT-67 keys at %j are not fetched', async (jwksUri) => {
    oidc.world.issuer.discovery = { jwks_uri: jwksUri }
    await expect(verify(issue())).rejects.toMatchObject({ code: 'unavailable' })
    expect(oidc.world.issuer.requests).toEqual([discoveryUrlOf(issuerUrl)])
    expect(oidc.world.calls).toEqual(['tokens.example.test'])
  })

  test('JWT-67 a document that says otherwise next time does not take the good keys away', async () => {
    const known = trusting()
    await verify(issue(), [known])
    oidc.world.issuer.discovery = { jwks_uri: 'https://evil.test/keys' }
    oidc.world.pass(600)
    const verification = await verify(issue(), [known])
    expect(outcomeOf(verification)).toBe('accepted')
    expect(oidc.world.calls.every((host) => host === 'tokens.example.test')).toBe(true)
    const stranger = issue({ key: oidc.world.issuer.strangersKey() })
    const { steps } = (await verify(stranger, [known])).judgements[0] ?? {}
    expect(steps?.find(({ name }) => name === 'proof_valid')?.detail).toContain('https://evil.test')
  })

  test.each([301, 302, 303, 307, 308] as const)('JWT-68 a redirect by %i is not followed', async (status) => {
    for (const path of ['/.well-known/openid-configuration', '/keys']) {
      const before = oidc.world.issuer.requests.length
      oidc.world.issuer.misbehave((request) => {
        if (new URL(request.url).pathname === path) return new Response(null, { status, headers: { location: 'https://evil.test/keys' } })
        return Response.json({ issuer: issuerUrl, jwks_uri: `${issuerUrl}/keys` })
      })
      await expect(verify(issue())).rejects.toMatchObject({ code: 'unavailable' })
      expect(oidc.world.issuer.requests.slice(before).at(-1)).toBe(`${issuerUrl}${path}`)
    }
    expect(new Set(oidc.world.calls)).toEqual(new Set(['tokens.example.test']))
  })

  test('a caller is told nothing of why the keys cannot be had', async () => {
    oidc.world.issuer.discovery = { issuer: 'https://canary.example.test' }
    const error = await verify(issue()).catch((thrown: unknown) => thrown)
    // The note is for the trace alone.
    expect(JSON.stringify([{ ...(error as object), note: undefined }, String(error)])).not.toMatch(/canary|tokens\.example/)
  })
})

describe('keys from a URL', () => {
  const jwksUrl = 'https://keys.example.test/keys'

  test('the URL alone is asked, on whatever host, and never the issuer', async () => {
    const elsewhere = oidc.addIssuer('https://keys.example.test')
    const config = { keySource: 'jwks_url', jwksUrl }
    expect(await outcome(issue({ key: elsewhere.keys[0] }), config)).toBe('accepted')
    expect(await outcome(issue(), config)).toBe('key_not_found')
    expect(new Set(oidc.world.calls)).toEqual(new Set(['keys.example.test']))
    expect(new Set(elsewhere.requests)).toEqual(new Set([jwksUrl]))
  })

  test.each([
    [{ keySource: 'jwks_url' }],
    [{ jwksUrl }],
    [{ keySource: 'uploaded' }],
    [{ keySource: 'uploaded', jwksUrl }],
    [{ keySource: 'jwks_url', jwksUrl, jwks: '{"keys":[]}' }],
    [{ keySource: 'trust_me' }],
  ])('%j cannot be saved', (config) => expect(canSave(config)).toBe(false))
})

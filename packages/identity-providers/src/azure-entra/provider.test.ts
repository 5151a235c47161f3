import { randomUUID } from 'node:crypto'
import type { ParsedIdentity } from '@bonafide/core'
import type { EntraMisbehaviour, EntraTokenRequest, SigningKey } from '@bonafide/stand-ins'
import { generateKeyPair, SignJWT } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import { createWorld, identity, outcomeOf, type World } from '../testing.ts'
import { type AzureEntraProvider, createAzureEntraProvider } from './provider.ts'
import { type AzureEntraConfig, azureEntraConfigSchema } from './schema.ts'

const tenantId = '1b4e28ba-2fa1-41d2-883f-0016d3cca427'
const otherTenant = '2c5f39cb-3ab2-42e3-994a-1127e4ddb538'
const oid = '3d6a4adc-4bc3-43f4-8a5b-2238f5eec649'
const resource = 'api://broker'

let world: World
let provider: AzureEntraProvider
beforeEach(async () => {
  world = createWorld()
  provider = createAzureEntraProvider()
  await world.entra.addTenant(tenantId)
})

const trusting = (config: Record<string, unknown> = {}, id?: string) =>
  identity(azureEntraConfigSchema, { tenantId, resource, allowedServicePrincipalIds: [oid], ...config }, id)
const issue = (request: Partial<EntraTokenRequest> & { cloud?: 'public' | 'usgov' | 'china' } = {}) =>
  world.entra.issueToken({ tenantId, oid, audience: resource, ...request })
const verify = (token: string, identities: ParsedIdentity<AzureEntraConfig>[] = [trusting()]) =>
  provider.verify(provider.proofSchema.parse({ jwt: Buffer.from(token).toString('base64') }), identities, world.runtime)
const outcome = async (token: string, config: Record<string, unknown> = {}) => outcomeOf(await verify(token, [trusting(config)]))
const outcomeWith = async (request: Parameters<typeof issue>[0], config: Record<string, unknown> = {}) =>
  outcome(await issue(request), config)

describe('tokens that are accepted', () => {
  test('AZ-01 version 1 for an app-ID URI, version 2 for a client id', async () => {
    const clientId = randomUUID()
    expect(await outcomeWith({})).toBe('accepted')
    expect(await outcomeWith({ version: '2.0', audience: clientId }, { resource: clientId })).toBe('accepted')
    expect(world.calls).toEqual(['login.microsoftonline.com', 'login.microsoftonline.com'])
  })

  test('R-085 managed identities and service principals alike', async () => {
    for (const kind of ['managed_identity', 'application'] as const) expect(await outcomeWith({ kind })).toBe('accepted')
  })

  test.each(['usgov', 'china'] as const)('D9 tokens of cloud %s, and of no other', async (cloud) => {
    const tenant = randomUUID()
    await world.entra.addTenant(tenant, cloud)
    for (const version of ['1.0', '2.0'] as const) {
      const token = await issue({ tenantId: tenant, cloud, version })
      expect(await outcome(token, { tenantId: tenant, cloud })).toBe('accepted')
      expect(await outcome(token, { tenantId: tenant })).not.toBe('accepted')
    }
  })

  test('who called is told by tenant and object id', async () => {
    const { principal } = await verify(await issue({ applicationId: oid }))
    expect(principal).toEqual({ name: `${tenantId}/${oid}`, claims: { tid: tenantId, oid, applicationId: oid } })
  })
})

describe('tenant and issuer', () => {
  test('AZ-02 AZ-16 a token of another tenant is refused, without any fetch', async () => {
    expect(await outcomeWith({ tenantId: otherTenant })).toBe('issuer_not_allowed')
    expect(world.calls).toEqual([])
  })

  test('AZ-03 issuer and tid must name the same tenant, in whatever case', async () => {
    expect(await outcomeWith({ overrides: { tid: otherTenant } })).toBe('tenant_mismatch')
    expect(await outcomeWith({ overrides: { tid: undefined } })).toBe('tenant_mismatch')
    expect(await outcomeWith({ overrides: { tid: [tenantId] } })).toBe('tenant_mismatch')
    expect(await outcomeWith({ overrides: { tid: tenantId.toUpperCase() } })).toBe('accepted')
    expect(await outcomeWith({}, { tenantId: tenantId.toUpperCase() })).toBe('accepted')
  })

  test('AZ-04 version, issuer and keys must belong together', async () => {
    expect(await outcomeWith({ version: '2.0', overrides: { ver: '1.0' } })).toBe('issuer_not_allowed')
    expect(await outcomeWith({ overrides: { ver: '2.0' } })).toBe('issuer_not_allowed')
    for (const ver of [1, ['1.0'], '', null, '3.0']) expect(await outcomeWith({ overrides: { ver } })).toBe('issuer_not_allowed')
    expect(await outcomeWith({ version: '2.0', overrides: { ver: undefined } })).toBe('issuer_not_allowed')
    expect(await outcomeWith({ overrides: { ver: undefined } })).toBe('accepted')
    expect(await outcomeWith({ signWith: 'other_version' })).toBe('key_not_found')
  })

  test.each([
    ['AZ-05', 'https://login.microsoftonline.com/common/v2.0'],
    ['AZ-05', 'https://login.microsoftonline.com/organizations/v2.0'],
    ['AZ-05', 'https://login.microsoftonline.com/{tenantid}/v2.0'],
    ['AZ-05', 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0'],
    ['AZ-07', `https://sts.windows.net/${tenantId}`],
    ['AZ-07', `https://sts.windows.net/${tenantId}//`],
    ['AZ-07', `http://sts.windows.net/${tenantId}/`],
    ['AZ-07', `https://sts.windows.net.evil.test/${tenantId}/`],
    ['AZ-07', `https://sts.windows.net:443/${tenantId}/`],
    ['AZ-07', `https://login.microsoftonline.us/${tenantId}/v2.0`],
    ['AZ-07', `https://login.partner.microsoftonline.cn/${tenantId}/v2.0`],
    ['AZ-07', `https://sts.chinacloudapi.cn/${tenantId}/`],
    ['AZ-36', `https://contoso.b2clogin.com/${tenantId}/v2.0/`],
    ['AZ-36', `https://${tenantId}.ciamlogin.com/${tenantId}/v2.0`],
    ['JWT-28', ['x']],
    ['JWT-28', undefined],
  ])('%s issuer %j is refused', async (_, iss) => {
    for (const version of ['1.0', '2.0'] as const) expect(await outcomeWith({ version, overrides: { iss } })).toBe('issuer_not_allowed')
    expect(world.calls).toEqual([])
  })

  test.each(['9188040d-6c67-4c5b-b112-36a304b66dad', '00000000-0000-0000-0000-000000000000', 'common', 'organizations', '{tenantid}'])(
    'AZ-05 tenant %s cannot be saved',
    (tenant) => expect(azureEntraConfigSchema.safeParse({ tenantId: tenant, allowedServicePrincipalIds: [oid] }).success).toBe(false),
  )

  test.each(['contoso.onmicrosoft.com', '../common', `${tenantId}%2f`, `${tenantId}\n`, `{${tenantId}}`, ` ${tenantId}`, '', null])(
    'AZ-06 tenant %j cannot be saved',
    (tenant) => expect(azureEntraConfigSchema.safeParse({ tenantId: tenant, allowedServicePrincipalIds: [oid] }).success).toBe(false),
  )

  test.each([
    'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
    `https://login.microsoftonline.com/${otherTenant}/v2.0`,
    5,
  ])('AZ-08 a key that was published for %s does not sign for us', async (issuer) => {
    await world.entra.addKey(tenantId, '2.0', { issuer })
    expect(await outcomeWith({ version: '2.0' })).toBe('key_not_found')
  })

  test('AZ-08 a key for any tenant, or ours, does', async () => {
    await world.entra.addKey(tenantId, '2.0', { issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' })
    expect(await outcomeWith({ version: '2.0' })).toBe('accepted')
  })
})

describe('audience', () => {
  test.each([
    '00000003-0000-0000-c000-000000000000',
    'https://vault.azure.net',
    'https://management.azure.com/',
    'https://management.azure.com',
  ])('AZ-09 a token for %s is refused', async (audience) => expect(await outcomeWith({ audience })).toBe('audience_mismatch'))

  test('AZ-11 one slash more or less is the same resource', async () => {
    for (const [configured, received] of [
      ['api://broker', 'api://broker/'],
      ['api://broker/', 'api://broker'],
      ['api://broker/', 'api://broker/'],
    ]) {
      expect(await outcomeWith({ audience: received }, { resource: configured })).toBe('accepted')
    }
  })

  test.each([
    'api://broker//',
    'api://broker/x',
    'API://broker',
    'api://broker.evil',
    ['api://broker', 'x'],
    ['api://broker'],
    null,
    '',
    undefined,
    1,
    {},
  ])('AZ-11 audience %j is refused', async (aud) => expect(await outcomeWith({ overrides: { aud } })).toBe('audience_mismatch'))

  test('R-083 the default resource is that of Azure management', () => {
    const config = azureEntraConfigSchema.parse({ tenantId, allowedServicePrincipalIds: [oid] })
    expect(config.resource).toBe('https://management.azure.com/')
  })

  test.each(['', 'broker', '*', 'api://', 'https://a b', 'api://broker//', 'javascript:x', 5])('resource %j cannot be saved', (value) => {
    expect(azureEntraConfigSchema.safeParse({ tenantId, allowedServicePrincipalIds: [oid], resource: value }).success).toBe(false)
  })
})

describe('kind of token', () => {
  test('AZ-12 a person is let in only where people are allowed', async () => {
    for (const version of ['1.0', '2.0'] as const) {
      for (const idtyp of ['user', null] as const) {
        expect(await outcomeWith({ version, kind: 'user', idtyp })).toBe('token_type_not_allowed')
        expect(await outcomeWith({ version, kind: 'user', idtyp }, { allowUserTokens: true })).toBe('accepted')
      }
    }
  })

  test('AZ-13 without idtyp the proof of the client decides, and scp speaks against it', async () => {
    for (const version of ['1.0', '2.0'] as const) {
      const claim = version === '1.0' ? 'appidacr' : 'azpacr'
      expect(await outcomeWith({ version, idtyp: null })).toBe('accepted')
      expect(await outcomeWith({ version, idtyp: null, overrides: { [claim]: '1' } })).toBe('accepted')
      for (const value of ['0', 2, undefined]) {
        expect(await outcomeWith({ version, idtyp: null, overrides: { [claim]: value } })).toBe('token_type_not_allowed')
      }
      expect(await outcomeWith({ version, idtyp: null, overrides: { scp: 'user_impersonation' } })).toBe('token_type_not_allowed')
      expect(await outcomeWith({ version, overrides: { scp: 'user_impersonation' } })).toBe('token_type_not_allowed')
      expect(await outcomeWith({ version, overrides: { upn: 'ada@example.test' } })).toBe('token_type_not_allowed')
      expect(await outcomeWith({ version, overrides: { idtyp: 'device' } })).toBe('token_type_not_allowed')
    }
  })

  test('AZ-14 an id token is no access token, people allowed or not', async () => {
    for (const allowUserTokens of [false, true]) {
      expect(await outcomeWith({ version: '2.0', kind: 'id_token' }, { allowUserTokens })).toBe('token_type_not_allowed')
    }
  })

  test.each(['dpop+jwt', 'logout+jwt', 'secevent+jwt'])('JWT-21 typ %s is refused', async (typ) => {
    expect(await outcomeWith({ header: { typ } })).toBe('token_type_not_allowed')
  })

  test('AZ-35 an actor inside the token changes nothing', async () => {
    const inner = { actortoken: 'e30.e30.', act: { oid, tid: tenantId } }
    expect(await outcomeWith({ overrides: inner })).toBe('accepted')
    expect(await outcomeWith({ oid: randomUUID(), overrides: inner })).toBe('principal_not_trusted')
  })
})

describe('trust', () => {
  test('R-084 only listed object ids are trusted, in whatever case', async () => {
    expect(await outcomeWith({ oid: randomUUID() })).toBe('principal_not_trusted')
    expect(await outcomeWith({ overrides: { oid: oid.toUpperCase() } })).toBe('accepted')
    expect(await outcomeWith({}, { allowedServicePrincipalIds: [randomUUID(), oid.toUpperCase()] })).toBe('accepted')
  })

  test('AZ-15 no other id stands in for the object id', async () => {
    const stranger = randomUUID()
    expect(await outcomeWith({ oid: stranger, applicationId: oid })).toBe('principal_not_trusted')
    expect(await outcomeWith({ oid: stranger, overrides: { sub: oid } })).toBe('principal_not_trusted')
    for (const value of [undefined, null, [oid], `${oid} `, 1])
      expect(await outcomeWith({ overrides: { oid: value } })).toBe('principal_not_trusted')
  })

  test('AZ-17 an object id is trusted in its own tenant only', async () => {
    await world.entra.addTenant(otherTenant)
    const theirs = trusting({ tenantId: otherTenant, allowedServicePrincipalIds: [randomUUID()] })
    const verification = await verify(await issue({ tenantId: otherTenant }), [trusting(), theirs])
    expect([outcomeOf(verification, 0), outcomeOf(verification, 1)]).toEqual(['issuer_not_allowed', 'principal_not_trusted'])
  })

  test.each([[['*']], [[]], [['']], ['*'], [[`${oid}*`]], [null]])('AZ-24 trusted ids %j cannot be saved', (allowedServicePrincipalIds) => {
    expect(azureEntraConfigSchema.safeParse({ tenantId, allowedServicePrincipalIds }).success).toBe(false)
  })

  test('AZ-24 an empty or wild list in the database trusts nobody', async () => {
    for (const allowedServicePrincipalIds of [[], ['*'], ['']]) {
      const parsed = trusting()
      const smuggled = { ...parsed, config: { ...parsed.config, allowedServicePrincipalIds } }
      expect(outcomeOf(await verify(await issue(), [smuggled]))).toBe('principal_not_trusted')
    }
  })

  test('AZ-37 each identity of the account is judged by itself', async () => {
    const [x, y] = [trusting({ resource: 'api://x' }), trusting({ resource: 'api://y' })]
    const verification = await verify(await issue({ audience: 'api://y' }), [x, y])
    expect([outcomeOf(verification, 0), outcomeOf(verification, 1)]).toEqual(['audience_mismatch', 'accepted'])
    expect(verification.judgements.map(({ identityId }) => identityId)).toEqual([x.id, y.id])
  })

  test('live tokens outlast a change only while their principal is trusted', () => {
    const { config } = trusting()
    expect(provider.stillTrusts(config, `${tenantId}/${oid}`)).toBe(true)
    for (const name of [`${otherTenant}/${oid}`, `${tenantId}/${otherTenant}`, oid, ''])
      expect(provider.stillTrusts(config, name)).toBe(false)
  })
})

describe('signature', () => {
  test('R-181 a stranger signs in vain', async () => {
    const stranger = await issue({ signWith: 'stranger' })
    expect(await outcome(stranger)).toBe('key_not_found')
    const { kid } = await world.entra.currentKey(tenantId)
    const verification = await verify(await issue({ signWith: 'stranger', header: { kid } }))
    expect(outcomeOf(verification)).toBe('signature_invalid')
    expect(verification.principal).toBeNull()
    expect(verification.judgements[0]?.steps.slice(-2).map(({ status }) => status)).toEqual(['skipped', 'skipped'])
  })

  test('a changed claim breaks the signature', async () => {
    const [header, payload = '', signature] = (await issue({ oid: randomUUID() })).split('.')
    const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), oid }
    const forged = [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
    expect(await outcome(forged)).toBe('signature_invalid')
  })

  test.each(['none', 'None', 'nOnE', '', undefined, 5])('JWT-01 alg %j is refused', async (alg) => {
    expect(await outcomeWith({ header: { alg } })).toBe('signature_invalid')
    const [header, payload] = (await issue({ header: { alg } })).split('.')
    expect(await outcome(`${header}.${payload}.`)).toBe('signature_invalid')
    expect(await outcomeWith({ signWith: 'none' })).toBe('signature_invalid')
  })

  test('JWT-02 the public key is no HMAC secret', async () => {
    expect(await outcomeWith({ signWith: 'hs256' })).toBe('signature_invalid')
    expect(await outcomeWith({ signWith: 'hs256', header: { alg: 'RS256' } })).toBe('signature_invalid')
  })

  test.each([
    { alg: 'PS256' },
    { use: 'enc' },
    { key_ops: ['encrypt'] },
    { kty: 'EC' },
    { d: 'AQAB' },
    { e: 'AQ' },
    { e: 'Ag' },
    { n: 'AQAB' },
    { kid: 5 },
  ])('JWT-03 JWT-12 JWT-13 a published key with %j is not used', async (properties) => {
    await world.entra.addKey(tenantId, '1.0', properties)
    expect(await outcomeWith({})).toBe('key_not_found')
  })

  test.each([
    { jwk: {} },
    { x5c: ['MII'] },
    { jku: 'https://evil.test/' },
    { x5u: 'https://evil.test/' },
    { crit: ['exp'] },
    { crit: [] },
    { crit: 'b64' },
    { b64: false },
    { zip: 'DEF' },
    { cty: 'JWT' },
  ])('JWT-05 JWT-06 JWT-07 JWT-08 AZ-34 a header with %j is refused, without any fetch', async (header) => {
    expect(await outcomeWith({ header })).toBe('signature_invalid')
    expect(world.calls).toEqual([])
  })

  test('AZ-34 encrypted tokens and tokens of Graph are refused without a crash', async () => {
    expect(await outcome('e30.e30.e30.e30.e30')).toBe('signature_invalid')
    const [, payload, signature] = (await issue()).split('.')
    const { kid } = await world.entra.currentKey(tenantId)
    const graph = Buffer.from(JSON.stringify({ typ: 'JWT', alg: 'RS256', kid, nonce: 'x' })).toString('base64url')
    expect(await outcome([graph, payload, signature].join('.'))).toBe('signature_invalid')
  })

  test.each([undefined, 'unknown', ['a'], 5, null, '', '../../etc/passwd', '__proto__', 'constructor', 'k'.repeat(10_240)])(
    'AZ-25 JWT-15 kid %j is refused',
    async (kid) => {
      expect(await outcomeWith({ header: { kid } })).toBe('key_not_found')
      expect(world.calls.length).toBeLessThanOrEqual(2)
    },
  )

  test('JWT-16 of two keys under one id either may have signed', async () => {
    const first = await world.entra.currentKey(tenantId)
    await world.entra.addKey(tenantId, '1.0', { kid: first.kid })
    expect(await outcomeWith({ header: { kid: first.kid } })).toBe('accepted')
    expect(await outcomeWith({ signWith: first })).toBe('accepted')
    world.entra.misbehave('duplicate_kid')
    expect(await outcome(await issue(), {})).toBe('key_not_found')
  })

  test('AZ-30 n and e are the key, whatever a certificate says', async () => {
    await world.entra.addKey(tenantId, '1.0', { x5c: ['AAAA'] })
    expect(await outcomeWith({})).toBe('accepted')
  })

  test('a key of 1024 bits is not used', async () => {
    const { generateKeyPairSync } = await import('node:crypto')
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const weak: SigningKey = { kid: 'weak', privateKey, publicKey, publicJwk: publicKey.export({ format: 'jwk' }) }
    await world.entra.addKey(tenantId, '1.0', { ...weak.publicJwk, kid: 'weak' })
    expect(await outcomeWith({ signWith: weak })).toBe('key_not_found')
  })

  test('a token of another algorithm family is refused', async () => {
    const { privateKey } = await generateKeyPair('ES256')
    const { kid } = await world.entra.currentKey(tenantId)
    expect(await outcome(await new SignJWT({ oid, tid: tenantId }).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey))).toBe(
      'signature_invalid',
    )
  })
})

describe('times', () => {
  test('JWT-23 JWT-25 exp must be a whole number of seconds', async () => {
    for (const exp of [undefined, '9999999999', null, [9_999_999_999], -1, 1.5, 1e30])
      expect(await outcomeWith({ overrides: { exp } })).toBe('token_expired')
  })

  test('JWT-27 half a minute of leeway, and no more', async () => {
    const issuedAt = new Date(world.runtime.now())
    const token = await issue({ issuedAt, lifetimeSeconds: 3600 })
    world.pass(3600 + 30)
    expect(await outcome(token)).toBe('accepted')
    world.pass(1)
    expect(await outcome(token)).toBe('token_expired')
    const nowSeconds = world.runtime.now() / 1000
    for (const name of ['nbf', 'iat']) {
      expect(await outcomeWith({ overrides: { [name]: nowSeconds + 30 } })).toBe('accepted')
      expect(await outcomeWith({ overrides: { [name]: nowSeconds + 31 } })).toBe('clock_skew')
      expect(await outcomeWith({ overrides: { [name]: 'x' } })).toBe('clock_skew')
    }
  })

  test('AZ-32 an old token is refused where a maximum age is set', async () => {
    const token = await issue({ issuedAt: new Date(world.runtime.now() - 23 * 3_600_000) })
    expect(await outcome(token)).toBe('accepted')
    expect(await outcome(token, { maxProofAgeSeconds: 3600 })).toBe('token_expired')
    expect(await outcomeWith({ overrides: { iat: undefined } }, { maxProofAgeSeconds: 3600 })).toBe('token_expired')
    expect(await outcomeWith({}, { maxProofAgeSeconds: 3600 })).toBe('accepted')
  })

  test('a used token is remembered by its uti, until it has expired', async () => {
    const uti = 'one-token'
    const [first, second, third] = await Promise.all([issue({ overrides: { uti } }), issue({ overrides: { uti, x: 1 } }), issue()])
    const hashes = await Promise.all(
      [first, second, third].map(async (token) => Buffer.from((await verify(token)).proofHash).toString('hex')),
    )
    expect(hashes[0]).toBe(hashes[1])
    expect(hashes[0]).not.toBe(hashes[2])
    expect((await verify(first)).proofEndsAt).toBe(world.runtime.now() + 86_400_000 + 30_000)
    const unnamed = await issue({ overrides: { uti: undefined } })
    expect((await verify(unnamed)).proofHash).toEqual((await verify(unnamed)).proofHash)
  })
})

describe('shape', () => {
  test('AZ-31 16 KB of groups are fine, 65 KB are too large before any cryptography', async () => {
    const groups = Array.from({ length: 200 }, () => randomUUID())
    expect(await outcomeWith({ overrides: { groups, roles: groups } })).toBe('accepted')
    await expect(outcomeWith({ overrides: { padding: 'x'.repeat(65_536) } })).rejects.toMatchObject({ code: 'too_large' })
  })

  test('AZ-38 the token must be standard base64 of a compact token', async () => {
    const token = await issue()
    const base64 = Buffer.from(token).toString('base64')
    const spoilt = [
      token,
      Buffer.from(base64).toString('base64'),
      `${base64}!`,
      ` ${base64}`,
      `${base64}\n`,
      Buffer.from(`Bearer ${token}`).toString('base64'),
      Buffer.from(`${token} `).toString('base64'),
      Buffer.from(`${token},${token}`).toString('base64'),
      Buffer.from('{"payload":"e30"}').toString('base64'),
      '',
      5,
      null,
    ]
    for (const jwt of spoilt) expect(provider.proofSchema.safeParse({ jwt }).success).toBe(false)
    expect(provider.proofSchema.safeParse({ jwt: base64, tenantId }).success).toBe(false)
  })

  test('JWT-34 a name that stands twice is refused, escaped or not', async () => {
    expect(await outcomeWith({ duplicates: { oid } })).toBe('signature_invalid')
    expect(await outcomeWith({ payloadText: (json) => json.replace('{', `{"\\u006fid":"${randomUUID()}",`) })).toBe('signature_invalid')
  })

  test('JWT-32 JWT-36 NUL, broken characters and deep nesting are refused', async () => {
    expect(await outcomeWith({ overrides: { name: 'a\u0000b' } })).toBe('signature_invalid')
    expect(await outcomeWith({ payloadText: (json) => json.replace('{', '{"x":"\\ud800",') })).toBe('signature_invalid')
    expect(await outcomeWith({ payloadText: (json) => json.replace('{', `{"x":${'['.repeat(10_000)}${']'.repeat(10_000)},`) })).toBe(
      'signature_invalid',
    )
    expect(await outcomeWith({ payloadText: () => 'null' })).toBe('signature_invalid')
    expect(await outcomeWith({ payloadText: () => '[]' })).toBe('signature_invalid')
  })

  test('JWT-35 inherited names are no claims', async () => {
    expect(await outcomeWith({ payloadText: (json) => json.replace('{', '{"__proto__":{"scp":"x"},').replace('"oid"', '"oid_"') })).toBe(
      'principal_not_trusted',
    )
  })
})

describe('keys', () => {
  const outage: EntraMisbehaviour[] = ['internal', 'refused', 'empty_keys', 'html', 'huge', 'redirect', 'garbage', 'truncated']

  test('R-082 the keys come from the configured tenant, whatever the token says', async () => {
    await outcomeWith({ overrides: { tid: otherTenant } })
    expect(world.entra.requests.map(({ url }) => url)).toEqual([`https://login.microsoftonline.com/${tenantId}/discovery/keys`])
  })

  test('AZ-26 a rotated key is accepted at once', async () => {
    const first = trusting()
    await verify(await issue(), [first])
    world.pass(5)
    await world.entra.rotateKeys(tenantId)
    expect(outcomeOf(await verify(await issue(), [first]))).toBe('accepted')
    expect(world.calls).toHaveLength(2)
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
    expect(world.calls).toHaveLength(2)
    world.pass(10)
    await Promise.all(storm.map((token) => verify(token, [known])))
    expect(world.calls).toHaveLength(3)
  })

  test('JWT-71 500 tokens at once cost one fetch', async () => {
    const known = trusting()
    const token = await issue()
    const verifications = await Promise.all(Array.from({ length: 500 }, () => verify(token, [known])))
    expect(verifications.every((verification) => outcomeOf(verification) === 'accepted')).toBe(true)
    expect(world.calls).toHaveLength(1)
  })

  test('AZ-27 a withdrawn key is refused after ten minutes, and at once after a purge', async () => {
    const known = trusting()
    const { kid } = await world.entra.currentKey(tenantId)
    const token = await issue()
    await world.entra.rotateKeys(tenantId)
    expect(outcomeOf(await verify(token, [known]))).toBe('accepted')
    await world.entra.removeKey(tenantId, kid)
    world.pass(600)
    expect(outcomeOf(await verify(token, [known]))).toBe('key_not_found')
  })

  test('AZ-27 a purge forgets the keys of one identity', async () => {
    const known = trusting()
    const { kid } = await world.entra.currentKey(tenantId)
    const token = await issue()
    await world.entra.rotateKeys(tenantId)
    await verify(token, [known])
    await world.entra.removeKey(tenantId, kid)
    provider.purgeKeys(known.id)
    expect(outcomeOf(await verify(token, [known]))).toBe('key_not_found')
  })

  test('keys are refreshed ahead of need, in the background', async () => {
    const known = trusting()
    const token = await issue({ lifetimeSeconds: 86_400 })
    await verify(token, [known])
    world.pass(299)
    await verify(token, [known])
    expect(world.calls).toHaveLength(1)
    world.pass(1)
    await verify(token, [known])
    expect(world.calls).toHaveLength(2)
  })

  test.each(outage)('AZ-28 warm keys go on for a day while Entra answers %s', async (misbehaviour) => {
    const known = trusting()
    await verify(await issue(), [known])
    world.entra.misbehave(misbehaviour)
    const token = await issue()
    for (const seconds of [400, 400, 3600, 40_000, 41_000]) {
      world.pass(seconds)
      expect(outcomeOf(await verify(token, [known]))).toBe('accepted')
    }
    world.pass(1100)
    await expect(verify(await issue(), [known])).rejects.toMatchObject({ code: 'unavailable' })
  })

  test.each(outage)('AZ-28 without keys, %s makes the exchange unavailable, and the next attempt counts', async (misbehaviour) => {
    const token = await issue()
    const known = trusting()
    world.entra.misbehave(misbehaviour)
    await expect(verify(token, [known])).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: expect.any(Number) })
    world.entra.behave()
    expect(outcomeOf(await verify(token, [known]))).toBe('accepted')
  })

  test('a tenant that Entra does not know is a refusal, not an outage', async () => {
    const token = await issue({ tenantId: otherTenant })
    world.entra.misbehave({ kind: 'body', status: 400, body: '{"error":"invalid_tenant"}' })
    expect(await outcome(token, { tenantId: otherTenant })).toBe('key_not_found')
  })

  test('an identity whose keys cannot be had does not stand in the way of another', async () => {
    const broken = trusting({ tenantId: otherTenant })
    expect(outcomeOf(await verify(await issue(), [broken, trusting()]), 1)).toBe('accepted')
  })

  test('JWT-69 1 000 keys are read, more are not', async () => {
    const { publicJwk } = await world.entra.currentKey(tenantId)
    const members = (count: number) => Array.from({ length: count }, (_, index) => ({ ...publicJwk, kid: `key-${index}` }))
    for (const [count, expected] of [
      [999, 'accepted'],
      [1000, 'unavailable'],
    ] as const) {
      const { kid } = await world.entra.currentKey(tenantId)
      world.entra.misbehave(() => Response.json({ keys: [...members(count), { ...publicJwk, kid }] }))
      const result = await verify(await issue()).then(outcomeOf, (error: { code: string }) => error.code)
      expect(result).toBe(expected)
    }
  })

  test('an unknown account costs no call and the same verification', async () => {
    const verification = await verify(await issue(), [])
    expect(verification).toMatchObject({ principal: null, judgements: [] })
    expect(verification.proofHash).toHaveLength(32)
    expect(world.calls).toEqual([])
  })

  test('identities do not share keys', async () => {
    const token = await issue()
    await verify(token, [trusting(), trusting()])
    expect(world.calls).toHaveLength(2)
  })
})

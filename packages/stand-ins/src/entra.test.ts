import { createLocalJWKSet, createRemoteJWKSet, customFetch, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEntra, type Entra } from './entra.ts'
import { type EntraVersion, entraIssuer } from './entra-clouds.ts'
import { strangersKey } from './entra-tenant.ts'

const now = new Date('2026-11-21T09:00:00Z')
const tenantId = '0a1b2c3d-0000-4000-8000-000000000001'
const oid = '0a1b2c3d-0000-4000-8000-00000000000a'
const audience = 'api://bonafide'
let entra: Entra

beforeAll(async () => {
  await strangersKey()
})

beforeEach(async () => {
  entra = createEntra({ now: () => now })
  await entra.addTenant(tenantId)
})

function keysUrl(version: EntraVersion): string {
  return `https://login.microsoftonline.com/${tenantId}/discovery/${version === '1.0' ? '' : 'v2.0/'}keys`
}

async function verify(token: string, version: EntraVersion = '1.0') {
  const keys = (await (await entra.fetch(keysUrl(version))).json()) as JSONWebKeySet
  return jwtVerify(token, createLocalJWKSet(keys), {
    issuer: entraIssuer(tenantId, version),
    audience,
    algorithms: ['RS256'],
    currentDate: now,
  })
}

describe('the tokens of Entra', () => {
  it('of a managed identity verify against the served keys, in both versions', async () => {
    const v1 = await verify(await entra.issueToken({ tenantId, oid, audience }))
    expect(v1.payload).toMatchObject({
      oid,
      sub: oid,
      tid: tenantId,
      ver: '1.0',
      idtyp: 'app',
      appidacr: '2',
      iss: `https://sts.windows.net/${tenantId}/`,
    })
    expect((v1.payload.exp ?? 0) - (v1.payload.iat ?? 0)).toBe(86_400)
    expect(v1.payload.xms_mirid).toMatch(/^\/subscriptions\//)
    const v2 = await verify(await entra.issueToken({ tenantId, oid, audience, version: '2.0' }), '2.0')
    expect(v2.payload).toMatchObject({ oid, ver: '2.0', azpacr: '2', iss: `https://login.microsoftonline.com/${tenantId}/v2.0` })
  })

  it('of users and sign-ins look the part', async () => {
    expect(decodeJwt(await entra.issueToken({ tenantId, audience, kind: 'user' }))).toMatchObject({
      idtyp: 'user',
      scp: 'user_impersonation',
      upn: 'ada@example.test',
    })
    const idToken = decodeJwt(await entra.issueToken({ tenantId, audience, kind: 'id_token', version: '2.0' }))
    expect(idToken).toHaveProperty('nonce')
    expect(idToken).not.toHaveProperty('azp')
  })

  it('bear any claim and header the test wants, or none', async () => {
    const token = await entra.issueToken({
      tenantId,
      audience,
      idtyp: null,
      overrides: { oid: undefined, tid: 'other' },
      header: { kid: undefined, nonce: 'x' },
    })
    expect(decodeJwt(token)).toMatchObject({ tid: 'other' })
    expect(decodeJwt(token)).not.toHaveProperty('oid')
    expect(decodeJwt(token)).not.toHaveProperty('idtyp')
    expect(decodeProtectedHeader(token)).toMatchObject({ nonce: 'x' })
    expect(decodeProtectedHeader(token)).not.toHaveProperty('kid')
  })

  it('can repeat a member, or carry any text', async () => {
    const repeated = await entra.issueToken({ tenantId, oid, audience, duplicates: { oid: 'second' } })
    const json = Buffer.from(repeated.split('.')[1] ?? '', 'base64url').toString()
    expect(json.match(/"oid":/g)).toHaveLength(2)
    await expect(verify(repeated)).resolves.toBeDefined()
    const raw = await entra.issueToken({ tenantId, audience, payloadText: () => 'not JSON' })
    expect(Buffer.from(raw.split('.')[1] ?? '', 'base64url').toString()).toBe('not JSON')
  })

  for (const signWith of ['other_version', 'stranger', 'none', 'hs256'] as const) {
    it(`signed by ${signWith} do not verify`, async () => {
      await expect(verify(await entra.issueToken({ tenantId, audience, signWith }))).rejects.toThrow()
    })
  }

  it('of the national clouds name their issuers', async () => {
    const issuer = async (tenant: string, cloud: 'usgov' | 'china', version: EntraVersion) =>
      decodeJwt(await entra.issueToken({ tenantId: tenant, audience, cloud, version })).iss
    expect(await issuer('gov', 'usgov', '2.0')).toBe('https://login.microsoftonline.us/gov/v2.0')
    expect(await issuer('cn', 'china', '1.0')).toBe('https://sts.chinacloudapi.cn/cn/')
    expect((await entra.fetch('https://login.microsoftonline.us/gov/discovery/keys')).status).toBe(200)
    expect((await entra.fetch('https://login.microsoftonline.com/gov/discovery/keys')).status).toBe(400)
  })
})

describe('the keys of Entra', () => {
  it('are found by discovery, at the real address and over HTTP', async () => {
    for (const [path, version] of [
      ['', '1.0'],
      ['v2.0/', '2.0'],
    ] as const) {
      const document = await (
        await entra.fetch(`https://login.microsoftonline.com/${tenantId}/${path}.well-known/openid-configuration`)
      ).json()
      expect(document).toMatchObject({ issuer: entraIssuer(tenantId, version), jwks_uri: keysUrl(version) })
    }
    const server = await entra.listen()
    const document = (await (await fetch(`${server.url}/${tenantId}/v2.0/.well-known/openid-configuration`)).json()) as { jwks_uri: string }
    const token = await entra.issueToken({ tenantId, audience, version: '2.0' })
    await expect(jwtVerify(token, createRemoteJWKSet(new URL(document.jwks_uri)), { currentDate: now })).resolves.toBeDefined()
    await server.close()
  })

  it('serve a remote key set in process', async () => {
    const keys = createRemoteJWKSet(new URL(keysUrl('1.0')), { [customFetch]: entra.fetch })
    await jwtVerify(await entra.issueToken({ tenantId, audience }), keys, { currentDate: now })
    await jwtVerify(await entra.issueToken({ tenantId, audience }), keys, { currentDate: now })
    expect(entra.keyFetches(tenantId)).toBe(1)
    expect(entra.keyFetches(tenantId, '2.0')).toBe(0)
  })

  it('rotate and are removed', async () => {
    const before = await entra.issueToken({ tenantId, audience })
    const old = await entra.currentKey(tenantId)
    const fresh = await entra.rotateKeys(tenantId)
    const after = await entra.issueToken({ tenantId, audience })
    expect(decodeProtectedHeader(after).kid).toBe(fresh.kid)
    await verify(before)
    await verify(after)
    await entra.removeKey(tenantId, old.kid)
    await expect(verify(before)).rejects.toThrow()
    await verify(after)
  })

  it('carry the issuer of the tenant in version 2, or another one', async () => {
    const issuer = entraIssuer('9188040d-6c67-4c5b-b112-36a304b66dad', '2.0')
    const key = await entra.addKey(tenantId, '2.0', { issuer })
    const { keys } = (await (await entra.fetch(keysUrl('2.0'))).json()) as { keys: Record<string, unknown>[] }
    expect(keys.map((jwk) => jwk.issuer)).toEqual([entraIssuer(tenantId, '2.0'), issuer])
    expect(keys[1]).toMatchObject({ kid: key.kid, kty: 'RSA', use: 'sig' })
    expect(JSON.stringify(keys)).not.toMatch(/"(d|p|q)":/)
  })

  it('misbehave on command', async () => {
    const ask = async () => entra.fetch(keysUrl('1.0'))
    entra.misbehave('internal', { times: 1 })
    expect((await ask()).status).toBe(500)
    entra.misbehave('empty_keys', { times: 1 })
    expect(await (await ask()).json()).toEqual({ keys: [] })
    entra.misbehave('duplicate_kid', { times: 1 })
    expect(((await (await ask()).json()) as { keys: unknown[] }).keys).toHaveLength(2)
    entra.misbehave('garbage', { times: 1 })
    await expect((await ask()).json()).rejects.toThrow()
    entra.misbehave('hang', { times: 1 })
    await expect(entra.fetch(keysUrl('1.0'), { signal: AbortSignal.timeout(20) })).rejects.toThrow(/timeout/i)
    expect((await ask()).status).toBe(200)
  })
})

describe('the places where workloads get tokens', () => {
  const metadata = 'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=api://bonafide'

  it('the metadata service issues tokens of the machine’s identity', async () => {
    const identity = entra.addManagedIdentity({ tenantId, oid })
    const answer = (await (await entra.fetch(metadata, { headers: { Metadata: 'true' } })).json()) as Record<string, string>
    const { payload } = await verify(answer.access_token ?? '')
    expect(payload).toMatchObject({ oid, appid: identity.clientId, xms_mirid: identity.resourceId })
    expect(answer).toMatchObject({ token_type: 'Bearer', resource: audience, expires_on: String(payload.exp) })
  })

  it('the metadata service wants its header and knows only its identities', async () => {
    const identity = entra.addManagedIdentity({ tenantId })
    expect((await entra.fetch(metadata)).status).toBe(400)
    expect((await entra.fetch(metadata, { headers: { Metadata: 'true', 'X-Forwarded-For': '10.0.0.1' } })).status).toBe(400)
    expect((await entra.fetch(`${metadata}&client_id=other`, { headers: { Metadata: 'true' } })).status).toBe(400)
    expect((await entra.fetch(`${metadata}&client_id=${identity.clientId}`, { headers: { Metadata: 'true' } })).status).toBe(200)
  })

  it('the token endpoint issues tokens to applications that prove themselves', async () => {
    entra.setResourceVersion(audience, '2.0')
    const principal = entra.addServicePrincipal({ tenantId, acceptsAssertion: (assertion) => assertion === 'good' })
    const ask = (form: Record<string, string>) =>
      entra.fetch(`https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: principal.clientId,
          scope: `${audience}/.default`,
          ...form,
        }),
      })
    const answer = (await (await ask({ client_secret: principal.clientSecret ?? '' })).json()) as { access_token: string }
    expect((await verify(answer.access_token, '2.0')).payload).toMatchObject({ oid: principal.oid, azp: principal.clientId })
    expect((await ask({ client_secret: 'wrong' })).status).toBe(401)
    expect((await ask({ client_assertion: 'good' })).status).toBe(200)
    expect((await ask({ client_assertion: 'bad' })).status).toBe(401)
    expect((await ask({ client_secret: principal.clientSecret ?? '', client_id: 'other' })).status).toBe(400)
  })
})

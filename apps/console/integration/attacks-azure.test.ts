import { bindExtIdentity, createExtIdentity, type ServiceAccount } from '@bonafide/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { azureRoute, expectRefusal } from './refusals.ts'
import { createWorld, post, type World } from './world.ts'

/** Group B of the catalogue through the real door: tokens of Entra that must not, and some that must, become ours. */

const oid = 'a1b2c3d4-0000-4000-8000-000000000001'
const stranger = 'a1b2c3d4-0000-4000-8000-00000000ffff'
/** Trusted as well, and nobody's: it must come back to nobody. */
const decoy = 'a1b2c3d4-0000-4000-8000-0000cafe0000'
const broker = 'api://broker'

let world: World
let account: ServiceAccount
let tenantId: string
let otherTenant: string

beforeAll(async () => {
  world = await createWorld()
  tenantId = (await world.entra.addTenant()).tenantId
  otherTenant = (await world.entra.addTenant()).tenantId
  account = await trusting()
})
afterAll(async () => {
  // NL: no line of the log holds a token or whom we trust.
  const lines = world.logged.join('\n')
  for (const secret of ['eyJ', decoy]) expect(lines).not.toContain(secret)
  await world.close()
})
beforeEach(() => {
  world.entra.behave()
  world.clock.offsetMs = 0
})

let names = 0
async function trusting(config: object = {}): Promise<ServiceAccount> {
  const made = await world.account()
  await trust(made, config)
  return made
}
async function trust(made: ServiceAccount, config: object = {}) {
  const trusted = { tenantId, resource: broker, allowedServicePrincipalIds: [oid, decoy], ...config }
  const identity = await createExtIdentity({ provider: 'azure_entra', name: `azure ${++names}`, config: trusted }, world.owner.context)
  await bindExtIdentity({ identityId: identity.id, serviceAccountId: made.id }, world.owner.context)
  return identity
}

type TokenRequest = Partial<Parameters<World['entra']['issueToken']>[0]>
const wrap = (jwt: string, id: string = account.id) => ({
  account: { type: 'service', id },
  azureEntra: { jwt: Buffer.from(jwt).toString('base64') },
})
const issue = (request: TokenRequest) => world.entra.issueToken({ tenantId, audience: broker, oid, ...request })

let requests = 0
/** Every request comes from an address of its own, so that no rate limit answers for us. */
const elsewhere = () => ({ 'x-test-address': `198.51.${Math.floor(++requests / 250)}.${requests % 250}` })
const accept = async (request: TokenRequest, to = account) => {
  const answer = await post(`${world.node.url}${azureRoute}`, wrap(await issue(request), to.id), elsewhere())
  expect(answer.status, answer.text).toBe(200)
}
async function refuse(request: TokenRequest, code = 'login_denied', to = account, outbound = 2) {
  const status = code === 'login_denied' ? 401 : 403
  const answer = await expectRefusal(world, wrap(await issue(request), to.id), { status, code, outbound }, azureRoute, elsewhere())
  for (const trusted of [decoy, broker, 'login.microsoftonline', 'sts.windows.net']) expect(answer.text).not.toContain(trusted)
}

describe('CTRL: what must succeed', () => {
  const both = ['1.0', '2.0'] as const
  const controls: [string, TokenRequest][] = [
    ...both.map((version): [string, TokenRequest] => [`AZ-01 version ${version}`, { version }]),
    ...both.map((version): [string, TokenRequest] => [`AZ-13 version ${version} without idtyp`, { version, idtyp: null }]),
    ['AZ-11 one slash more', { audience: `${broker}/` }],
    ['AZ-31 200 groups and 200 roles', { overrides: { groups: Array(200).fill(stranger), roles: Array(200).fill(stranger) } }],
    ['AZ-35 an actor within, which counts for nothing', { overrides: { actortoken: 'e30.e30.', act: { oid: stranger } } }],
  ]
  it.each(controls)('%s', async (_, request) => accept(request))

  it('AZ-03 a tenant in upper case is the same tenant', async () => accept({ overrides: { tid: tenantId.toUpperCase() } }))

  it('AZ-30 a certificate beside the key says nothing', async () => {
    const fresh = await trusting()
    const { kid } = await world.entra.addKey(tenantId, '1.0', { x5c: ['AAAA'] })
    await accept({}, fresh)
    await world.entra.removeKey(tenantId, kid)
  })
})

describe('a token that another tenant, issuer or cloud stands behind is denied', () => {
  it('AZ-02 AZ-16 signed by the attacker’s own tenant, with the oid and audience that we expect', async () => {
    await refuse({ tenantId: otherTenant, applicationId: oid }, 'login_denied', account, 0)
  })
  it.each([undefined, null, ['list']])('AZ-03 tid %j', async (tid) => refuse({ overrides: { tid } }))
  it('AZ-03 an issuer of one tenant and the tid of another', async () => {
    await refuse({ overrides: { tid: otherTenant } })
  })
  it.each([
    ['1.0', '2.0'],
    ['2.0', '1.0'],
    ['2.0', undefined],
    ['1.0', 1],
    ['1.0', ['1.0']],
  ] as const)('AZ-04 a token of version %s that says %j', async (version, ver) => refuse({ version, overrides: { ver } }))

  const issuers: [string, (tenant: string) => string][] = [
    ['AZ-05', () => 'https://login.microsoftonline.com/common/v2.0'],
    ['AZ-05', () => 'https://login.microsoftonline.com/organizations/v2.0'],
    ['AZ-05', () => 'https://login.microsoftonline.com/{tenantid}/v2.0'],
    ['AZ-05', () => 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0'],
    ['AZ-07', (tenant) => `https://sts.windows.net/${tenant}`],
    ['AZ-07', (tenant) => `https://sts.windows.net/${tenant}//`],
    ['AZ-07', (tenant) => `http://sts.windows.net/${tenant}/`],
    ['AZ-07', (tenant) => `https://sts.windows.net.evil.test/${tenant}/`],
    ['AZ-07', (tenant) => `https://sts.windows.net:443/${tenant}/`],
    ['AZ-07', (tenant) => `https://login.microsoftonline.us/${tenant}/v2.0`],
    ['AZ-07', (tenant) => `https://login.partner.microsoftonline.cn/${tenant}/v2.0`],
    ['AZ-36', (tenant) => `https://contoso.b2clogin.com/${tenant}/v2.0/`],
    ['AZ-36', (tenant) => `https://${tenant}.ciamlogin.com/${tenant}/v2.0`],
  ]
  it.each(issuers.map(([id, issuer]) => [id, issuer('…'), issuer] as const))('%s issuer %s', async (_, __, issuer) => {
    for (const version of ['1.0', '2.0'] as const) {
      await refuse({ version, overrides: { iss: issuer(tenantId) } }, 'login_denied', account, 0)
    }
  })

  it('AZ-08 a key that was published for consumers signs for nobody else', async () => {
    const issuer = 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0'
    const { kid } = await world.entra.addKey(tenantId, '2.0', { issuer })
    await refuse({ version: '2.0' }, 'login_denied', await trusting())
    await world.entra.removeKey(tenantId, kid)
  })

  it('AZ-17 of two tenants, each vouches for its own list alone', async () => {
    const two = await trusting()
    await trust(two, { tenantId: otherTenant, allowedServicePrincipalIds: [stranger] })
    await refuse({ tenantId: otherTenant }, 'principal_not_trusted', two)
    await accept({ tenantId: otherTenant, oid: stranger }, two)
  })
})

describe('a token for somebody else, or of another kind', () => {
  it.each(['00000003-0000-0000-c000-000000000000', 'https://vault.azure.net', 'https://management.azure.com/'])(
    'AZ-09 audience %s',
    async (audience) => refuse({ audience }, 'audience_mismatch'),
  )
  it.each(['api://broker//', 'api://broker/x', 'API://broker', 'api://broker.evil', ['api://broker', 'x'], null])(
    'AZ-11 audience %j',
    async (aud) => {
      const sent = wrap(await issue({ overrides: { aud } }))
      await expectRefusal(world, sent, { status: 403, code: 'audience_mismatch', outbound: 2 }, azureRoute, elsewhere())
    },
  )
  it.each([
    ['AZ-12 a person', { kind: 'user' }],
    ['AZ-12 a person, without idtyp', { kind: 'user', idtyp: null }],
    ['AZ-13 an application with delegated rights', { idtyp: null, overrides: { scp: 'user_impersonation' } }],
    ['AZ-14 an id token', { kind: 'id_token', version: '2.0' }],
    ['AZ-25 no key id', { header: { kid: undefined, x5t: 'x' } }],
    ['AZ-25 an unknown key id', { header: { kid: 'unknown' } }],
    ['AZ-25 a list of key ids', { header: { kid: ['a'] } }],
    ['AZ-25 a key id of 10 kB', { header: { kid: 'k'.repeat(10_240) } }],
    ['AZ-25 the key of the other version', { signWith: 'other_version' }],
    ['AZ-34 a token within', { header: { cty: 'JWT' } }],
    ['JWT-05 a key of its own', { header: { jwk: {} } }],
    ['JWT-06 an address of keys', { header: { jku: 'https://canary.test/' } }],
    ['JWT-07 critical names', { header: { crit: ['exp'] } }],
    ['JWT-08 an unencoded payload', { header: { b64: false } }],
  ] as [string, TokenRequest][])('%s is denied', async (_, request) => {
    await refuse(request)
    expect(world.outbound.some((url) => url.includes('canary'))).toBe(false)
  })

  it.each([
    ['an application id', { oid: stranger, applicationId: oid }],
    ['a subject', { oid: stranger, overrides: { sub: oid } }],
    ['an actor', { oid: stranger, overrides: { act: { oid, tid: 'x' }, actortoken: 'e30.e30.' } }],
  ] as [string, TokenRequest][])('AZ-15 AZ-35 %s does not stand in for the object id', async (_, request) => {
    await refuse(request, 'principal_not_trusted')
  })

  it('AZ-34 an encrypted token is no token', async () => {
    await expectRefusal(world, wrap('e30.e30.e30.e30.e30'), { status: 401, code: 'login_denied', outbound: 0 }, azureRoute, elsewhere())
  })

  it('AZ-31 a token of 65 kB is too large', async () => {
    const sent = wrap(await issue({ overrides: { padding: 'x'.repeat(65_536) } }))
    await expectRefusal(world, sent, { status: 413, code: 'too_large', outbound: 0 }, azureRoute, elsewhere())
  })

  it('AZ-32 an old token, where a maximum age is set', async () => {
    const strict = await trusting({ maxProofAgeSeconds: 3600 })
    await refuse({ issuedAt: new Date(world.clock.now() - 23 * 3_600_000) }, 'login_denied', strict)
    await accept({}, strict)
  })

  it('AZ-23 what the body says beside the token is refused, not believed', async () => {
    const body = wrap(await issue({ oid: stranger }))
    const sent = { ...body, azureEntra: { ...body.azureEntra, oid, tenantId, subscriptionId: 'x' } }
    await expectRefusal(world, sent, { status: 400, code: 'malformed_request', outbound: 0 }, azureRoute, elsewhere())
  })
})

describe('keys', () => {
  it('AZ-25 JWT-70 a storm of unknown keys costs at most one fetch beyond the first', async () => {
    const stormed = await trusting()
    const sent = world.outbound.length
    for (let token = 0; token < 20; token++) await refuse({ header: { kid: `invented-${token}` } }, 'login_denied', stormed)
    expect(world.outbound.length - sent).toBeLessThanOrEqual(2)
  })

  it('AZ-27 a key that was withdrawn is refused when what we know has aged', async () => {
    const rotating = await trusting()
    const old = await world.entra.currentKey(tenantId)
    await accept({ signWith: old }, rotating)
    await world.entra.rotateKeys(tenantId)
    await world.entra.removeKey(tenantId, old.kid)
    world.clock.offsetMs = 600_000
    await refuse({ signWith: old }, 'login_denied', rotating)
    await accept({}, rotating)
  })
})

describe('what cannot be saved', () => {
  const nothing = '00000000-0000-0000-0000-000000000000'
  const bad: [string, object][] = [
    ...['common', 'organizations', '{tenantid}', '9188040d-6c67-4c5b-b112-36a304b66dad', nothing].map((tenant): [string, object] => [
      'AZ-05',
      { tenantId: tenant },
    ]),
    ...['contoso.onmicrosoft.com', '../common', `${oid}%2f`, `${oid}\n`, `{${oid}}`, ` ${oid}`].map((tenant): [string, object] => [
      'AZ-06',
      { tenantId: tenant },
    ]),
    ...[['*'], [], [''], [`${oid}*`]].map((ids): [string, object] => ['AZ-24', { allowedServicePrincipalIds: ids }]),
  ]
  it.each(bad)('%s %j', async (_, config) => {
    const before = await world.count('external_identities')
    await expect(trusting(config)).rejects.toMatchObject({ code: 'malformed_request' })
    expect(await world.count('external_identities')).toBe(before)
  })

  it.each([[['*']], [[]], [['']]])('AZ-24 the list %j, written past us, lets nobody in', async (ids) => {
    const broken = await world.account()
    const { id } = await trust(broken)
    await world.database.pool.query(
      `update external_identities set config = jsonb_set(config, '{allowedServicePrincipalIds}', $2) where id = $1`,
      [id, JSON.stringify(ids)],
    )
    await refuse({}, 'login_denied', broken)
  })
})

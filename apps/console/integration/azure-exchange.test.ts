import type { ServiceAccount } from '@bonafide/core'
import { bindExtIdentity, createExtIdentity } from '@bonafide/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { azureRoute, expectRefusal } from './refusals.ts'
import { createWorld, post, type World } from './world.ts'

const oid = 'a1b2c3d4-0000-4000-8000-000000000001'
const stranger = 'a1b2c3d4-0000-4000-8000-00000000ffff'
const resource = 'https://management.azure.com/'

let world: World
let account: ServiceAccount
let tenantId: string

beforeAll(async () => {
  world = await createWorld()
  tenantId = (await world.entra.addTenant()).tenantId
  account = await trusting({})
})
afterAll(() => world.close())
beforeEach(() => {
  world.entra.behave()
  world.clock.offsetMs = 0
})

let names = 0
async function trusting(config: object): Promise<ServiceAccount> {
  const made = await world.account()
  await trust(made, config)
  return made
}

async function trust(made: ServiceAccount, config: object, fields: object = {}) {
  const input = {
    provider: 'azure_entra',
    name: `azure ${++names}`,
    config: { tenantId, allowedServicePrincipalIds: [oid], ...config },
    ...fields,
  }
  const identity = await createExtIdentity(input, world.owner.context)
  await bindExtIdentity({ identityId: identity.id, serviceAccountId: made.id }, world.owner.context)
  return identity
}

type TokenRequest = Partial<Parameters<World['entra']['issueToken']>[0]>

async function body(request: TokenRequest = {}, serviceAccountId = account.id) {
  const jwt = await world.entra.issueToken({ tenantId, audience: resource, oid, ...request })
  return { account: { type: 'service', id: serviceAccountId }, azureEntra: { jwt: Buffer.from(jwt).toString('base64') } }
}

const send = (sent: unknown) => post(`${world.node.url}${azureRoute}`, sent)

describe('a workload that Entra vouches for', () => {
  it.each(['1.0', '2.0'] as const)('R-031 AZ-01: a v%s token becomes ours', async (version) => {
    const { status, json, text } = await send(await body({ version }))
    expect(status, text).toBe(200)
    expect(json.authentication).toMatchObject({ tokenType: 'ServiceAccount', TTL: 3600, maxTTL: 86_400 })
  })

  it('D9: the same token may be used again, because managed identities cache theirs for hours', async () => {
    const sent = await body()
    expect((await send(sent)).status).toBe(200)
    expect((await send(sent)).status).toBe(200)
  })

  it('D9: once per token where the identity says so', async () => {
    const strict = await trusting({ singleUse: true })
    const sent = await body({}, strict.id)
    expect((await send(sent)).status).toBe(200)
    await expectRefusal(world, sent, { status: 401, code: 'login_denied', outbound: 0, step: ['fresh', 'replayed'] }, azureRoute)
  })

  it('D17: costs two database round trips with warm keys', async () => {
    await send(await body())
    world.node.statements.length = 0
    const sent = world.outbound.length
    expect((await send(await body())).status).toBe(200)
    expect(world.node.statements.filter((text) => !text.includes('rate_limit'))).toHaveLength(2)
    expect(world.outbound.length).toBe(sent)
  })

  it('AZ-37: of two identities of one tenant, the one that expects this audience decides', async () => {
    const many = await world.account()
    await trust(many, { resource: 'api://x' }, { defaultTtlSeconds: 60 })
    await trust(many, { resource: 'api://y' }, { defaultTtlSeconds: 600 })
    expect((await send(await body({ audience: 'api://y' }, many.id))).json.authentication.TTL).toBe(600)
  })

  it('AZ-26: a rotated key is taken at once', async () => {
    await send(await body())
    await world.entra.rotateKeys(tenantId)
    expect((await send(await body())).status).toBe(200)
  })

  it('AZ-28: good keys serve on while Entra is down', async () => {
    await send(await body())
    world.entra.misbehave('internal')
    world.clock.offsetMs = 2 * 3_600_000
    expect((await send(await body())).status).toBe(200)
  })

  it('AZ-28: without any keys, an outage is ours to admit, not the caller’s fault', async () => {
    const fresh = await trusting({})
    world.entra.misbehave('internal')
    await expectRefusal(world, await body({}, fresh.id), { status: 503, code: 'unavailable', outbound: 4 }, azureRoute)
  })
})

describe('who is not let in', () => {
  it('R-084: an object id that is not listed is told who it is', async () => {
    const answer = await expectRefusal(
      world,
      await body({ oid: stranger }),
      { status: 403, code: 'principal_not_trusted', outbound: 1, step: ['trust', 'principal_not_trusted'] },
      azureRoute,
    )
    expect(answer.json.caller.principal).toContain(stranger)
    expect(answer.text).not.toContain(oid)
  })

  it('R-083 AZ-09: a token for another resource cannot be reused here', async () => {
    await expectRefusal(
      world,
      await body({ audience: 'https://graph.microsoft.com' }),
      { status: 403, code: 'audience_mismatch', outbound: 1, step: ['audience', 'audience_mismatch'] },
      azureRoute,
    )
  })

  it('R-081 AZ-02: the attacker’s own tenant is another one', async () => {
    const other = await world.entra.addTenant()
    await expectRefusal(world, await body({ tenantId: other.tenantId }), { status: 401, code: 'login_denied', outbound: 1 }, azureRoute)
  })

  it.each([
    ['JWT-01 alg none', { signWith: 'none' }],
    ['JWT-02 HMAC with the public key', { signWith: 'hs256' }],
    ['a stranger’s key', { signWith: 'stranger' }],
    ['AZ-25 the key of the other version', { signWith: 'other_version' }],
    ['AZ-12 a person', { kind: 'user' }],
    ['AZ-14 an id token', { kind: 'id_token' }],
    ['JWT-23 no exp', { overrides: { exp: undefined } }],
    ['AZ-03 no tid', { overrides: { tid: undefined } }],
    ['JWT-34 two oids', { duplicates: { oid: stranger } }],
  ] as [string, TokenRequest][])('%s is denied', async (_, request) => {
    await expectRefusal(world, await body(request), { status: 401, code: 'login_denied', outbound: 1 }, azureRoute)
  })

  it('an expired token is denied', async () => {
    const sent = await body({ issuedAt: new Date(Date.now() - 90_000_000), lifetimeSeconds: 3600 })
    await expectRefusal(world, sent, { status: 401, code: 'login_denied', outbound: 1, step: ['fresh', 'token_expired'] }, azureRoute)
  })

  it('R-187: an unknown account is denied like everything else, and nothing is dialled', async () => {
    await expectRefusal(
      world,
      await body({}, '0190a5b0-7b1c-7000-8000-000000000001'),
      { status: 401, code: 'login_denied', outbound: 0 },
      azureRoute,
    )
  })

  it.each([
    ['raw where base64 is expected', (jwt: string) => jwt],
    ['url-safe', (jwt: string) => Buffer.from(`${jwt}?>`).toString('base64url')],
    ['encoded twice', (jwt: string) => Buffer.from(Buffer.from(jwt).toString('base64')).toString('base64')],
    ['trailing garbage', (jwt: string) => `${Buffer.from(jwt).toString('base64')}!!`],
    ['missing', () => undefined],
    ['a list', () => ['x']],
  ])('AZ-38: a wrapper that is %s is malformed', async (_, wrap) => {
    const jwt = await world.entra.issueToken({ tenantId, audience: resource, oid })
    const sent = { account: { id: account.id }, azureEntra: { jwt: wrap(jwt) } }
    await expectRefusal(world, sent, { status: 400, code: 'malformed_request', outbound: 0 }, azureRoute)
  })
})

import { bindExtIdentity, createExtIdentity, type ServiceAccount, updateExtIdentity } from '@bonafide/core'
import type { IssuedToken } from '@bonafide/stand-ins'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { expectRefusal, oidcRoute } from './refusals.ts'
import { readableEnvironment } from './workloads.ts'
import { createWorld, type Node, post, type World } from './world.ts'

const audience = 'https://bonafide.example'
const main = 'repo:acme/shop:ref:refs/heads/main'

let world: World
let account: ServiceAccount

beforeAll(async () => {
  world = await createWorld()
  account = await trusting({})
})
afterAll(() => world.close())
beforeEach(() => {
  world.issuer.behave()
  world.clock.offsetMs = 0
})

let names = 0
const configOf = (config: object = {}) => ({
  issuer: world.issuer.issuer,
  audiences: [audience],
  subjects: [main],
  claims: ['repository_id = 123456'],
  ...config,
})

async function trust(serviceAccountId: string, config: object) {
  const input = { provider: 'oidc', name: `oidc ${++names}`, config: configOf(config) }
  const identity = await createExtIdentity(input, world.owner.context)
  await bindExtIdentity({ identityId: identity.id, serviceAccountId }, world.owner.context)
  return identity
}

async function trusting(config: object): Promise<ServiceAccount> {
  const made = await world.account()
  await trust(made.id, config)
  return made
}

function body({ claims, ...token }: IssuedToken = {}, serviceAccountId = account.id) {
  const jwt = world.issuer.issue({ claims: { sub: main, aud: audience, repository_id: '123456', ...claims }, ...token })
  return { account: { type: 'service', id: serviceAccountId }, oidc: { jwt: Buffer.from(jwt).toString('base64') } }
}

const send = (sent: unknown, node: Node = world.node) => post(`${node.url}${oidcRoute}`, sent)

describe('a workload that its issuer vouches for', () => {
  it('gets a token, and reads a secret with it', async () => {
    const reader = await trusting({})
    const environmentId = await readableEnvironment(world, reader.id, 1)
    const { status, json, text } = await send(body({}, reader.id))
    expect(status, text).toBe(200)
    expect(json.authentication).toMatchObject({ tokenType: 'ServiceAccount', TTL: 3600, maxTTL: 86_400 })
    const headers = { authorization: `Bearer ${json.authentication.bearerToken}`, environment: environmentId }
    const secrets = await fetch(`${world.node.url}/secrets/`, { headers })
    expect(secrets.status).toBe(200)
    expect(await secrets.json()).toHaveLength(1)
  })

  it('finds the same door behind the route that other providers have', async () => {
    const answer = await post(`${world.node.url}/service/public/identities/external/v1/oidc/auth/`, body())
    expect(answer.status, answer.text).toBe(200)
  })

  it('is asked about once: with warm keys nothing goes out, and the database is asked twice', async () => {
    await send(body())
    const sent = world.outbound.length
    world.node.statements.length = 0
    expect((await send(body())).status).toBe(200)
    expect(world.node.statements.filter((text) => !text.includes('rate_limit'))).toHaveLength(2)
    expect(world.outbound).toHaveLength(sent)
  })

  it('may sign with a key that its issuer has made meanwhile', async () => {
    await send(body())
    world.issuer.addKey()
    const sent = world.outbound.length
    const answer = await send(body())
    expect(answer.status, answer.text).toBe(200)
    expect(world.outbound.slice(sent)).toEqual([`${world.issuer.issuer}/.well-known/openid-configuration`, `${world.issuer.issuer}/keys`])
  })

  it('may use a token again, unless the identity says otherwise', async () => {
    const sent = body()
    expect((await send(sent)).status).toBe(200)
    expect((await send(sent)).status).toBe(200)
  })

  it('is let in by uploaded keys without anybody being asked', async () => {
    const jwks = JSON.stringify({ keys: world.issuer.keys.map(({ published }) => published) })
    const offline = await trusting({ keySource: 'uploaded', jwks })
    const sent = world.outbound.length
    expect((await send(body({}, offline.id))).status).toBe(200)
    expect(world.outbound).toHaveLength(sent)
  })
})

describe('who is not let in', () => {
  it('another subject is told who it is, and nothing of who is trusted', async () => {
    const sub = 'repo:acme/shop:pull_request'
    const expected = { status: 403, code: 'subject_not_trusted', outbound: 0, step: ['trust', 'subject_not_trusted'] } as const
    const answer = await expectRefusal(world, body({ claims: { sub } }), { ...expected, step: [...expected.step] }, oidcRoute)
    expect(answer.json.caller.principal).toBe(sub)
    expect(answer.text).not.toContain(main)
    expect(answer.text).not.toContain('123456')
  })

  it('another repository under the trusted name is told that a claim is not as it must be, and not which', async () => {
    const answer = await expectRefusal(
      world,
      body({ claims: { repository_id: '987654' } }),
      { status: 403, code: 'claim_mismatch', outbound: 0, step: ['trust', 'claim_mismatch'] },
      oidcRoute,
    )
    expect(answer.text).not.toContain('123456')
  })

  it('a token for somebody else cannot be reused here', async () => {
    await expectRefusal(
      world,
      body({ claims: { aud: 'sts.amazonaws.com' } }),
      { status: 403, code: 'audience_mismatch', outbound: 0, step: ['audience', 'audience_mismatch'] },
      oidcRoute,
    )
  })

  it.each([
    ['another issuer', 'https://tokens.example.org'],
    ['the same issuer with a slash', 'https://tokens.example.test/'],
    ['an address of the inside', 'http://169.254.169.254/latest'],
    ['no issuer', undefined],
  ])('%s is refused, and nobody is asked', async (_, iss) => {
    await expectRefusal(
      world,
      body({ claims: { iss } }),
      { status: 401, code: 'login_denied', outbound: 0, step: ['endpoint_allowed', 'issuer_not_allowed'] },
      oidcRoute,
    )
  })

  it.each([
    ['a key of nobody', () => ({ key: world.issuer.strangersKey() }), ['proof_valid', 'key_not_found'], 2],
    ['no signature', () => ({ key: 'none' as const }), ['proof_valid', 'signature_invalid'], 0],
    ['the public key as a shared secret', () => ({ key: 'hmac' as const }), ['proof_valid', 'signature_invalid'], 0],
    [
      'a changed signature',
      () => ({ signature: (bytes: Buffer) => bytes.map((byte) => byte ^ 1) as Buffer }),
      ['proof_valid', 'signature_invalid'],
      0,
    ],
    ['no end', () => ({ claims: { exp: undefined } }), ['fresh', 'token_expired'], 0],
    ['an end that has passed', () => ({ claims: { iat: 1_700_000_000, exp: 1_700_000_300 } }), ['fresh', 'token_expired'], 0],
  ] as [string, () => IssuedToken, [string, string], number][])('%s is denied', async (_, token, step, outbound) => {
    await expectRefusal(world, body(token()), { status: 401, code: 'login_denied', outbound, step }, oidcRoute)
  })

  it('an unknown account is denied like everything else, and nobody is asked', async () => {
    const nobody = '0190a5b0-7b1c-7000-8000-000000000001'
    await expectRefusal(world, body({}, nobody), { status: 401, code: 'login_denied', outbound: 0 }, oidcRoute)
  })
})

describe('a token that is accepted once', () => {
  it('JWT-37: of fifty that arrive together, exactly one gets in', async () => {
    const once = await trusting({ singleUse: 'jti' })
    const sent = body({}, once.id)
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(sent)))
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses).toEqual([200, ...Array(49).fill(401)])
    const of = `where service_account_id = '${once.id}'`
    expect(await world.count(`service_account_tokens ${of}`)).toBe(1)
    expect(await world.count(`exchanges ${of} and code = 'replayed'`)).toBe(49)
  })

  it('JWT-37: a second signature around the same id is the same token', async () => {
    const once = await trusting({ singleUse: 'jti' })
    const claims = { jti: 'the-one-id' }
    expect((await send(body({ claims }, once.id))).status).toBe(200)
    const again = body({ claims: { ...claims, run_attempt: '2' } }, once.id)
    await expectRefusal(world, again, { status: 401, code: 'login_denied', outbound: 0, step: ['fresh', 'replayed'] }, oidcRoute)
  })

  it('must have an id', async () => {
    const once = await trusting({ singleUse: 'jti' })
    const sent = body({ claims: { jti: undefined } }, once.id)
    await expectRefusal(world, sent, { status: 401, code: 'login_denied', outbound: 0, step: ['fresh', 'replayed'] }, oidcRoute)
  })
})

describe('a change of the identity', () => {
  it('made at one node counts at the other with the next login', async () => {
    const other = await world.start()
    const changing = await world.account()
    const identity = await trust(changing.id, {})
    expect((await send(body({}, changing.id), other)).status).toBe(200)
    const next = 'repo:acme/shop:ref:refs/heads/next'
    await updateExtIdentity({ id: identity.id, config: configOf({ subjects: [next] }) }, world.owner.context)
    const refused = await send(body({}, changing.id), other)
    expect({ status: refused.status, code: refused.json.code }).toEqual({ status: 403, code: 'subject_not_trusted' })
    expect((await send(body({ claims: { sub: next } }, changing.id), other)).status).toBe(200)
  })
})

describe('addresses that this server is not to ask', () => {
  const create = async (config: object, node: Node = world.node) => {
    const query = `mutation($input: CreateExtIdentityInput!) {
      createExtIdentity(input: $input) { externalIdentity { id } userErrors { field code message } }
    }`
    const input = { name: `asking ${++names}`, config: { oidc: configOf(config) } }
    const { json } = await post(
      `${node.url}/api/graphql`,
      { query, variables: { input } },
      { authorization: `Bearer Session ${world.owner.sessionToken}` },
    )
    return json.data.createExtIdentity
  }

  it.each([
    ['plain http', { issuer: 'http://tokens.example.test' }, 'issuer'],
    ['this machine', { issuer: 'https://localhost' }, 'issuer'],
    ['this machine by number', { issuer: 'https://127.0.0.1:8443' }, 'issuer'],
    ['the metadata of a cloud', { issuer: 'https://169.254.169.254' }, 'issuer'],
    ['a name of the inside', { issuer: 'https://vault.internal' }, 'issuer'],
    ['keys at such an address', { keySource: 'JWKS_URL', jwksUrl: 'https://[::1]/keys' }, 'jwksUrl'],
  ])('%s is refused at its field before anything is kept or asked', async (_, config, field) => {
    const [identities, sent] = [await world.count('external_identities'), world.outbound.length]
    const { externalIdentity, userErrors } = await create(config)
    expect(externalIdentity).toBeNull()
    expect(userErrors).toMatchObject([{ field: ['config', 'oidc', field], code: 'malformed_request' }])
    expect(userErrors[0].message).toContain('BONAFIDE_ALLOW_PRIVATE_HOSTS')
    expect(await world.count('external_identities')).toBe(identities)
    expect(world.outbound).toHaveLength(sent)
  })

  it('an issuer that is only a name, with uploaded keys, may have any address', async () => {
    const jwks = JSON.stringify({ keys: world.issuer.keys.map(({ published }) => published) })
    const { userErrors } = await create({ issuer: 'https://kubernetes.default.svc.cluster.local', keySource: 'UPLOADED', jwks })
    expect(userErrors).toEqual([])
  })

  it('what the operator has named is let through, and nothing beside it', async () => {
    const settings = { ...world.services.settings, privateHosts: ['localhost:8443'] }
    const lenient = await world.start({ settings })
    expect((await create({ issuer: 'http://localhost:8443' }, lenient)).userErrors).toEqual([])
    expect((await create({ issuer: 'https://localhost:8444' }, lenient)).userErrors).toMatchObject([
      { field: ['config', 'oidc', 'issuer'] },
    ])
  })
})

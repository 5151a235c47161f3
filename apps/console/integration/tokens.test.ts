import {
  createApp,
  createSecrets,
  deleteExtIdentity,
  deleteServiceAccount,
  disableServiceAccount,
  grantAccountAccess,
  listEnvironments,
  removeMember,
  revokeServiceAccountToken,
  type ServiceAccount,
  unbindExtIdentity,
  updateExtIdentity,
} from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { awsRoute } from './refusals.ts'
import { createWorld, type Node, post, type World } from './world.ts'

const secretValue = 'CANARY-value-of-the-secret'

let world: World
let other: Node
let appId: string
let environmentIds: string[]

beforeAll(async () => {
  world = await createWorld()
  other = await world.start()
  const app = await createApp({ name: 'shop' }, world.owner.context)
  appId = app.id
  const environments = await listEnvironments({ appId }, world.owner.context)
  environmentIds = environments.filter((one) => one.name === 'Development').map((one) => one.id)
  await createSecrets({ environmentId: environmentIds[0], secrets: [{ key: 'KEY', value: secretValue }] }, world.owner.context)
})
afterAll(() => world.close())

let seconds = 0
async function login(
  config: Record<string, unknown> = {},
  fields: object = {},
): Promise<{ account: ServiceAccount; identityId: string; token: string; tokenId: string }> {
  const account = await world.account()
  const identity = await world.awsIdentity(account.id, config, fields)
  await grantAccountAccess({ serviceAccountId: account.id, environmentIds }, world.owner.context)
  world.clock.offsetMs = ++seconds * 1000
  const { json, text } = await post(`${world.node.url}${awsRoute}`, world.awsBody(world.role(), account.id))
  if (!json.authentication) throw new Error(text)
  const { rows } = await world.database.pool.query('select id from service_account_tokens where service_account_id = $1', [account.id])
  return { account, identityId: identity.id, token: json.authentication.token, tokenId: rows[0].id }
}

const read = (token: string, node: Node = world.node) =>
  fetch(`${node.url}/service/public/v1/secrets/?app_id=${appId}&env=development`, { headers: { authorization: `Bearer ${token}` } })

describe('R-011: dynamic secret zero', () => {
  it('from nothing but its platform identity, a workload reads the value of a secret', async () => {
    const { token } = await login()
    const response = await read(token, other)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject([{ key: 'KEY', value: secretValue }])
    expect(response.headers.get('cache-control')).toContain('no-store')
    expect(response.headers.get('etag')).toBeNull()
  })
})

describe('D5: what ends a token ends it at the next request, on every node', () => {
  const ends: [string, (one: Awaited<ReturnType<typeof login>>) => Promise<unknown>][] = [
    ['TOK-07 revoking it', ({ tokenId }) => revokeServiceAccountToken({ id: tokenId }, world.owner.context)],
    ['TOK-09 deleting the account', ({ account }) => deleteServiceAccount({ id: account.id }, world.owner.context)],
    ['disabling the account', ({ account }) => disableServiceAccount({ id: account.id }, world.owner.context)],
    ['deleting the identity', ({ identityId }) => deleteExtIdentity({ id: identityId }, world.owner.context)],
    ['disabling the identity', ({ identityId }) => updateExtIdentity({ id: identityId, enabled: false }, world.owner.context)],
    [
      'unbinding the identity',
      ({ identityId, account }) => unbindExtIdentity({ identityId, serviceAccountId: account.id }, world.owner.context),
    ],
    [
      'TOK-10 no longer trusting the principal',
      ({ identityId }) =>
        updateExtIdentity({ id: identityId, config: { principals: ['arn:aws:iam::111122223333:role/else'] } }, world.owner.context),
    ],
    [
      'R-009 R-134 its expiry',
      ({ tokenId }) =>
        world.database.pool.query(
          `update service_account_tokens set created_at = now() - interval '2 hours', expires_at = now() where id = $1`,
          [tokenId],
        ),
    ],
  ]

  it.each(ends)('%s', async (_, end) => {
    const one = await login()
    expect((await read(one.token, other)).status).toBe(200)
    await end(one)
    for (const node of [other, world.node]) {
      const response = await read(one.token, node)
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Bearer')
      expect(await response.text()).not.toContain(secretValue)
    }
    const introspection = await fetch(`${other.url}/service/secrets/tokens/`, { headers: { authorization: `Bearer ${one.token}` } })
    expect(introspection.status).toBe(403)
  })
})

describe('what a token is not', () => {
  it('TOK-05: two credentials of different people are refused', async () => {
    const { token } = await login()
    const both = await fetch(`${world.node.url}/service/public/v1/secrets/?app_id=${appId}&env=development`, {
      headers: { authorization: `Bearer ${token}`, cookie: `__Host-bonafide=${world.owner.sessionToken}` },
    })
    expect(both.status).toBe(401)
    for (const url of [`?access_token=${token}`, `?token=${token}`]) {
      expect((await fetch(`${world.node.url}/service/secrets/tokens/${url}`)).status).toBe(401)
    }
    const joined = await fetch(`${world.node.url}/service/public/v1/secrets/`, {
      headers: { authorization: `Bearer ${token}, Bearer ${token}` },
    })
    expect(joined.status).toBe(401)
  })

  it('TOK-04: a token that was changed is refused, whatever the change', async () => {
    const { token } = await login()
    const value = token.split(':')[2] ?? ''
    const variants = [
      token.slice(0, -1),
      `${token}0`,
      token.toUpperCase(),
      ` ${value} x`,
      value.slice(1),
      `${value}\u0000`,
      '０'.repeat(64),
      'x'.repeat(10_000),
      '',
    ]
    for (const variant of variants) {
      const authorization = Buffer.from(`Bearer ServiceAccount ${variant}`, 'utf8').toString('latin1').replaceAll('\u0000', '%00')
      const response = await fetch(`${world.node.url}/service/public/v1/secrets/?app_id=${appId}&env=development`, {
        headers: { authorization },
      })
      expect(response.status, JSON.stringify(variant.slice(0, 20))).toBe(401)
    }
  })

  it('TOK-32: credentials of one kind do not open doors of another', async () => {
    const { token } = await login()
    const value = token.split(':')[2]
    for (const authorization of [
      `Bearer User ${value}`,
      `Bearer Service ${value}`,
      `Bearer Session ${value}`,
      `Bearer ServiceAccount ${world.owner.sessionToken}`,
    ]) {
      expect(
        (await fetch(`${world.node.url}/service/public/v1/secrets/?app_id=${appId}&env=development`, { headers: { authorization } }))
          .status,
      ).toBe(401)
    }
  })

  it('TOK-35: HEAD and OPTIONS tell nothing without authorisation', async () => {
    for (const method of ['HEAD', 'OPTIONS']) {
      const response = await fetch(`${world.node.url}/service/public/v1/secrets/?app_id=${appId}&env=development`, {
        method,
        headers: { range: 'bytes=0-1' },
      })
      expect(response.status).toBeGreaterThanOrEqual(400)
      expect(await response.text()).not.toContain('KEY')
    }
  })

  it('TOK-31: a workload cannot make itself at home', async () => {
    const { token, account } = await login()
    const operations = [
      `mutation { createServiceAccountToken(input: {serviceAccountId: "${account.id}", name: "again", expiresInSeconds: 3600}) { token } }`,
      `mutation { createServiceAccount(input: {name: "other", roleId: "${account.roleId}"}) { serviceAccount { id } } }`,
      `mutation { updateServiceAccount(input: {id: "${account.id}", externalIdentityIds: []}) { serviceAccount { id } } }`,
    ]
    for (const query of operations) {
      const { json } = await post(`${world.node.url}/api/graphql`, { query }, { authorization: `Bearer ${token}` })
      expect(json.errors[0].extensions.code, query).toBe('forbidden')
    }
  })

  it('a removed member’s session ends with the membership', async () => {
    const member = await world.member('Developer')
    const query = { query: '{ viewer { __typename } }' }
    const headers = { authorization: `Bearer Session ${member.sessionToken}` }
    expect((await post(`${other.url}/api/graphql`, query, headers)).status).toBe(200)
    await removeMember({ id: member.id }, world.owner.context)
    expect((await post(`${other.url}/api/graphql`, query, headers)).status).toBe(401)
  })
})

describe('TOK-25: nothing secret is logged', () => {
  it('neither tokens nor values nor signatures, at the most talkative level', async () => {
    const { token } = await login()
    await read(token)
    const lines = world.logged.join('\n')
    for (const part of [...token.split(':').slice(2), secretValue, world.secret, 'Signature=', world.owner.sessionToken])
      expect(lines).not.toContain(part)
  })
})

import {
  createExtIdentity,
  deleteExtIdentity,
  deleteServiceAccount,
  disableServiceAccount,
  listServiceAccountTokens,
  revokeServiceAccountToken,
  unbindExtIdentity,
  updateExtIdentity,
} from '@bonafide/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { purge } from '../src/server/purge.ts'
import { createOidcWorld, type OidcWorld, trustedSubject } from './oidc-world.ts'
import { oidcRoute } from './refusals.ts'
import { readableEnvironment } from './workloads.ts'
import { type Node, post } from './world.ts'

/** Group D of the catalogue once more: tokens that an issuer of tokens was traded for. */

let world: OidcWorld
let other: Node
let account: { accountId: string; identityId: string }
let environment: string

beforeAll(async () => {
  world = await createOidcWorld()
  other = await world.start()
  account = await world.trusting()
  environment = await readableEnvironment(world, account.accountId, 1)
})
afterAll(() => world.close())
beforeEach(() => {
  world.clock.offsetMs = 0
})

const read = (bearer: string, node: Node = world.node) =>
  fetch(`${node.url}/service/secrets/`, { headers: { authorization: `Bearer ${bearer}`, environment } })
const owner = () => world.owner.context
const lastToken = async (accountId = account.accountId) =>
  (await listServiceAccountTokens({ serviceAccountId: accountId }, owner())).rows[0]?.id ?? ''

describe('a token', () => {
  it('TOK-01 has the documented shape, and none shares a part with another (oidc)', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => world.send(world.bodyOf(account.accountId))))
    const tokens = answers.map(({ json }): string => json.authentication.token)
    for (const token of tokens) expect(token).toMatch(/^pss_service:v2:([0-9a-f]{64}:){3}[0-9a-f]{64}$/)
    // The second part is the account's public key.
    const drawn = tokens.flatMap((token) => token.split(':').filter((_, index) => [2, 4, 5].includes(index)))
    expect(new Set(drawn).size).toBe(3 * tokens.length)
  })

  it('TOK-02 leaves nothing of itself, nor of the proof it was traded for, in the database (oidc)', async () => {
    const jwt = world.jwtOf()
    const body = { account: { type: 'service', id: account.accountId }, oidc: { jwt: Buffer.from(jwt).toString('base64') } }
    const { json } = await world.send(body)
    const parts = json.authentication.token.split(':')
    const [, payload, signature] = jwt.split('.')
    const { rows: tables } = await world.database.pool.query(`select tablename from pg_tables where schemaname = 'public'`)
    const dumps = await Promise.all(tables.map(({ tablename }) => world.database.pool.query(`select t::text as row from "${tablename}" t`)))
    const dump = dumps.flatMap(({ rows }) => rows.map(({ row }) => row)).join('\n')
    expect(dump).toContain(trustedSubject)
    for (const part of [parts[2], parts[4], parts[5], payload, signature, body.oidc.jwt]) {
      expect(dump).not.toContain(part)
      expect(world.logged.join('\n')).not.toContain(part)
    }
    expect(dump).not.toContain(Buffer.from(parts[2], 'hex').toString('base64'))
  })

  it('TOK-04 TOK-05 TOK-32 opens nothing in another spelling, twice, or in the place of a proof (oidc)', async () => {
    const bearer = await world.bearerOf(account.accountId)
    for (const wrong of [bearer.slice(1), `${bearer}0`, bearer.toUpperCase(), `${bearer}, Bearer ${bearer}`, world.jwtOf()])
      expect((await read(wrong)).status, wrong.slice(0, 30)).toBe(401)
    const tokens = await world.count('service_account_tokens')
    const asProof = { account: { type: 'service', id: account.accountId }, oidc: { jwt: Buffer.from(bearer).toString('base64') } }
    expect((await world.send(asProof)).json.code).toBe('malformed_request')
    for (const subject_token of [bearer, world.owner.sessionToken]) {
      const form = new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token,
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        client_id: account.accountId,
      })
      expect((await fetch(`${world.node.url}/oauth/token`, { method: 'POST', body: form })).status).toBe(400)
    }
    expect(await world.count('service_account_tokens')).toBe(tokens)
  })

  it.each([-300_000, 300_000])('TOK-06 ends by the clock of the database, with ours %d ms off (oidc)', async (offset) => {
    const bearer = await world.bearerOf(account.accountId)
    const tokenId = await lastToken()
    world.clock.offsetMs = offset
    expect((await read(bearer)).status).toBe(200)
    await world.database.pool.query(
      `update service_account_tokens set created_at = now() - interval '1 hour', expires_at = now() where id = $1`,
      [tokenId],
    )
    expect((await read(bearer)).status).toBe(401)
  })

  const ends: [string, (one: { accountId: string; identityId: string }) => Promise<unknown>][] = [
    ['TOK-07 is revoked', async ({ accountId }) => revokeServiceAccountToken({ id: await lastToken(accountId) }, owner())],
    ['TOK-09 its account is deleted', ({ accountId }) => deleteServiceAccount({ id: accountId }, owner())],
    ['TOK-09 its account is disabled', ({ accountId }) => disableServiceAccount({ id: accountId }, owner())],
    ['TOK-09 its identity is deleted', ({ identityId }) => deleteExtIdentity({ id: identityId }, owner())],
    ['TOK-09 its identity is disabled', ({ identityId }) => updateExtIdentity({ id: identityId, enabled: false }, owner())],
    [
      'TOK-09 its identity is unbound',
      (one) => unbindExtIdentity({ identityId: one.identityId, serviceAccountId: one.accountId }, owner()),
    ],
    [
      'TOK-10 its subject is no longer trusted',
      ({ identityId }) => updateExtIdentity({ id: identityId, config: world.configOf({ subjects: ['repo:acme/else:x'] }) }, owner()),
    ],
    [
      'TOK-10 a rule about another claim is added',
      ({ identityId }) =>
        updateExtIdentity({ id: identityId, config: world.configOf({ claims: ['repository_id = 123456', 'ref exists'] }) }, owner()),
    ],
    [
      'TOK-10 its issuer is another one',
      ({ identityId }) => updateExtIdentity({ id: identityId, config: world.configOf({ issuer: 'https://else.example' }) }, owner()),
    ],
  ]
  it.each(ends)('%s: it ends on every node with the next request (oidc)', async (_, end) => {
    const one = await world.trusting()
    const bearer = await world.bearerOf(one.accountId)
    const introspect = (node: Node) =>
      fetch(`${node.url}/service/secrets/tokens/`, { headers: { authorization: `Bearer ${bearer}` } }).then(({ status }) => status)
    expect(await introspect(other)).toBe(200)
    await end(one)
    expect(await Promise.all([other, world.node].map(introspect))).toEqual([403, 403])
  })

  it('TOK-10 an edit that still trusts its subject leaves it, and ends those of others (oidc)', async () => {
    const next = 'repo:acme/shop:ref:refs/heads/next'
    const one = await world.trusting({ subjects: [trustedSubject, next] })
    const bearers = [await world.bearerOf(one.accountId), await world.bearerOf(one.accountId, { claims: { sub: next } })]
    await updateExtIdentity({ id: one.identityId, config: world.configOf() }, owner())
    const statuses = bearers.map(async (bearer) => {
      const response = await fetch(`${world.node.url}/service/secrets/tokens/`, { headers: { authorization: `Bearer ${bearer}` } })
      return response.status
    })
    expect(await Promise.all(statuses)).toEqual([200, 403])
  })

  it('TOK-30 TOK-35 is handed out and used without a trace in caches, addresses or cookies, and to no HEAD (oidc)', async () => {
    const made = await world.send(world.bodyOf(account.accountId))
    const used = await read(made.json.authentication.bearerToken)
    expect([made.status, used.status]).toEqual([200, 200])
    for (const { headers } of [made, used]) {
      expect(headers.get('cache-control')).toBe('no-store')
      for (const name of ['etag', 'last-modified', 'location', 'content-location', 'set-cookie', 'refresh'])
        expect(headers.get(name)).toBeNull()
    }
    const tokens = await world.count('service_account_tokens')
    for (const method of ['HEAD', 'OPTIONS', 'GET', 'PUT'])
      for (const path of [oidcRoute, '/oauth/token'])
        expect((await fetch(`${world.node.url}${path}`, { method })).status, `${method} ${path}`).toBeGreaterThanOrEqual(400)
    expect(await world.count('service_account_tokens')).toBe(tokens)
  })

  it('TOK-31 binds, changes and makes nothing for itself (oidc)', async () => {
    const bearer = await world.bearerOf(account.accountId)
    const changes = () => world.count(`audit_events where action not like 'secret%'`)
    const before = await changes()
    const { accountId, identityId } = account
    for (const query of [
      `mutation { updateExtIdentity(input: {id: "${identityId}", name: "mine"}) { __typename } }`,
      `mutation { bindExtIdentity(input: {identityId: "${identityId}", serviceAccountId: "${accountId}"}) { __typename } }`,
      `mutation { createServiceAccountToken(input: {serviceAccountId: "${accountId}", name: "again", expiresInSeconds: 3600}) { token } }`,
    ]) {
      const answer = await post(`${world.node.url}/api/graphql`, { query }, { authorization: `Bearer ${bearer}` })
      expect(['forbidden', 'not_found'], answer.text).toContain(answer.json.errors?.[0].extensions.code)
    }
    expect(await changes()).toBe(before)
  })

  it('TOK-17 cannot be without an end, or beyond the maximum of its identity, whatever writes it (oidc)', async () => {
    const one = await world.trusting()
    await world.bearerOf(one.accountId)
    for (const end of ['null', `now() + interval '2 days'`])
      await expect(
        world.database.pool.query(`update service_account_tokens set expires_at = ${end} where service_account_id = $1`, [one.accountId]),
      ).rejects.toThrow('exchanged_expire')
  })

  it('TOK-33 a used proof is cleared away when it cannot be used again, and never before (oidc)', async () => {
    const once = await world.trusting({ singleUse: 'jti' })
    const body = world.bodyOf(once.accountId)
    expect((await world.send(body)).status).toBe(200)
    const proofs = await world.count('used_proofs')
    // A node whose clock is years ahead clears nothing: the database's clock counts.
    world.clock.offsetMs = 10 * 365 * 86_400_000
    await purge(world.services)
    expect(await world.count('used_proofs')).toBe(proofs)
    world.clock.offsetMs = 0
    expect((await world.send(body)).json.code).toBe('login_denied')
    await world.database.pool.query(`update used_proofs set expires_at = now() - interval '1 second'`)
    await purge(world.services)
    expect(await world.count('used_proofs')).toBe(0)
  })
})

describe('the lifetimes of an identity', () => {
  it.each([
    { defaultTtlSeconds: 7200, maxTtlSeconds: 3600 },
    { maxTtlSeconds: 7_776_001 },
    { defaultTtlSeconds: 0 },
    { defaultTtlSeconds: -1 },
    { defaultTtlSeconds: 2 ** 31 },
  ])('TOK-13 %j is not kept (oidc)', async (lifetimes) => {
    const before = await world.count('external_identities')
    const input = { provider: 'oidc', name: 'out of bounds', config: world.configOf(), ...lifetimes }
    await expect(createExtIdentity(input, owner())).rejects.toMatchObject({ code: 'malformed_request' })
    expect(await world.count('external_identities')).toBe(before)
  })
})

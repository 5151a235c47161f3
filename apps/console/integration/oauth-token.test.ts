import { bindExtIdentity, createExtIdentity, type ServiceAccount } from '@bonafide/core'
import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createWorld, type World } from './world.ts'

const audience = 'https://bonafide.example'
const subject = 'repo:acme/shop:ref:refs/heads/main'
const type = (name: string) => `urn:ietf:params:oauth:token-type:${name}`
const grant = 'urn:ietf:params:oauth:grant-type:token-exchange'

let world: World
let account: ServiceAccount

beforeAll(async () => {
  world = await createWorld()
  account = await world.account()
  const config = { issuer: world.issuer.issuer, audiences: [audience], subjects: [subject] }
  const identity = await createExtIdentity({ provider: 'oidc', name: 'pipeline', config, maxTtlSeconds: 7200 }, world.owner.context)
  await bindExtIdentity({ identityId: identity.id, serviceAccountId: account.id }, world.owner.context)
})
afterAll(() => world.close())
beforeEach(() => world.issuer.behave())

const tokenOf = (claims: Record<string, unknown> = {}) => world.issuer.issue({ claims: { sub: subject, aud: audience, ...claims } })

const usual = (changes: Record<string, string | undefined> = {}): [string, string][] =>
  Object.entries({
    grant_type: grant,
    client_id: account.id,
    subject_token: tokenOf(),
    subject_token_type: type('jwt'),
    ...changes,
  }).filter((pair): pair is [string, string] => pair[1] !== undefined)

async function ask(body: [string, string][], headers: Record<string, string> = {}) {
  const response = await fetch(`${world.node.url}/oauth/token`, { method: 'POST', headers, body: new URLSearchParams(body) })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: JSON.parse(text) }
}

describe('token exchange by RFC 8693', () => {
  it('is found and driven by a public OAuth client library', async () => {
    const issuer = new URL(audience)
    // The server calls itself by its public address; this test reaches it by another.
    const reach = (url: string, init?: RequestInit) => fetch(url.replace(audience, world.node.url), init)
    const options = { [oauth.customFetch]: reach as typeof fetch }
    const found = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...options })
    const server = await oauth.processDiscoveryResponse(issuer, found)
    const client: oauth.Client = { client_id: account.id }
    const answer = await oauth.genericTokenEndpointRequest(
      server,
      client,
      oauth.None(),
      grant,
      { subject_token: tokenOf(), subject_token_type: type('jwt') },
      options,
    )
    const token = await oauth.processGenericTokenEndpointResponse(server, client, answer)
    expect(token).toMatchObject({ token_type: 'bearer', expires_in: 3600, issued_token_type: type('access_token') })
    const whose = await fetch(`${world.node.url}/service/secrets/tokens/`, { headers: { authorization: `Bearer ${token.access_token}` } })
    expect([whose.status, ((await whose.json()) as { account_id: string }).account_id]).toEqual([200, account.id])
  })

  it.each(['jwt', 'access_token', 'id_token'])('takes a subject token called %s', async (name) => {
    const { status, json, headers } = await ask(usual({ subject_token_type: type(name) }))
    expect(status).toBe(200)
    expect(json).toEqual({
      access_token: expect.stringMatching(/^pss_service:v2:/),
      issued_token_type: type('access_token'),
      token_type: 'Bearer',
      expires_in: 3600,
    })
    expect(headers.get('cache-control')).toContain('no-store')
  })

  it('sends tokens of Entra to the Azure provider', async () => {
    const { tenantId } = await world.entra.addTenant()
    const oid = crypto.randomUUID()
    const azure = await world.account()
    const config = { tenantId, resource: 'api://bonafide', allowedServicePrincipalIds: [oid] }
    const identity = await createExtIdentity({ provider: 'azure_entra', name: 'vm', config }, world.owner.context)
    await bindExtIdentity({ identityId: identity.id, serviceAccountId: azure.id }, world.owner.context)
    const jwt = await world.entra.issueToken({ tenantId, oid, audience: 'api://bonafide' })
    expect((await ask(usual({ client_id: azure.id, subject_token: jwt }))).status).toBe(200)
  })

  describe('refuses, and mints nothing,', () => {
    it.each<[string, Record<string, string | undefined>, number, string]>([
      ['no grant type', { grant_type: undefined }, 400, 'invalid_request'],
      ['another grant type', { grant_type: 'client_credentials' }, 400, 'unsupported_grant_type'],
      ['a scope that is not known', { scope: 'everything' }, 400, 'invalid_scope'],
      ['an audience', { audience: 'https://other.example' }, 400, 'invalid_target'],
      ['a resource', { resource: 'https://other.example' }, 400, 'invalid_target'],
      ['an actor', { actor_token: 'x', actor_token_type: type('jwt') }, 400, 'invalid_request'],
      ['a refresh token as the wish', { requested_token_type: type('refresh_token') }, 400, 'invalid_request'],
      ['no subject token', { subject_token: undefined }, 400, 'invalid_request'],
      ['no type of it', { subject_token_type: undefined }, 400, 'invalid_request'],
      ['SAML', { subject_token_type: type('saml2') }, 400, 'invalid_request'],
      ['no client', { client_id: undefined }, 401, 'invalid_client'],
      ['a client that is no id', { client_id: 'shop' }, 400, 'invalid_request'],
      ['a client that is not there', { client_id: crypto.randomUUID() }, 400, 'invalid_request'],
      ['what is no token', { subject_token: 'hello' }, 400, 'invalid_request'],
    ])('%s', async (_, changes, status, error) => {
      const before = await world.count('service_account_tokens')
      const answer = await ask(usual(changes))
      expect([answer.status, answer.json.error]).toEqual([status, error])
      expect(answer.json.error_description).toMatch(/^[\x20-\x7e]+$/)
      expect(answer.json.request_id).toMatch(/^req_[0-9a-f]{32}$/)
      expect(await world.count('service_account_tokens')).toBe(before)
    })

    it('a token that is not trusted, in words that tell nothing of what is', async () => {
      const before = await world.count('service_account_tokens')
      const stranger = await ask(usual({ subject_token: tokenOf({ sub: 'repo:acme/shop:ref:refs/heads/other' }) }))
      expect([stranger.status, stranger.json.error, stranger.json.code]).toEqual([400, 'invalid_request', 'subject_not_trusted'])
      const elsewhere = await ask(usual({ subject_token: tokenOf({ iss: 'https://other.example' }) }))
      expect([elsewhere.status, elsewhere.json.code]).toEqual([400, 'login_denied'])
      for (const { text } of [stranger, elsewhere]) {
        expect(text).not.toContain('heads/main')
        expect(text).not.toContain('tokens.example.test')
      }
      expect(await world.count('service_account_tokens')).toBe(before)
    })

    it('a parameter twice, a secret in a header, and JSON', async () => {
      const before = await world.count('service_account_tokens')
      expect((await ask([...usual(), ['client_id', account.id]])).json.error).toBe('invalid_request')
      const withSecret = await ask(usual(), { authorization: `Basic ${btoa(`${account.id}:secret`)}` })
      expect([withSecret.status, withSecret.json.error, withSecret.headers.get('www-authenticate')]).toEqual([
        401,
        'invalid_client',
        expect.stringContaining('Basic'),
      ])
      const json = await fetch(`${world.node.url}/oauth/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(Object.fromEntries(usual())),
      })
      expect([json.status, ((await json.json()) as { error: string }).error]).toEqual([400, 'invalid_request'])
      const large = await ask(usual({ subject_token: 'x'.repeat(200_000) }))
      expect(large.status).toBe(413)
      expect(await world.count('service_account_tokens')).toBe(before)
    })

    it('GET', async () => {
      expect((await fetch(`${world.node.url}/oauth/token?grant_type=${grant}`)).status).toBe(405)
    })
  })

  it('says when to come back while the issuer is down', async () => {
    const lonely = await world.account()
    const config = { issuer: world.issuer.issuer, audiences: [audience], subjects: [subject] }
    const identity = await createExtIdentity({ provider: 'oidc', name: 'cold', config }, world.owner.context)
    await bindExtIdentity({ identityId: identity.id, serviceAccountId: lonely.id }, world.owner.context)
    world.issuer.misbehave('unavailable')
    const { status, json, headers } = await ask(usual({ client_id: lonely.id }))
    expect([status, json.error, Number(headers.get('retry-after')) > 0]).toEqual([503, 'temporarily_unavailable', true])
  })
})

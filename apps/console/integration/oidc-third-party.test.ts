import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bindExtIdentity, createExtIdentity } from '@bonafide/core'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSafeFetch } from '../src/server/outbound/safe-fetch.ts'
import { createWorld, type Node, post, type World } from './world.ts'

const audience = 'https://bonafide.example'
const client = { client_id: 'nightly-job', client_secret: crypto.randomUUID() }

let world: World
let node: Node
let server: Server
let issuer: string

/** An issuer that others wrote and certified, over real HTTP, giving access tokens as JWTs (RFC 9068) to a client that has a secret. */
beforeAll(async () => {
  server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  issuer = `http://127.0.0.1:${port}`
  const provider = new Provider(issuer, {
    clients: [{ ...client, grant_types: ['client_credentials'], redirect_uris: [], response_types: [] }],
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({ scope: '', audience, accessTokenTTL: 300, accessTokenFormat: 'jwt' }),
      },
    },
  })
  server.on('request', provider.callback())
  world = await createWorld()
  const privateHosts = [`127.0.0.1:${port}`]
  const { services } = world.node
  const runtime = { ...services.runtime, fetch: createSafeFetch({ allowPrivateHosts: privateHosts }) }
  node = await world.start({ runtime, settings: { ...services.settings, privateHosts } })
})
afterAll(async () => {
  await world.close()
  await new Promise((resolve) => server.close(resolve))
})

async function tokenOfTheirs(): Promise<string> {
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client.client_id}:${client.client_secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource: audience }),
  })
  return ((await answer.json()) as { access_token: string }).access_token
}

const identityOf = (config: object) =>
  createExtIdentity(
    {
      provider: 'oidc',
      name: `theirs ${crypto.randomUUID()}`,
      config: { issuer, audiences: [audience], subjects: [client.client_id], ...config },
    },
    { ...world.owner.context, settings: node.services.settings },
  )

async function logIn(config: object) {
  const account = await world.account()
  await bindExtIdentity({ identityId: (await identityOf(config)).id, serviceAccountId: account.id }, world.owner.context)
  const jwt = Buffer.from(await tokenOfTheirs()).toString('base64')
  return post(`${node.url}/api/v1/auth/oidc`, { account: { type: 'service', id: account.id }, oidc: { jwt } })
}

it('R-033 R-286 R-287 a token of a certified issuer is trusted by its discovery document and its published keys', async () => {
  const { status, json, text } = await logIn({ tokenTypes: ['at+jwt'] })
  expect(status, text).toBe(200)
  expect(json.authentication).toMatchObject({ tokenType: 'ServiceAccount', TTL: 3600 })
})

it('JWT-21 its access token is not taken where an ordinary JWT is expected', async () => {
  const before = await world.count('service_account_tokens')
  const { status, json } = await logIn({})
  expect([status, json.code]).toEqual([401, 'login_denied'])
  expect(await world.count('service_account_tokens')).toBe(before)
})

it('an issuer without TLS cannot be trusted unless the operator has named it', async () => {
  const config = { issuer, audiences: [audience], subjects: ['x'] }
  await expect(createExtIdentity({ provider: 'oidc', name: 'plain', config }, world.owner.context)).rejects.toMatchObject({
    code: 'malformed_request',
    fields: [expect.objectContaining({ pointer: '/config/issuer' })],
  })
})

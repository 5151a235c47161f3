import {
  bindExtIdentity,
  type Context,
  createExtIdentity,
  exchange,
  listExchanges,
  type Services,
  type SignedInContext,
} from '@bonafide/core'
import { createIdentityProviders } from '@bonafide/identity-providers'
import { createKubeApiServer, type KubeApiServer } from '@bonafide/stand-ins'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createWorld, type World } from './world.ts'

const audience = 'https://bonafide.example'
const apiServer = 'https://api.cluster.example.test:6443'
const subject = 'system:serviceaccount:shop:checkout'

let world: World
let services: Services
let owner: SignedInContext
let cluster: KubeApiServer
let reviewer: string
let accountId: string
let names = 0

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  cluster = createKubeApiServer({ now: world.now })
  cluster.allowReviews('bonafide', 'reviewer')
  reviewer = cluster.issue({ namespace: 'bonafide', serviceAccount: 'reviewer' }).token
  const fetch: Services['runtime']['fetch'] = async (url, init) => {
    if (!url.startsWith(`${apiServer}/`)) return world.services.runtime.fetch(url, init)
    const response = await cluster.fetch(url, { method: init?.method, headers: init?.headers, body: init?.body })
    return { status: response.status, headers: {}, body: new Uint8Array(await response.arrayBuffer()) }
  }
  const runtime = { ...world.services.runtime, fetch, reviewerToken: async () => reviewer }
  services = { ...world.services, providers: createIdentityProviders(), runtime }
  owner = { ...world.owner.context, ...services }
  const config = { issuer: cluster.issuer, audiences: [audience], subjects: [subject], keySource: 'token_review', apiServer }
  const identity = await createExtIdentity({ provider: 'oidc', name: `cluster ${++names}`, config }, owner)
  accountId = (await world.account()).id
  await bindExtIdentity({ identityId: identity.id, serviceAccountId: accountId }, owner)
})

const login = (token: string) => {
  const context: Context = { ...world.anonymous(), ...services }
  const body = { account: { type: 'service', id: accountId }, oidc: { jwt: Buffer.from(token).toString('base64') } }
  return exchange(services.providers.oidc, body, context)
}
const lastExchange = async () => (await listExchanges({ serviceAccountId: accountId, first: 1 }, owner)).rows[0]

it('JWT-58 a pod whose cluster cannot be reached but for its API server logs in', async () => {
  const { token } = cluster.issue({ audiences: [audience] })
  expect(await login(token)).toMatchObject({ bearerToken: expect.stringMatching(/^ServiceAccount /) })
  expect(await lastExchange()).toMatchObject({ outcome: 'accepted', principal: subject })
})

it('JWT-58 the API server’s no is a 401 that tells the caller nothing, and mints nothing', async () => {
  const { token, podUid } = cluster.issue({ audiences: [audience] })
  cluster.deletePod(podUid)
  const before = await world.count('service_account_tokens')
  await expect(login(token)).rejects.toMatchObject({ code: 'login_denied', caller: undefined })
  expect(await world.count('service_account_tokens')).toBe(before)
  expect(await lastExchange()).toMatchObject({ outcome: 'refused', code: 'token_review_denied', principal: null })
})

it('JWT-58 an API server that cannot judge is a 503, whose reason the administrator reads in the trace', async () => {
  const { token } = cluster.issue({ audiences: [audience] })
  cluster.misbehave(() => new Response(`echo ${reviewer} ${token}`, { status: 403 }))
  const before = await world.count('service_account_tokens')
  const error = await login(token).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'unavailable', message: 'The API server of the cluster cannot be asked now.' })
  expect(await world.count('service_account_tokens')).toBe(before)
  const row = await lastExchange()
  expect(row?.steps.find(({ status }) => status === 'failed')).toMatchObject({ detail: expect.stringContaining('system:auth-delegator') })
  const kept = JSON.stringify([row, world.logged])
  for (const secret of [reviewer, token]) expect(kept).not.toContain(secret.slice(-40))
})

it('JWT-65 an API server of an inner network is not asked unless the operator names it', async () => {
  const config = { issuer: cluster.issuer, audiences: [audience], subjects: [subject], keySource: 'token_review' }
  for (const place of ['https://10.0.0.1', 'https://kubernetes.default.svc.cluster.local', 'https://api.internal:6443'])
    await expect(
      createExtIdentity({ provider: 'oidc', name: 'inner', config: { ...config, apiServer: place } }, owner),
    ).rejects.toMatchObject({
      code: 'malformed_request',
    })
  const settings = { ...services.settings, privateHosts: ['api.internal:6443'] }
  const made = createExtIdentity(
    { provider: 'oidc', name: 'inner', config: { ...config, apiServer: 'https://api.internal:6443' } },
    { ...owner, settings },
  )
  expect(await made).toMatchObject({ name: 'inner' })
})

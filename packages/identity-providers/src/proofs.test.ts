import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createIdentityProviders } from './index.ts'
import { type AzureProofOptions, ProofError, proveAwsIam, proveAzure } from './proofs.ts'
import { createWorld, identity, outcomeOf, type World } from './testing.ts'

const account = '111122223333'
const tenantId = randomUUID()

describe('a proof of AWS', () => {
  const prove = (world: World, changes: Partial<Parameters<typeof proveAwsIam>[0]> = {}) =>
    proveAwsIam({
      serverHost: world.runtime.serverHost,
      serviceAccountId: world.runtime.serviceAccountId.toUpperCase(),
      credentials: world.sts.addRoleSession({ account, roleName: 'app', sessionName: 'i-0abc' }),
      now: world.runtime.now,
      randomBytes: world.runtime.randomBytes,
      ...changes,
    })

  test.each(['us-east-1', 'eu-central-1', 'ap-southeast-7', undefined])(
    'R-064 is accepted from region %s, bound to server and account',
    async (region) => {
      const world = createWorld()
      const provider = createIdentityProviders().aws_iam
      const trusting = identity(provider.configSchema, { principals: [`arn:aws:iam::${account}:role/app`], requireServerBinding: true })
      const proof = provider.proofSchema.parse(await prove(world, { region }))
      expect(outcomeOf(await provider.verify(proof, [trusting], world.runtime))).toBe('accepted')
      expect(world.calls).toEqual([region === undefined || region === 'us-east-1' ? 'sts.amazonaws.com' : `sts.${region}.amazonaws.com`])
      const elsewhere = { ...world.runtime, serverHost: 'staging.example.test' }
      expect(outcomeOf(await provider.verify(proof, [trusting], elsewhere))).toBe('server_binding_mismatch')
    },
  )

  test('R-064 holds no secret key, and differs each time', async () => {
    const world = createWorld()
    const credentials = world.sts.addUser({ account, userName: 'ada' })
    const [first, second] = [await prove(world, { credentials }), await prove(world, { credentials: async () => credentials })]
    const plain = Object.values(first).map((part) => Buffer.from(part, 'base64').toString())
    expect(plain.join()).not.toContain(credentials.secretAccessKey)
    expect(first.httpRequestHeaders).not.toBe(second.httpRequestHeaders)
  })

  test('fails with a sentence where there are no credentials or no such region', async () => {
    const world = createWorld()
    await expect(prove(world, { region: 'mars-north-1' })).rejects.toThrow(ProofError)
    await expect(prove(world, { credentials: () => Promise.reject(new Error('x')) })).rejects.toThrow(/No AWS credentials/)
  })
})

describe('a proof of Azure', () => {
  const prove = (world: World, changes: Partial<AzureProofOptions> = {}) =>
    proveAzure({
      resource: 'api://broker',
      environment: {},
      fetch: world.entra.fetch,
      run: () => Promise.reject(new Error('not installed')),
      readFile: () => Promise.reject(new Error('no such file')),
      ...changes,
    })

  async function isAccepted(world: World, oid: string, envelope: unknown) {
    const provider = createIdentityProviders().azure_entra
    const trusting = identity(provider.configSchema, { tenantId, resource: 'api://broker', allowedServicePrincipalIds: [oid] })
    return outcomeOf(await provider.verify(provider.proofSchema.parse(envelope), [trusting], world.runtime))
  }

  async function tenant() {
    const world = createWorld()
    await world.entra.addTenant(tenantId)
    return world
  }

  test('comes from the metadata service', async () => {
    const world = await tenant()
    const { oid, clientId } = world.entra.addManagedIdentity({ tenantId })
    const { oid: second, clientId: secondClient } = world.entra.addManagedIdentity({ tenantId })
    expect(await isAccepted(world, oid, await prove(world, { source: 'managed-identity' }))).toBe('accepted')
    expect(await isAccepted(world, oid, await prove(world, { environment: { AZURE_CLIENT_ID: clientId } }))).toBe('accepted')
    expect(await isAccepted(world, second, await prove(world, { environment: { AZURE_CLIENT_ID: secondClient } }))).toBe('accepted')
  })

  test('comes from the endpoint that App Service names', async () => {
    const world = await tenant()
    const asked: [string, RequestInit | undefined][] = []
    const fetch: typeof globalThis.fetch = async (input, init) => {
      asked.push([String(input), init])
      return Response.json({ access_token: 'a.b.c' })
    }
    const environment = { IDENTITY_ENDPOINT: 'http://127.0.0.1:4100/msi/token', IDENTITY_HEADER: 'local' }
    expect(await prove(world, { environment, fetch })).toEqual({ jwt: Buffer.from('a.b.c').toString('base64') })
    expect(asked[0]?.[0]).toBe('http://127.0.0.1:4100/msi/token?api-version=2019-08-01&resource=api%3A%2F%2Fbroker')
    expect(asked[0]?.[1]?.headers).toEqual({ 'x-identity-header': 'local' })
  })

  test('comes from a client secret, and from a federated token', async () => {
    const world = await tenant()
    const { oid, clientId, clientSecret } = world.entra.addServicePrincipal({
      tenantId,
      acceptsAssertion: (assertion) => assertion === 'a.b.c',
    })
    const environment = { AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: clientId }
    expect(await isAccepted(world, oid, await prove(world, { environment: { ...environment, AZURE_CLIENT_SECRET: clientSecret } }))).toBe(
      'accepted',
    )
    const federated = { ...environment, AZURE_FEDERATED_TOKEN_FILE: '/var/run/token' }
    expect(await isAccepted(world, oid, await prove(world, { environment: federated, readFile: async () => 'a.b.c\n' }))).toBe('accepted')
    await expect(prove(world, { environment: { ...environment, AZURE_CLIENT_SECRET: 'guessed' } })).rejects.toThrow(/Invalid client secret/)
    await expect(prove(world, { environment: { AZURE_CLIENT_SECRET: 'x' } })).rejects.toThrow(/AZURE_TENANT_ID/)
  })

  test('comes from az, where nothing else is there', async () => {
    const world = await tenant()
    const oid = randomUUID()
    const ran: string[] = []
    const run = async (program: string, programArguments: readonly string[]) => {
      ran.push([program, ...programArguments].join(' '))
      return JSON.stringify({ accessToken: await world.entra.issueToken({ tenantId, oid, audience: 'api://broker' }) })
    }
    expect(await isAccepted(world, oid, await prove(world, { run }))).toBe('accepted')
    expect(ran).toEqual(['az account get-access-token --resource api://broker --output json'])
  })

  test('cannot be had without any of them', async () => {
    const world = await tenant()
    await expect(prove(world)).rejects.toThrow(/No Azure identity/)
    await expect(prove(world, { source: 'az' })).rejects.toThrow(/az/)
    await expect(prove(world, { fetch: () => Promise.reject(new TypeError('fetch failed')) })).rejects.toThrow(ProofError)
  })
})

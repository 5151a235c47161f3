import { mkdir, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { bindExtIdentity, createExtIdentity, type ServiceAccount } from '@bonafide/core'
import { type Listening, listen } from '@bonafide/stand-ins'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandWorld, createCommandWorld } from './cli-world.ts'

const resource = 'https://management.azure.com/'
const identityHeader = 'header-of-the-host'

let world: CommandWorld
let entra: Listening
/** What App Service and Container Apps give their workloads: an endpoint of their own, guarded by a header. */
let appService: Listening
let account: ServiceAccount
let principal: ReturnType<CommandWorld['entra']['addServicePrincipal']>

beforeAll(async () => {
  world = await createCommandWorld()
  entra = await world.entra.listen()
  appService = await listen(async (request) => {
    if (request.headers.get('x-identity-header') !== identityHeader) return new Response(null, { status: 401 })
    const { search } = new URL(request.url)
    return world.entra.handle(
      new Request(`http://169.254.169.254/metadata/identity/oauth2/token${search}`, { headers: { metadata: 'true' } }),
    )
  })
  const { tenantId } = await world.entra.addTenant()
  principal = world.entra.addServicePrincipal({ tenantId })
  world.entra.addManagedIdentity({ tenantId, oid: principal.oid })
  account = await world.account()
  await trust(account, {})
})
afterAll(async () => {
  await Promise.all([entra.close(), appService.close()])
  await world.close()
})

async function trust(to: ServiceAccount, config: object) {
  const trusted = { tenantId: principal.tenantId, allowedServicePrincipalIds: [principal.oid], ...config }
  const identity = await createExtIdentity({ provider: 'azure_entra', name: `azure of ${to.name}`, config: trusted }, world.owner.context)
  await bindExtIdentity({ identityId: identity.id, serviceAccountId: to.id }, world.owner.context)
}

const servicePrincipal = () => ({
  AZURE_TENANT_ID: principal.tenantId,
  AZURE_CLIENT_ID: principal.clientId,
  AZURE_CLIENT_SECRET: principal.clientSecret,
  AZURE_AUTHORITY_HOST: entra.url,
})
const asAccount = (accountId = account.id) => ['auth', '--mode', 'azure', '--service-account-id', accountId]

describe('R-171: an Azure workload signs in with the command', () => {
  it('as a service principal, and stays signed in', async () => {
    const { run } = world.machine(servicePrincipal())
    expect(await run(asAccount())).toMatchObject({ code: 0, stdout: '' })
    expect(JSON.parse((await run(['auth', 'status', '--json=accountId,source'])).stdout)).toEqual({ accountId: account.id, source: 'file' })
  })

  it('as a managed identity', async () => {
    const { run } = world.machine({ IDENTITY_ENDPOINT: `${appService.url}/msi/token`, IDENTITY_HEADER: identityHeader })
    const outcome = await run([...asAccount(), '--no-store'])
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(outcome.stdout).authentication).toMatchObject({ tokenType: 'ServiceAccount', TTL: 3600 })
  })

  it('with the token that its cluster projects into a file', async () => {
    const file = join(world.command.folder, 'federated-token')
    await writeFile(file, 'token-of-the-cluster\n')
    const { tenantId } = principal
    const federated = world.entra.addServicePrincipal({ tenantId, acceptsAssertion: (assertion) => assertion === 'token-of-the-cluster' })
    const other = await world.account()
    await trust(other, { allowedServicePrincipalIds: [federated.oid] })
    const { AZURE_CLIENT_SECRET: _, ...rest } = servicePrincipal()
    const { run } = world.machine({ ...rest, AZURE_CLIENT_ID: federated.clientId, AZURE_FEDERATED_TOKEN_FILE: file })
    expect(await run([...asAccount(other.id), '--no-store'])).toMatchObject({ code: 0, stderr: '' })
  })

  it('with what `az login` left behind', async () => {
    const jwt = await world.entra.issueToken({ tenantId: principal.tenantId, oid: principal.oid, audience: resource, kind: 'application' })
    const folder = join(world.command.folder, 'bin')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'az'), `#!/bin/sh\n[ "$2" = get-access-token ] && echo '{"accessToken":"${jwt}"}'\n`, { mode: 0o755 })
    const { run } = world.machine({ PATH: `${folder}${delimiter}${process.env.PATH}` })
    expect(await run([...asAccount(), '--azure-source', 'az', '--no-store'])).toMatchObject({ code: 0, stderr: '' })
  })

  it('R-175: --azure-resource chooses the audience, here one that the identity expects', async () => {
    const other = await world.account()
    await trust(other, { resource: 'api://bonafide' })
    const { run } = world.machine(servicePrincipal())
    expect(await run([...asAccount(other.id), '--no-store', '--azure-resource', 'api://bonafide'])).toMatchObject({ code: 0, stderr: '' })
    const refused = await run([...asAccount(other.id), '--no-store'])
    expect(refused).toMatchObject({ code: 5, stdout: '', stderr: expect.stringContaining('audience_mismatch') })
  })

  it('an object id that is not trusted is told who it is', async () => {
    const stranger = world.entra.addServicePrincipal({ tenantId: principal.tenantId })
    const { run } = world.machine({ ...servicePrincipal(), AZURE_CLIENT_ID: stranger.clientId, AZURE_CLIENT_SECRET: stranger.clientSecret })
    const outcome = await run(asAccount())
    expect(outcome).toMatchObject({ code: 5, stdout: '', stderr: expect.stringContaining('principal_not_trusted') })
    expect(outcome.stderr).toContain(stranger.oid)
    expect(outcome.stderr).not.toContain(principal.oid)
  })

  it('a client secret that Entra refuses is told with the reason, and stays secret', async () => {
    const { run } = world.machine({ ...servicePrincipal(), AZURE_CLIENT_SECRET: 'not-the-secret' })
    const outcome = await run(asAccount())
    expect(outcome).toMatchObject({ code: 4, stdout: '', stderr: expect.stringContaining('no_credentials') })
    expect(outcome.stderr).toContain('AADSTS7000215')
    expect(outcome.stderr).not.toContain('not-the-secret')
  })
})

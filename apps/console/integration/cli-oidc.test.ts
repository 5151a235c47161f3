import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bindExtIdentity, createExtIdentity, type ServiceAccount } from '@bonafide/core'
import { type Listening, listen } from '@bonafide/stand-ins'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandWorld, createCommandWorld } from './cli-world.ts'

const subject = 'repo:acme/shop:ref:refs/heads/main'
const requestToken = 'request-token-of-the-runner'

let world: CommandWorld
let account: ServiceAccount
/** What GitHub's runner gives a job: an address that hands out its token for the audience that is asked for. */
let runner: Listening

beforeAll(async () => {
  world = await createCommandWorld()
  account = await world.account()
  const config = { issuer: world.issuer.issuer, audiences: [world.host], subjects: [subject], singleUse: 'jti' }
  const identity = await createExtIdentity({ provider: 'oidc', name: 'pipeline', config }, world.owner.context)
  await bindExtIdentity({ identityId: identity.id, serviceAccountId: account.id }, world.owner.context)
  runner = await listen(async (request) => {
    if (request.headers.get('authorization') !== `Bearer ${requestToken}`) return new Response(null, { status: 401 })
    const audience = new URL(request.url).searchParams.get('audience') ?? ''
    return Response.json({ value: tokenFor(audience) })
  })
}, 60_000)
afterAll(async () => {
  await runner.close()
  await world.close()
})

const tokenFor = (audience: string, sub = subject) => world.issuer.issue({ claims: { aud: audience, sub } })
const as = (mode: string, ...more: string[]) => ['auth', '--mode', mode, '--service-account-id', account.id, ...more]

async function fileWith(text: string): Promise<string> {
  const file = join(world.command.folder, `token-${crypto.randomUUID()}`)
  await writeFile(file, text)
  return file
}

describe('R-177: a workload signs in with the command and a token of its issuer', () => {
  it('as a job of GitHub Actions, and reads its secrets', async () => {
    const app = await world.app('shop', account.id)
    const { run } = world.machine({
      ACTIONS_ID_TOKEN_REQUEST_URL: `${runner.url}/token?api-version=2`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
    })
    expect(await run(as('github'))).toMatchObject({ code: 0, stdout: '' })
    expect(JSON.parse((await run(['auth', 'status', '--json=accountId'])).stdout)).toEqual({ accountId: account.id })
    const listed = await run(['secrets', 'list', '--app', 'shop', '--env', 'development', '--json'])
    expect([listed.code, app.id !== '']).toEqual([0, true])
  })

  it('with a token in a variable, as GitLab hands it out, and with one in a file, as Kubernetes projects it', async () => {
    const gitlab = world.machine({ BONAFIDE_ID_TOKEN: tokenFor(world.host) })
    expect(await gitlab.run(as('gitlab', '--no-store'))).toMatchObject({ code: 0, stderr: '' })
    const pod = world.machine()
    const outcome = await pod.run(as('kubernetes', '--no-store', '--oidc-token-file', await fileWith(`${tokenFor(world.host)}\n`)))
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(outcome.stdout).authentication).toMatchObject({ tokenType: 'ServiceAccount', TTL: 3600 })
  })

  it('and is told why not, without its token being shown', async () => {
    const before = await world.count('service_account_tokens')
    const stranger = tokenFor(world.host, 'repo:acme/shop:ref:refs/heads/other')
    const { run } = world.machine()
    const refused = await run(as('oidc', '--no-store', '--oidc-token-file', await fileWith(stranger)))
    expect(refused).toMatchObject({ code: 5, stdout: '' })
    expect(refused.stderr).toContain('subject_not_trusted')
    expect(refused.stderr).not.toContain(stranger)
    expect(refused.stderr).not.toContain('heads/main')
    const used = tokenFor(world.host)
    const file = await fileWith(used)
    expect((await run(as('oidc', '--no-store', '--oidc-token-file', file))).code).toBe(0)
    const again = await run(as('oidc', '--no-store', '--oidc-token-file', file))
    expect([again.code, again.stderr.includes('login_denied'), again.stderr.includes(used)]).toEqual([5, true, false])
    const missing = await world.machine().run(as('github', '--no-store'))
    expect(missing.code).not.toBe(0)
    expect(missing.stderr).toContain('id-token: write')
    expect(await world.count('service_account_tokens')).toBe(before + 1)
  })
})

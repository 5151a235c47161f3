import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createRole, newId, type ServiceAccount } from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Outcome } from './cli-command.ts'
import { type CommandWorld, createCommandWorld } from './cli-world.ts'

let world: CommandWorld
let account: ServiceAccount
let workload: ReturnType<CommandWorld['machine']>

beforeAll(async () => {
  world = await createCommandWorld()
  ;({ account } = await world.trustedAccount({ requireServerBinding: true }))
  await world.app('shop', account.id)
  workload = world.machine(world.roleEnvironment(world.role()))
})
afterAll(() => world.close())

const asAccount = (accountId = account.id) => ['auth', '--mode', 'aws-iam', '--service-account-id', accountId]
/** The id that was printed last: principals may quote others before it. */
const requestIdIn = ({ stderr }: Outcome): string => stderr.match(/req_\w+/g)?.at(-1) ?? expect.fail(`no request id in ${stderr}`)
const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

describe('R-170: a role signs in with the command', () => {
  it('stores the token, and every later command works with it until logout', async () => {
    const { home, run } = world.machine(world.roleEnvironment(world.role()))
    const signedIn = await run(asAccount())
    expect(signedIn).toMatchObject({ code: 0, stdout: '' })
    expect(signedIn.stderr).toContain(`Signed in to ${world.host} as service account ${account.id}`)
    expect(signedIn.stderr).toContain('The token ends in 3600 s.')
    expect((await stat(join(home, '.local/state/bonafide/credentials'))).mode & 0o777).toBe(0o600)

    // From here on neither AWS nor the address is needed any more.
    const bare = { BONAFIDE_HOST: undefined, AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined }
    const status = await run(['auth', 'status', '--json'], { env: bare })
    expect(JSON.parse(status.stdout)).toMatchObject({ host: world.host, source: 'file', accountId: account.id, userId: null, apps: 1 })
    const apps = await run(['apps', 'list', '--json=name,serverEncryption,environments'], { env: bare })
    expect(JSON.parse(apps.stdout)).toMatchObject([
      { name: 'shop', serverEncryption: true, environments: [{ name: 'Development' }, { name: 'Production' }] },
    ])

    expect(await run(['logout'], { env: bare })).toMatchObject({ code: 0, stdout: '' })
    expect(await exists(join(home, '.local/state/bonafide/credentials'))).toBe(false)
    expect(await run(['auth', 'status'], { env: bare })).toMatchObject({ code: 4, stdout: '' })
  })

  it('R-174: --no-store prints exactly the token document and keeps nothing', async () => {
    const { home, run } = world.machine(world.roleEnvironment(world.role()))
    const { code, stdout, stderr } = await run([...asAccount(), '--no-store'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const document = JSON.parse(stdout)
    expect(stdout).toBe(`${JSON.stringify(document, null, 2)}\n`)
    expect(document).toEqual({
      authentication: {
        TTL: 3600,
        bearerToken: expect.stringMatching(/^ServiceAccount [0-9a-f]{64}$/),
        maxTTL: 86_400,
        token: expect.stringMatching(/^pss_service:v2(:[0-9a-f]{64,}){4}$/),
        tokenType: 'ServiceAccount',
      },
    })
    expect(await exists(home)).toBe(false)
    const { token } = document.authentication
    expect(await run(['secrets', 'list'], { env: { BONAFIDE_TOKEN: token } })).toMatchObject({ code: 0 })
  })

  it.each([
    ['900', 900],
    ['15m', 900],
    ['2h', 7200],
  ])('R-173: --ttl %s is granted as %i s', async (ttl, seconds) => {
    const { stdout } = await workload.run([...asAccount(), '--no-store', '--ttl', ttl])
    expect(JSON.parse(stdout).authentication.TTL).toBe(seconds)
  })

  it('R-173: more than the identity allows is refused and not clamped', async () => {
    const outcome = await workload.run([...asAccount(), '--no-store', '--ttl', '30d'])
    expect(outcome).toMatchObject({ code: 6, stdout: '' })
    expect(outcome.stderr).toContain('Code     ttl_exceeds_max   Request req_')
  })

  it('R-172: without an account nothing is sent', async () => {
    const before = await world.count('exchanges')
    expect(await workload.run(['auth', '--mode', 'aws-iam'])).toMatchObject({ code: 2, stdout: '' })
    expect(await world.count('exchanges')).toBe(before)
  })

  it('regions without a global endpoint work as well', async () => {
    const { run } = world.machine(world.roleEnvironment(world.role(), 'us-east-1'))
    expect(await run([...asAccount(), '--no-store'])).toMatchObject({ code: 0, stderr: '' })
  })

  it('--output env gives a shell what it needs', async () => {
    const { stdout } = await workload.run([...asAccount(), '--output', 'env'])
    expect(stdout).toMatch(/^export BONAFIDE_TOKEN='pss_service:v2:[0-9a-f:]+'\n$/)
  })
})

describe('who is not let in', () => {
  it('an untrusted role is told who it is, in three lines and a code', async () => {
    const stranger = world.role('stranger', 'i-0bad')
    const outcome = await world.machine(world.roleEnvironment(stranger)).run(asAccount())
    expect(outcome).toMatchObject({ code: 5, stdout: '' })
    expect(outcome.stderr.split('\n')).toEqual([
      expect.stringMatching(new RegExp(`^✗ You are ${stranger.arn}, and no identity bound to this account trusts that\\.$`)),
      expect.stringMatching(/^ {2}Why {6}You proved account 111122223333, .*$/),
      expect.stringMatching(/^ {2}Fix {6}.*arn:aws:iam::111122223333:role\/stranger /),
      expect.stringMatching(/^ {2}Code {5}principal_not_trusted {3}Request req_[0-9a-f]{32}$/),
      expect.stringMatching(/^ {2}Hint {5}An administrator can see why: bonafide auth explain req_[0-9a-f]{32}$/),
      '',
    ])
    // What the administrator finds under that id.
    const requestId = requestIdIn(outcome)
    const { exchanges } = await world.graphql(
      'query($search: String!) { exchanges(first: 5, filter: { search: $search }) { edges { node { outcome principal userAgent } } } }',
      { search: requestId },
    )
    expect(exchanges.edges).toMatchObject([
      { node: { outcome: 'REFUSED', principal: stranger.arn, userAgent: expect.stringContaining('bonafide-cli/') } },
    ])
  })

  it('an account that does not exist looks like any other refusal', async () => {
    const outcome = await workload.run(asAccount(newId(world.services.runtime)))
    expect(outcome).toMatchObject({ code: 5, stdout: '', stderr: expect.stringContaining('login_denied') })
  })

  it('an id that is none is told to be none', async () => {
    expect(await workload.run(asAccount('deployer'))).toMatchObject({
      code: 6,
      stdout: '',
      stderr: expect.stringContaining('malformed_request'),
    })
  })

  it('a wrong secret key is refused by STS', async () => {
    const env = { ...world.roleEnvironment(world.role()), AWS_SECRET_ACCESS_KEY: 'x'.repeat(40) }
    expect(await world.machine(env).run(asAccount())).toMatchObject({
      code: 5,
      stdout: '',
      stderr: expect.stringContaining('login_denied'),
    })
  })

  it('a proof that was made for another server is of no use here', async () => {
    // The same server under another name, as somebody in between would see it.
    const elsewhere = world.host.replace('127.0.0.1', 'localhost')
    expect(await workload.run([...asAccount(), '--host', elsewhere])).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('login_denied'),
    })
  })

  it('no AWS secret ever reaches the server or the screen', async () => {
    const principal = world.role()
    const { run } = world.machine(world.roleEnvironment(principal))
    const { stdout, stderr } = await run([...asAccount(), '--verbose'])
    expect(`${stdout}${stderr}${world.logged.join('')}`).not.toContain(principal.secretAccessKey)
    expect(`${stdout}${stderr}`).not.toContain(principal.sessionToken)
    expect(stderr).not.toMatch(/[0-9a-f]{64}/)
  })
})

describe('auth explain', () => {
  const stranger = 'arn:aws:sts::111122223333:assumed-role/stranger/i-0bad'
  let requestId: string
  /** The owner at a machine of its own, with a personal access token. */
  let administrator: ReturnType<CommandWorld['machine']>

  beforeAll(async () => {
    requestId = requestIdIn(await world.machine(world.roleEnvironment(world.role('stranger', 'i-0bad'))).run(asAccount()))
    const { createPersonalAccessToken: made } = await world.graphql(
      'mutation { createPersonalAccessToken(input: { name: "explain", expiresInSeconds: 3600 }) { token userErrors { message } } }',
    )
    expect(made.userErrors).toEqual([])
    administrator = world.machine({ BONAFIDE_TOKEN: made.token })
  })

  it('shows an administrator the failed check by the id that the refusal printed, with what was expected and received', async () => {
    const { code, stdout, stderr } = await administrator.run(['auth', 'explain', requestId])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^Outcome {4}refused: principal_not_trusted\nWhen {7}\d{4}-\d\d-\d\dT\S+Z, took \d+ ms\nProvider {3}aws_iam\n/)
    expect(stdout).toContain(`Principal  ${stranger}\n`)
    expect(stdout).toContain(`Account    ${account.name} (${account.id})\n`)
    expect(stdout).toMatch(/^Identity {3}aws \d+ \([0-9a-f-]{36}, version \d+\)$/m)
    expect(stdout).toContain(`Request    ${requestId}\n`)
    const trace = stdout.slice(stdout.indexOf('\n\n') + 2)
    expect(trace).toMatch(/^✓ request_readable\n✓ account_usable\n {4}received {2}/)
    expect(trace).toMatch(
      /^✗ trust {13}principal_not_trusted\n {4}expected {2}.*arn:aws:iam::111122223333:role\/app.*\n {4}received {2}.*role\/stranger.*\n/m,
    )
    expect(trace).toMatch(/^✓ proof_valid\n(?: {4}.*\n)* {4}took {6}\d+ ms\n/m)
    expect(trace).toMatch(/^– mint$/m)
  })

  it('prints what GraphQL answers as JSON, and takes the id of the exchange as well', async () => {
    const byRequest = JSON.parse((await administrator.run(['auth', 'explain', requestId, '--json'])).stdout)
    expect(byRequest).toMatchObject({
      requestId,
      outcome: 'REFUSED',
      code: 'principal_not_trusted',
      provider: 'AWS_IAM',
      principal: stranger,
      serviceAccount: { id: account.id, name: account.name },
    })
    expect(byRequest.steps).toContainEqual(expect.objectContaining({ name: 'trust', status: 'FAILED', code: 'principal_not_trusted' }))
    const byId = await administrator.run(['auth', 'explain', byRequest.id, '--json=requestId,outcome'])
    expect(JSON.parse(byId.stdout)).toEqual({ requestId, outcome: 'REFUSED' })
  })

  it('explains a login that worked', async () => {
    const signedIn = await workload.run([...asAccount(), '--no-store', '--verbose'])
    const { code, stdout } = await administrator.run(['auth', 'explain', requestIdIn(signedIn)])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Outcome {4}accepted\n/)
    expect(stdout).toMatch(/^Token {6}[0-9a-f-]{36}, for 3600 s$/m)
    expect(stdout).toMatch(/^✓ mint$/m)
    expect(stdout).not.toContain('✗')
  })

  it('an id is found whole or not at all, also when a principal quotes it', async () => {
    const quoting = await world.machine(world.roleEnvironment(world.role('stranger', requestId))).run(asAccount())
    expect((await administrator.run(['auth', 'explain', requestId])).stdout).toContain(`Principal  ${stranger}\n`)
    expect((await administrator.run(['auth', 'explain', requestIdIn(quoting)])).stdout).toContain(`stranger/${requestId}\n`)
    for (const unknown of [requestId.slice(0, -1), 'req_', newId(world.services.runtime)])
      expect(await administrator.run(['auth', 'explain', unknown])).toMatchObject({
        code: 3,
        stdout: '',
        stderr: expect.stringContaining('not_found'),
      })
    expect(await administrator.run(['auth', 'explain', 'yesterday'])).toMatchObject({ code: 2, stdout: '' })
  })

  it('who may not read identities may not look, nor may anybody without a living token', async () => {
    const role = await createRole({ name: 'Apps only', permissions: { organisation: { Apps: ['read'] }, app: {} } }, world.owner.context)
    const narrow = await world.account({ roleId: role.id })
    await world.awsIdentity(narrow.id)
    const { stdout } = await workload.run([...asAccount(narrow.id), '--no-store'])
    const { token } = JSON.parse(stdout).authentication
    expect(await workload.run(['auth', 'explain', requestId], { env: { BONAFIDE_TOKEN: token } })).toMatchObject({
      code: 5,
      stdout: '',
      stderr: expect.stringContaining('forbidden'),
    })
    expect(await world.machine().run(['auth', 'explain', requestId])).toMatchObject({ code: 4, stdout: '' })
    const dead = `${token.slice(0, 'pss_service:v2:'.length)}${'0'.repeat(64)}${token.slice('pss_service:v2:'.length + 64)}`
    expect(await workload.run(['auth', 'explain', requestId], { env: { BONAFIDE_TOKEN: dead } })).toMatchObject({ code: 4, stdout: '' })
  })
})

describe('doctor', () => {
  it('tries the whole way and says every step as JSON', async () => {
    const { run } = world.machine(world.roleEnvironment(world.role()))
    const { code, stdout } = await run(['doctor', '--mode', 'aws-iam', '--service-account-id', account.id, '--json'])
    expect(code).toBe(0)
    const checks: { check: string; status: string; detail: string }[] = JSON.parse(stdout)
    expect(checks.map(({ check, status }) => [check, status])).toEqual([
      ['host', 'ok'],
      ['clock', 'ok'],
      ['config', 'ok'],
      ['keyring', 'warning'],
      ['sign-in', 'warning'],
      ['credentials', 'ok'],
      ['trust', 'ok'],
    ])
    expect(checks.at(-1)?.detail).toBe('accepted; tokens live 3600 s, at most 86400 s')
    expect(stdout).not.toContain('pss_')
  })

  it('names the step that fails and ends with its code', async () => {
    const { run } = world.machine(world.roleEnvironment(world.role('stranger')))
    const { code, stdout } = await run(['doctor', '--mode', 'aws-iam', '--service-account-id', account.id, '--json=check,status,code'])
    expect(code).toBe(5)
    expect(JSON.parse(stdout).at(-1)).toEqual({ check: 'trust', status: 'failed', code: 'principal_not_trusted' })
  })
})

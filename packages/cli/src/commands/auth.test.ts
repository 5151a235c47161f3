import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import {
  type AwsPrincipal,
  type AwsSts,
  createAwsSts,
  createEntra,
  type Entra,
  type Listening,
  SIGNED_HOST_HEADER,
} from '@bonafide/stand-ins'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bundleCommand, type CommandUnderTest, type RunOptions } from '../testing/command.ts'
import { problem, startWireServer, tokenDocument, type WireServer } from '../testing/wire-server.ts'

const awsRoute = '/service/public/identities/external/v1/aws/iam/auth/'
const azureRoute = '/service/public/identities/external/v1/azure/entra/auth/'
const account = '0192c5a1-7a3b-7000-8000-000000000001'

let command: CommandUnderTest
let server: WireServer
let sts: AwsSts
let entra: Entra & { listening: Listening }
let principal: AwsPrincipal
let token: string

beforeAll(async () => {
  command = await bundleCommand()
  server = await startWireServer()
  sts = createAwsSts()
  const created = createEntra()
  entra = Object.assign(created, { listening: await created.listen() })
  principal = sts.addRoleSession({ account: '123456789012', roleName: 'deploy', sessionName: 'job' })
})
afterAll(async () => {
  await Promise.all([server.close(), entra.listening.close()])
  await command.remove()
})
beforeEach(async () => {
  await rm(command.home, { recursive: true, force: true })
  server.apps.length = 0
  server.requests.length = 0
  server.addApp('web')
  token = server.issue()
})

const bonafide = (words: string[], { env, ...options }: RunOptions = {}) =>
  command.run(words, { ...options, env: { BONAFIDE_HOST: server.url, ...env } })
const credentialsFile = () => join(command.home, '.local/state/bonafide/credentials')
const signIn = () => bonafide(['auth', '--mode', 'token', '--token', '-'], { stdin: `${token}\n` })
const filesIn = (folder: string): Promise<string[]> =>
  readdir(folder, { recursive: true }).then(
    (names) => names.map(String),
    () => [],
  )

describe('auth --mode token', () => {
  test('without a keyring the token goes to a file of mode 600, and that is said', async () => {
    const outcome = await signIn()
    expect(outcome).toMatchObject({ code: 0, stdout: '' })
    expect(outcome.stderr).toContain(
      'No system keyring here, token saved in ~/.local/state/bonafide/credentials (mode 600). Use --no-store to keep it out of disk.',
    )
    expect((await stat(credentialsFile())).mode & 0o777).toBe(0o600)
    expect((await stat(join(credentialsFile(), '..'))).mode & 0o777).toBe(0o700)
    expect(await readFile(join(command.home, '.config/bonafide/config.json'), 'utf8')).not.toContain('pss_')
    expect(outcome.stderr).not.toContain(token.split(':')[2])
  })

  test('the file follows XDG_STATE_HOME and keeps no half-written neighbour', async () => {
    const state = join(command.home, 'elsewhere')
    await bonafide(['auth', '--token', '-'], { stdin: token, env: { XDG_STATE_HOME: state } })
    expect(await filesIn(state)).toEqual(['bonafide', 'bonafide/credentials'])
  })

  test('a stored token needs no variable afterwards; rights given to others are taken back', async () => {
    await signIn()
    await chmod(credentialsFile(), 0o644)
    const outcome = await command.run(['auth', 'status', '--json'])
    expect(JSON.parse(outcome.stdout)).toMatchObject({
      host: server.url,
      source: 'file',
      organisation: { name: 'Acme' },
      userId: null,
      apps: 1,
    })
    expect(outcome.stdout).not.toContain(token.split(':')[2])
    expect((await stat(credentialsFile())).mode & 0o777).toBe(0o600)
  })

  test('a stored token is never sent to another host', async () => {
    await signIn()
    const other = await startWireServer()
    expect(await bonafide(['secrets', 'list', '--host', other.url])).toMatchObject({ code: 4, stdout: '' })
    expect(other.requests).toEqual([])
    await other.close()
  })

  test('a token the server does not know is not stored', async () => {
    server.revoke(token)
    expect(await signIn()).toMatchObject({ code: 4, stdout: '', stderr: expect.stringContaining('Request req_test') })
    expect(await filesIn(command.home)).toEqual([])
  })

  test('what is no token is refused without repeating it', async () => {
    const outcome = await bonafide(['auth', '--token', '-'], { stdin: `${token.slice(0, -1)}` })
    expect(outcome).toMatchObject({ code: 4, stderr: expect.stringContaining('malformed_token') })
    expect(outcome.stderr).not.toContain(token.slice(20, 60))
  })

  test('nobody is asked where there is no terminal, with stdin left open', async () => {
    expect(await bonafide(['auth'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('nobody can be asked') })
    expect(await command.run(['auth', '--mode', 'aws-iam', '--service-account-id', account])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('BONAFIDE_HOST'),
    })
    expect(server.requests).toEqual([])
  })
})

describe('status, token, logout', () => {
  test('the variable wins over the stored token, and status says so', async () => {
    await signIn()
    const other = server.issue()
    expect(await bonafide(['auth', 'token'], { env: { BONAFIDE_TOKEN: other } })).toMatchObject({
      code: 0,
      stdout: `${other}\n`,
      stderr: '',
    })
    expect(await bonafide(['auth', 'token'])).toMatchObject({ stdout: `${token}\n` })
    const status = await command.run(['auth', 'status', '--json=source'], { env: { PHASE_HOST: server.url, PHASE_SERVICE_TOKEN: other } })
    expect(JSON.parse(status.stdout)).toEqual({ source: 'PHASE_SERVICE_TOKEN' })
  })

  test('after logout nothing is left, and status ends with 4', async () => {
    await signIn()
    expect(await bonafide(['logout'])).toMatchObject({ code: 0, stdout: '' })
    expect(await filesIn(join(command.home, '.local/state'))).toEqual(['bonafide'])
    expect(await bonafide(['auth', 'status'])).toMatchObject({ code: 4, stdout: '' })
    expect(await bonafide(['auth', 'logout'])).toMatchObject({ code: 4 })
  })

  test('a revoked token ends with 4', async () => {
    await signIn()
    server.revoke(token)
    expect(await bonafide(['auth', 'status'])).toMatchObject({ code: 4, stdout: '' })
  })
})

/** The server's part: STS itself judges the request that the command signed. */
function judgeAws(seen: { body?: Record<string, unknown>; headers?: Headers; ttl?: number } = {}) {
  server.exchanges(awsRoute, async (body) => {
    const { awsIam, tokenRequest } = body as { awsIam: Record<string, string>; tokenRequest?: { ttl: number } }
    const text = (name: string) => Buffer.from(awsIam[name] ?? '', 'base64').toString('utf8')
    const headers = new Headers(JSON.parse(text('httpRequestHeaders')) as Record<string, string>)
    Object.assign(seen, { body, headers: new Headers(headers), ttl: tokenRequest?.ttl })
    headers.set(SIGNED_HOST_HEADER, new URL(text('httpRequestUrl')).host)
    const verdict = await sts.fetch(text('httpRequestUrl'), { method: 'POST', headers, body: text('httpRequestBody') })
    return verdict.status === 200 ? Response.json(tokenDocument(token, tokenRequest?.ttl)) : problem(401, 'login_denied', 'Login denied.')
  })
  return seen
}

const awsEnvironment = () => ({
  AWS_ACCESS_KEY_ID: principal.accessKeyId,
  AWS_SECRET_ACCESS_KEY: principal.secretAccessKey,
  AWS_SESSION_TOKEN: principal.sessionToken,
  AWS_REGION: 'eu-central-1',
})
const aws = (words: string[] = [], env: Record<string, string | undefined> = awsEnvironment()) =>
  bonafide(['auth', '--mode', 'aws-iam', '--service-account-id', account, ...words], { env })

describe('auth --mode aws-iam', () => {
  test('R-170 a role signs in, and its proof is bound to this server and account', async () => {
    const seen = judgeAws()
    expect(await aws()).toMatchObject({ code: 0, stdout: '' })
    expect(seen.headers?.get('x-bonafide-server-id')).toMatch(new RegExp(`^${new URL(server.url).host};${account};[\\w-]{22}$`))
    expect(seen.body).toMatchObject({ account: { type: 'service', id: account } })
    expect(seen.body).not.toHaveProperty('tokenRequest')
    expect(await bonafide(['secrets', 'list'])).toMatchObject({ code: 0 })
    expect(JSON.stringify(server.requests)).not.toContain(principal.secretAccessKey)
  })

  test('R-173 --ttl takes seconds and durations, and is sent as seconds', async () => {
    const seen = judgeAws()
    await aws(['--ttl', '1h'])
    expect(seen.ttl).toBe(3600)
    await aws(['--ttl', '900'])
    expect(seen.ttl).toBe(900)
    expect(await aws(['--ttl', 'soon'])).toMatchObject({ code: 2, stdout: '' })
  })

  test('R-174 --no-store prints the token document and nothing else, and keeps nothing', async () => {
    judgeAws()
    for (const flag of ['--no-store', '--no-login']) {
      const outcome = await aws([flag])
      const { authentication } = tokenDocument(token)
      const { TTL, bearerToken, maxTTL, tokenType } = authentication
      expect(outcome).toMatchObject({
        code: 0,
        stdout: `${JSON.stringify({ authentication: { TTL, bearerToken, maxTTL, token, tokenType } }, null, 2)}\n`,
        stderr: '',
      })
      expect(await filesIn(command.home)).toEqual([])
    }
    expect(server.requests.map((request) => request.path)).toEqual([awsRoute, awsRoute])
  })

  test('--output env prints lines for eval', async () => {
    judgeAws()
    expect(await aws(['--output', 'env'])).toMatchObject({ code: 0, stdout: `export BONAFIDE_TOKEN='${token}'\n`, stderr: '' })
    const flagged = await command.run(
      ['auth', '--mode', 'aws-iam', '--service-account', account, '--output', 'env', '--host', server.url],
      { env: awsEnvironment() },
    )
    expect(flagged.stdout).toBe(`export BONAFIDE_TOKEN='${token}'\nexport BONAFIDE_HOST='${server.url}'\n`)
  })

  test('--github-env masks the token before it hands it on', async () => {
    judgeAws()
    await mkdir(command.home, { recursive: true })
    const file = join(command.home, 'github-env')
    const outcome = await aws(['--github-env'], { ...awsEnvironment(), GITHUB_ENV: file })
    expect(outcome.code).toBe(0)
    expect(outcome.stdout.split('\n')[0]).toBe(`::add-mask::${token}`)
    expect(outcome.stdout.split('\n').every((line) => line === '' || line.startsWith('::add-mask::'))).toBe(true)
    expect(await readFile(file, 'utf8')).toBe(`BONAFIDE_TOKEN=${token}\nBONAFIDE_HOST=${server.url}\n`)
    expect(await aws(['--github-env'])).toMatchObject({ code: 2 })
  })

  test('R-172 the service account is required', async () => {
    expect(await bonafide(['auth', '--mode', 'aws-iam'], { env: awsEnvironment() })).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('--service-account-id'),
    })
  })

  test('a refusal is told in what, why, fix, code and request id', async () => {
    server.exchanges(awsRoute, async () =>
      problem(403, 'principal_not_trusted', 'The platform vouched for you, but no identity trusts you.', {
        caller: { principal: 'arn:aws:sts::123456789012:assumed-role/deploy/job' },
      }),
    )
    const outcome = await aws()
    expect(outcome).toMatchObject({ code: 5, stdout: '' })
    expect(outcome.stderr.split('\n')).toEqual([
      '✗ The platform vouched for you, but no identity trusts you.',
      '  Why      You are arn:aws:sts::123456789012:assumed-role/deploy/job.',
      expect.stringMatching(/^ {2}Fix {6}/),
      '  Code     principal_not_trusted   Request req_test',
      '  Hint     An administrator can see why: bonafide auth explain req_test',
      '',
    ])
  })

  test('only a refusal that left an exchange behind says how to have it explained', async () => {
    const hintOf = async (answer: () => Response): Promise<string | undefined> => {
      server.exchanges(awsRoute, async () => answer())
      const { stderr } = await aws()
      return /^ {2}Hint .*$/m.exec(stderr)?.[0]
    }
    const hint = '  Hint     An administrator can see why: bonafide auth explain req_test'
    expect(await hintOf(() => problem(401, 'login_denied', 'Denied.'))).toBe(hint)
    expect(await hintOf(() => problem(403, 'network_denied', 'Not from there.'))).toBe(hint)
    expect(await hintOf(() => problem(400, 'ttl_exceeds_max', 'Too long.'))).toBeUndefined()
    expect(await hintOf(() => problem(429, 'rate_limited', 'Too many.'))).toBeUndefined()
    expect(await hintOf(() => new Response('<html>proxy</html>', { status: 403 }))).toBeUndefined()
    expect(await hintOf(() => problem(401, 'login_denied', 'Denied.', { requestId: 'x; rm -rf ~' }))).toBeUndefined()
  })

  test('a wrong secret key is refused by STS itself', async () => {
    judgeAws()
    expect(await aws([], { ...awsEnvironment(), AWS_SECRET_ACCESS_KEY: 'x'.repeat(40) })).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('login_denied'),
    })
  })

  test('without AWS credentials nothing is sent', async () => {
    expect(await aws([], {})).toMatchObject({ code: 4, stdout: '', stderr: expect.stringContaining('no_credentials') })
    expect(server.requests).toEqual([])
  })
})

describe('auth --mode azure', () => {
  const judgeAzure = () => {
    const seen: { claims?: Record<string, unknown> } = {}
    server.exchanges(azureRoute, async (body) => {
      const { azureEntra } = body as { azureEntra: { jwt: string } }
      const [, payload = ''] = Buffer.from(azureEntra.jwt, 'base64').toString('utf8').split('.')
      seen.claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>
      return Response.json(tokenDocument(token))
    })
    return seen
  }
  const azure = (words: string[], env: Record<string, string | undefined>) =>
    bonafide(['auth', '--mode', 'azure', '--service-account-id', account, '--no-store', ...words], { env })

  test('R-171 R-175 a service principal signs in; --azure-resource reaches the token request', async () => {
    const seen = judgeAzure()
    const { tenantId } = await entra.addTenant()
    const { clientId, clientSecret, oid } = entra.addServicePrincipal({ tenantId })
    const env = {
      AZURE_TENANT_ID: tenantId,
      AZURE_CLIENT_ID: clientId,
      AZURE_CLIENT_SECRET: clientSecret,
      AZURE_AUTHORITY_HOST: entra.listening.url,
    }
    expect(await azure([], env)).toMatchObject({ code: 0, stderr: '' })
    expect(seen.claims).toMatchObject({ tid: tenantId, oid, aud: expect.stringMatching(/^https:\/\/management\.azure\.com\/?$/) })
    expect(await azure(['--azure-resource', 'api://bonafide'], env)).toMatchObject({ code: 0 })
    expect(seen.claims).toMatchObject({ aud: 'api://bonafide' })
    expect(JSON.stringify(server.requests)).not.toContain(clientSecret)
  })

  test('R-171 an `az login` signs in', async () => {
    const seen = judgeAzure()
    const { tenantId } = await entra.addTenant()
    const jwt = await entra.issueToken({ tenantId, oid: account, audience: 'https://management.azure.com/', kind: 'application' })
    const folder = join(command.home, 'bin')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'az'), `#!/bin/sh\necho '{"accessToken":"${jwt}"}'\n`, { mode: 0o755 })
    const outcome = await azure(['--azure-source', 'az'], { PATH: `${folder}${delimiter}${process.env.PATH}` })
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(seen.claims).toMatchObject({ oid: account, tid: tenantId })
  })

  test('--azure-resource and --azure-source belong to Azure', async () => {
    expect(await aws(['--azure-resource', 'x'])).toMatchObject({ code: 2 })
    expect(await aws(['--azure-source', 'az'])).toMatchObject({ code: 2 })
  })
})

describe('doctor', () => {
  test('tells each check with a code, and tries the exchange only when asked', async () => {
    judgeAws()
    const plain = await bonafide(['doctor', '--json=check,status,code'], { env: { BONAFIDE_TOKEN: token } })
    expect(plain.code).toBe(0)
    expect(JSON.parse(plain.stdout)).toEqual([
      { check: 'host', status: 'ok', code: 'ok' },
      { check: 'clock', status: 'ok', code: 'ok' },
      { check: 'config', status: 'ok', code: 'ok' },
      { check: 'keyring', status: 'warning', code: 'keyring_unavailable' },
      { check: 'sign-in', status: 'ok', code: 'ok' },
    ])
    expect(server.requests.some((request) => request.path === awsRoute)).toBe(false)
    const tried = await bonafide(['doctor', '--mode', 'aws-iam', '--service-account-id', account], { env: awsEnvironment() })
    expect(tried).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/credentials {5}✓ AWS credentials \w+, signing for eu-central-1\ntrust {11}✓ accepted/),
    })
    expect(tried.stdout).not.toContain(token.split(':')[2])
  })

  test('a refused trial says how an administrator can have it explained', async () => {
    server.exchanges(awsRoute, async () => problem(401, 'login_denied', 'Login denied.'))
    expect(await bonafide(['doctor', '--mode', 'aws-iam', '--service-account-id', account], { env: awsEnvironment() })).toMatchObject({
      code: 5,
      stdout: expect.stringMatching(/^Hint: An administrator can see why: bonafide auth explain req_test$/m),
    })
  })

  test('a clock that is off and a server that is gone have their own codes', async () => {
    server.clockOffsetMs = 5 * 60_000
    const skewed = await bonafide(['doctor', '--json'])
    server.clockOffsetMs = 0
    expect(skewed.code).toBe(6)
    expect(JSON.parse(skewed.stdout)).toContainEqual(expect.objectContaining({ check: 'clock', status: 'failed', code: 'clock_skew' }))
    expect(await bonafide(['doctor', '--host', 'http://127.0.0.1:1'])).toMatchObject({
      code: 7,
      stdout: expect.stringContaining('unreachable'),
    })
  })
})

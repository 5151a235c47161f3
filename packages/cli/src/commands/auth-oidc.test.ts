import { mkdir, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { type Listening, listen } from '@bonafide/stand-ins'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bundleCommand, type CommandUnderTest, type RunOptions } from '../testing/command.ts'
import { problem, startWireServer, tokenDocument, type WireServer } from '../testing/wire-server.ts'

const route = '/api/v1/auth/oidc'
const account = '0192c5a1-7a3b-7000-8000-000000000001'
const signature = 'c2lnbmF0dXJl'

let command: CommandUnderTest
let server: WireServer
/** GitHub's token endpoint and Google's metadata server in one: each gives a token for the audience it is asked for. */
let platform: Listening
let token: string
let folder: string
let sent: { body?: Record<string, unknown>; claims?: Record<string, unknown> }

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const jwtFor = (aud: string, claims: Record<string, unknown> = {}) =>
  `${encoded({ alg: 'RS256' })}.${encoded({ iss: 'https://issuer.example', sub: 'job-7', aud, ...claims })}.${signature}`

beforeAll(async () => {
  command = await bundleCommand()
  server = await startWireServer()
  platform = await listen(async (request) => {
    const { pathname, searchParams } = new URL(request.url)
    const jwt = jwtFor(searchParams.get('audience') ?? '')
    if (pathname === '/idtoken' && request.headers.get('authorization') === 'Bearer right') return Response.json({ value: jwt })
    if (pathname.startsWith('/computeMetadata/v1/') && request.headers.get('metadata-flavor') === 'Google')
      return new Response(jwt, { headers: { 'metadata-flavor': 'Google' } })
    return new Response('no', { status: 403 })
  })
  folder = join(command.home, '..', 'machine')
  await mkdir(folder, { recursive: true })
})
afterAll(async () => {
  await Promise.all([server.close(), platform.close()])
  await command.remove()
})
beforeEach(async () => {
  await rm(command.home, { recursive: true, force: true })
  server.apps.length = 0
  server.requests.length = 0
  server.addApp('web')
  token = server.issue()
  sent = {}
  server.exchanges(route, async (body) => {
    const { jwt } = body.oidc as { jwt: string }
    const claims: unknown = JSON.parse(Buffer.from(Buffer.from(jwt, 'base64').toString().split('.')[1] ?? '', 'base64url').toString())
    sent = { body, claims: claims as Record<string, unknown> }
    return Response.json(tokenDocument(token))
  })
})

const bonafide = (words: string[], { env, ...options }: RunOptions = {}) =>
  command.run(words, { ...options, env: { BONAFIDE_HOST: server.url, ...env } })
const auth = (mode: string, words: string[] = [], options: RunOptions = {}) =>
  bonafide(['auth', '--mode', mode, '--service-account-id', account, ...words], options)
const github = () => ({ ACTIONS_ID_TOKEN_REQUEST_URL: `${platform.url}/idtoken?api-version=2.0`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'right' })

describe('what is refused before anything is sent', () => {
  test.each([
    ['oidc without a place', 'oidc', []],
    ['oidc with two places', 'oidc', ['--oidc-token-file', 'x', '--oidc-token-env', 'X']],
    ['a file for github', 'github', ['--oidc-token-file', 'x']],
    ['a variable for kubernetes', 'kubernetes', ['--oidc-token-env', 'X']],
    ['a variable for gcp', 'gcp', ['--oidc-token-env', 'X']],
    ['an audience for aws-iam', 'aws-iam', ['--oidc-audience', 'x']],
    ['an audience for azure', 'azure', ['--oidc-audience', 'x']],
    ['a resource of Azure for github', 'github', ['--azure-resource', 'x']],
  ])('%s is a wrong call', async (_, mode, words) => {
    for (const call of [auth(mode, words), bonafide(['doctor', '--mode', mode, '--service-account-id', account, ...words])])
      expect(await call).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--mode') })
    expect(server.requests).toEqual([])
  })

  test('R-172 every mode needs to know the service account', async () => {
    for (const mode of ['oidc', 'github', 'gitlab', 'gcp', 'kubernetes', 'spiffe'])
      expect(await bonafide(['auth', '--mode', mode, ...(mode === 'oidc' ? ['--oidc-token-env', 'X'] : [])])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('--service-account-id'),
      })
    expect(await bonafide(['auth', '--oidc-token-env', 'X'])).toMatchObject({ code: 2 })
    expect(server.requests).toEqual([])
  })

  test('a platform that is not there says what to do', async () => {
    const says = async (mode: string, words: string[], sentence: string, env: Record<string, string> = {}) =>
      expect(await auth(mode, words, { env })).toMatchObject({
        code: 4,
        stdout: '',
        stderr: expect.stringMatching(new RegExp(`${sentence}[^]*no_credentials`)),
      })
    await says('oidc', ['--oidc-token-env', 'NOWHERE'], 'NOWHERE is not set')
    await says('oidc', ['--oidc-token-file', join(folder, 'nowhere')], 'No token can be read')
    await says('github', [], 'permissions: id-token: write')
    await says('gitlab', [], 'id_tokens: \\{ BONAFIDE_ID_TOKEN')
    await says('gcp', [], 'cannot be reached', { GCE_METADATA_HOST: '127.0.0.1:1' })
    await says('kubernetes', [], 'serviceAccountToken')
    await says('spiffe', [], 'spire-agent is not there', { PATH: folder })
    expect(server.requests).toEqual([])
  })

  test('what is no token, or is for another audience, is not repeated either', async () => {
    const jwt = jwtFor('sts.amazonaws.com')
    const calls = [
      auth('oidc', ['--oidc-token-env', 'T', '--oidc-audience', 'api://bonafide'], { env: { T: jwt } }),
      auth('oidc', ['--oidc-token-env', 'T'], { env: { T: `Bearer ${jwt}` } }),
      auth('oidc', ['--oidc-token-env', jwt]),
      auth('oidc', ['--oidc-token-file', jwt]),
    ]
    for (const call of calls) {
      const outcome = await call
      expect(outcome).toMatchObject({ code: 4, stdout: '' })
      expect(outcome.stderr).not.toContain(signature)
    }
    expect(server.requests).toEqual([])
  })
})

describe('R-177 a machine signs in', () => {
  test('with a token from a file or from stdin; its token is stored and works', async () => {
    const file = join(folder, 'token')
    await writeFile(file, `${jwtFor('anybody')}\n`)
    const outcome = await auth('oidc', ['--oidc-token-file', file, '--ttl', '15m'])
    expect(outcome).toMatchObject({ code: 0, stdout: '' })
    expect(sent.body).toEqual({
      account: { type: 'service', id: account },
      oidc: { jwt: Buffer.from(jwtFor('anybody')).toString('base64') },
      tokenRequest: { ttl: 900 },
    })
    expect(await bonafide(['secrets', 'list'])).toMatchObject({ code: 0 })
    expect(await bonafide(['run', '--', 'true'])).toMatchObject({ code: 0 })
    sent = {}
    expect(await auth('oidc', ['--oidc-token-file', '-'], { stdin: jwtFor('anybody') })).toMatchObject({ code: 0 })
    expect(sent.body).not.toHaveProperty('tokenRequest')
    expect(outcome.stderr).not.toContain(signature)
  })

  test('with a variable, and hands the token on as every other mode does', async () => {
    const env = { CI_TOKEN: jwtFor('api://bonafide') }
    const words = ['--oidc-token-env', 'CI_TOKEN', '--oidc-audience', 'api://bonafide']
    expect(await auth('oidc', [...words, '--output', 'env'], { env })).toMatchObject({
      code: 0,
      stdout: `export BONAFIDE_TOKEN='${token}'\n`,
      stderr: '',
    })
    const printed = await auth('oidc', [...words, '--no-store'], { env })
    expect(JSON.parse(printed.stdout)).toEqual(tokenDocument(token))
  })

  test('with GitHub Actions and Google Cloud, for the server unless an audience is given', async () => {
    for (const [mode, env] of [
      ['github', github()],
      ['gcp', { GCE_METADATA_HOST: new URL(platform.url).host }],
    ] as const) {
      expect(await auth(mode, ['--no-store'], { env })).toMatchObject({ code: 0, stderr: '' })
      expect(sent.claims).toMatchObject({ aud: server.url })
      expect(await auth(mode, ['--no-store', '--oidc-audience', 'api://bonafide'], { env })).toMatchObject({ code: 0, stderr: '' })
      expect(sent.claims).toMatchObject({ aud: 'api://bonafide' })
    }
    expect(JSON.stringify(server.requests)).not.toContain('Bearer right')
  })

  test('with GitLab CI and Kubernetes', async () => {
    const jwt = jwtFor('api://bonafide')
    expect(await auth('gitlab', ['--no-store'], { env: { BONAFIDE_ID_TOKEN: jwt } })).toMatchObject({ code: 0, stderr: '' })
    expect(await auth('gitlab', ['--no-store', '--oidc-token-env', 'MINE'], { env: { MINE: jwt } })).toMatchObject({ code: 0, stderr: '' })
    const file = join(folder, 'projected')
    await writeFile(file, jwt)
    expect(await auth('kubernetes', ['--no-store', '--oidc-token-file', file])).toMatchObject({ code: 0, stderr: '' })
    expect(server.requests.map(({ path }) => path)).toEqual([route, route, route])
  })

  test('with SPIFFE, by the program or a file', async () => {
    const bin = join(folder, 'bin')
    await mkdir(bin, { recursive: true })
    // Prints a token for the audience that it was asked for, the fifth word, as the agent does.
    const script = `#!/bin/sh
test "$1 $2 $3 $4 $6 $7" = "api fetch jwt -audience -output json" || exit 1
claims=$(printf '{"sub":"spiffe://example.org/job","aud":["%s"]}' "$5" | base64 | tr -d '=\\n' | tr '+/' '-_')
printf '[{"svids":[{"spiffe_id":"spiffe://example.org/job","svid":"${encoded({ alg: 'ES256' })}.%s.${signature}"}]},{"bundles":{}}]' "$claims"
`
    await writeFile(join(bin, 'spire-agent'), script, { mode: 0o755 })
    expect(await auth('spiffe', ['--no-store'], { env: { PATH: `${bin}${delimiter}${process.env.PATH}` } })).toMatchObject({
      code: 0,
      stderr: '',
    })
    expect(sent.claims).toEqual({ sub: 'spiffe://example.org/job', aud: [server.url] })
    await writeFile(join(folder, 'svid'), jwtFor('api://bonafide'))
    expect(await auth('spiffe', ['--no-store', '--oidc-token-file', join(folder, 'svid')])).toMatchObject({ code: 0, stderr: '' })
    expect(sent.claims).toMatchObject({ sub: 'job-7' })
  })

  test('a refusal says what was wrong, and how to have it explained', async () => {
    const refuse = (status: number, code: string) =>
      server.exchanges(route, async () => problem(status, code, 'No.', { caller: { principal: 'job-7' } }))
    refuse(403, 'audience_mismatch')
    const outcome = await auth('github', [], { env: github() })
    expect(outcome).toMatchObject({ code: 5, stdout: '', stderr: expect.stringContaining('--oidc-audience') })
    expect(outcome.stderr).toContain('bonafide auth explain req_test')
    refuse(403, 'subject_not_trusted')
    expect(await auth('github', [], { env: github() })).toMatchObject({ code: 5, stderr: expect.stringContaining('trust job-7') })
    expect(await bonafide(['auth', 'token'])).toMatchObject({ code: 4, stdout: '' })
  })
})

test('the doctor tells whose token it is and tries it; the token itself is not shown', async () => {
  const exp = Date.UTC(2030, 0, 2) / 1000
  const outcome = await bonafide(['doctor', '--mode', 'gitlab', '--service-account-id', account], {
    env: { BONAFIDE_ID_TOKEN: jwtFor('api://bonafide', { exp }) },
  })
  expect(outcome.stdout).toContain('OIDC token of job-7 from https://issuer.example for api://bonafide, ends 2030-01-02T00:00:00.000Z')
  expect(outcome).toMatchObject({ code: 0, stdout: expect.stringMatching(/trust {11}✓ accepted/) })
  expect(`${outcome.stdout}${outcome.stderr}`).not.toContain(signature)
  expect(sent.claims).toMatchObject({ aud: 'api://bonafide' })
  expect(await bonafide(['doctor', '--mode', 'github', '--service-account-id', account])).toMatchObject({
    code: 4,
    stdout: expect.stringMatching(/credentials {5}✗ no_credentials — .*id-token: write/),
  })
})

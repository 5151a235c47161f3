import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bundleCommand, type CommandUnderTest, type RunOptions } from './testing/command.ts'
import { problem, startWireServer, type WireServer } from './testing/wire-server.ts'

let command: CommandUnderTest
let server: WireServer
let token: string

beforeAll(async () => {
  command = await bundleCommand()
  server = await startWireServer()
  server.addApp('web')
})
afterAll(async () => {
  await server.close()
  await command.remove()
})
beforeEach(() => {
  server.requests.length = 0
  token = server.issue()
})

const bonafide = (words: string[], { env, ...options }: RunOptions = {}) =>
  command.run(words, { ...options, env: { BONAFIDE_HOST: server.url, BONAFIDE_TOKEN: token, ...env } })

describe('exit codes', () => {
  test.each([
    [401, 'unauthenticated', 4],
    [403, 'forbidden', 5],
    [404, 'not_found', 3],
    [400, 'malformed_request', 6],
    [409, 'conflict', 6],
    [429, 'rate_limited', 8],
    [500, 'internal_error', 1],
    [502, 'upstream_error', 7],
    [503, 'unavailable', 7],
  ])('the server answers %i %s: exit %i, stdout empty', async (status, code, exit) => {
    server.once('/service/secrets/', () => problem(status, code, 'The sentence of the server.'))
    const outcome = await bonafide(['secrets', 'list'])
    expect(outcome).toMatchObject({ code: exit, stdout: '', stderr: expect.stringContaining('✗ The sentence of the server.') })
    expect(outcome.stderr).toContain(`Code     ${code}   Request req_test`)
  })

  test('a wrong call is 2, with a suggestion', async () => {
    expect(await bonafide(['secrts'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Did you mean secrets?') })
    expect(await bonafide(['secrets', 'list', '--nonsense'])).toMatchObject({ code: 2, stdout: '' })
    expect(await bonafide(['secrets', 'get'])).toMatchObject({ code: 2, stdout: '' })
    expect(await bonafide(['apps', 'list', '--host', 'bonafide.example'])).toMatchObject({ code: 2, stdout: '' })
  })

  test('a network that fails is 7: refused, too slow, not our server', async () => {
    expect(await bonafide(['apps', 'list', '--host', 'http://127.0.0.1:1'])).toMatchObject({ code: 7, stdout: '' })
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    expect(await bonafide(['apps', 'list', '--host', `http://127.0.0.1:${port}`, '--timeout', '0.3'])).toMatchObject({
      code: 7,
      stderr: expect.stringContaining('timeout'),
    })
    silent.closeAllConnections()
    await new Promise((resolve) => silent.close(resolve))
    server.once('/service/secrets/tokens/', () => new Response('<html>sign in</html>', { headers: { 'content-type': 'text/html' } }))
    expect(await bonafide(['apps', 'list'])).toMatchObject({ code: 7, stderr: expect.stringContaining('unexpected_answer') })
  })

  test('a redirect is not followed, so the token goes nowhere else', async () => {
    const other = await startWireServer()
    server.once(
      '/service/secrets/tokens/',
      () => new Response(null, { status: 307, headers: { location: `${other.url}/service/secrets/tokens/` } }),
    )
    expect((await bonafide(['apps', 'list'])).code).not.toBe(0)
    expect(other.requests).toEqual([])
    await other.close()
  })
})

describe('output', () => {
  test('lists are JSON arrays with --json, chosen fields with --json=…, tab-separated in a pipe', async () => {
    const [app] = server.apps
    const json = await bonafide(['apps', 'list', '--json'])
    expect(JSON.parse(json.stdout)).toEqual([
      {
        id: app?.id,
        name: 'web',
        serverEncryption: true,
        environments: app?.environments.map(({ id, name, type }) => ({ id, name, type })),
      },
    ])
    expect(json.stderr).toBe('')
    expect((await bonafide(['apps', 'list', '--json=name'])).stdout).toBe('[\n  {\n    "name": "web"\n  }\n]\n')
    expect((await bonafide(['apps', 'list'])).stdout).toBe(`web\tDevelopment, Production\tserver\t${app?.id}\n`)
    expect(await bonafide(['apps', 'list', '--json=nope'])).toMatchObject({ code: 2, stdout: '' })
  })

  test('help goes to stdout and ends with 0, version too', async () => {
    expect(await bonafide(['secrets', 'import', '--help'])).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('$ bonafide secrets import .env --env development'),
    })
    expect(await bonafide(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^bonafide \d+\.\d+\.\d+\n$/) })
    expect(JSON.parse((await bonafide(['version', '--json'])).stdout)).toHaveProperty('version')
  })

  test('colours only where they are wanted', async () => {
    const failing = (env: Record<string, string>, words: string[] = []) => bonafide(['nonsense', ...words], { env })
    expect((await failing({ FORCE_COLOR: '1' })).stderr).toContain('\u001b[31m')
    expect((await failing({ FORCE_COLOR: '1', NO_COLOR: '1' })).stderr).not.toContain('\u001b')
    expect((await failing({})).stderr).not.toContain('\u001b')
  })

  test('what the server says cannot drive the terminal', async () => {
    server.once('/service/secrets/', () => problem(403, 'forbidden', 'No \u001b[2J\u0007 way'))
    expect((await bonafide(['secrets', 'list'])).stderr).toContain('No \ufffd[2J\ufffd way')
  })

  test('BONAFIDE_DEBUG=http names requests, never tokens or values', async () => {
    const outcome = await bonafide(['secrets', 'set', 'A', '-'], { stdin: 'hidden-value', env: { BONAFIDE_DEBUG: 'http' } })
    expect(outcome.stderr).toContain('GET ')
    expect(outcome.stderr).toContain('/service/secrets/tokens/ 200')
    for (const secret of ['hidden-value', ...token.split(':').slice(2)]) expect(outcome.stderr).not.toContain(secret)
  })
})

describe('api', () => {
  test('graphql sends query and variables, from a file too', async () => {
    const file = join(command.home, '..', 'query.graphql')
    await writeFile(file, 'query Q($id: ID!) { node(id: $id) { id } }')
    const outcome = await bonafide(['api', 'graphql', '-f', `query=@${file}`, '--field', 'id=7', '-F', 'first=10'])
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(outcome.stdout)).toEqual({
      data: { echo: { query: 'query Q($id: ID!) { node(id: $id) { id } }', variables: { id: '7', first: 10 } } },
    })
  })

  test('a GraphQL error prints the answer and decides the exit code', async () => {
    server.once('/api/graphql', () =>
      Response.json({ data: null, errors: [{ message: 'Not for you.', extensions: { code: 'forbidden' } }] }),
    )
    expect(await bonafide(['api', 'graphql', '-f', 'query={ viewer { id } }'])).toMatchObject({
      code: 5,
      stdout: expect.stringContaining('"errors"'),
      stderr: expect.stringContaining('Not for you.'),
    })
  })

  test('METHOD path calls the server, and never another one', async () => {
    expect(JSON.parse((await bonafide(['api', 'get', '/service/secrets/tokens/'])).stdout)).toHaveProperty('apps')
    expect(await bonafide(['api', 'GET', 'https://evil.example/x'])).toMatchObject({ code: 2 })
    expect(await bonafide(['api', 'GET', '/nothing/'])).toMatchObject({ code: 3 })
  })
})

describe('completion', () => {
  test('bash completes commands, nested commands and flags', async () => {
    const { stdout } = await bonafide(['completion', 'bash'])
    const complete = (...words: string[]) =>
      execFileSync(
        'bash',
        ['-c', `${stdout}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _bonafide; echo "\${COMPREPLY[@]}"`, 'bash', 'bonafide', ...words],
        { encoding: 'utf8' },
      ).trim()
    expect(complete('sec')).toBe('secrets')
    expect(complete('secrets', 'im')).toBe('import')
    expect(complete('--json', 'auth', 'sta')).toBe('status')
    expect(complete('run', '--on')).toBe('--only')
    expect(complete('identities', 'create', 'a')).toBe('aws-iam azure')
    expect(complete('identities', 'create', 'oidc', '--max-proof-a')).toBe('--max-proof-age')
  })

  test('there is one for zsh, fish and PowerShell', async () => {
    for (const shell of ['zsh', 'fish', 'powershell'])
      expect(await bonafide(['completion', shell])).toMatchObject({ code: 0, stdout: expect.stringContaining('secrets import') })
    expect(await bonafide(['completion', 'tcsh'])).toMatchObject({ code: 2, stdout: '' })
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bundleCommand, type CommandUnderTest, type RunOptions } from '../testing/command.ts'
import { startWireServer, type WireServer } from '../testing/wire-server.ts'

let command: CommandUnderTest
let server: WireServer

beforeAll(async () => {
  command = await bundleCommand()
  server = await startWireServer()
})
afterAll(async () => {
  await server.close()
  await command.remove()
})
beforeEach(() => {
  server.requests.length = 0
})

const lint = (words: string[], options: RunOptions = {}) =>
  command.run(['identities', 'lint', ...words], { ...options, env: { BONAFIDE_HOST: server.url, BONAFIDE_TOKEN: server.issue() } })
const role = (name: string) => JSON.stringify({ principals: [`arn:aws:iam::111122223333:role/${name}`] })

describe('lint of a file', () => {
  test.each([
    ['web', 'danger', 0],
    ['web', 'warning', 0],
    ['web', 'info', 6],
    ['web-*', 'danger', 0],
    ['web-*', 'warning', 6],
    ['*', 'danger', 6],
  ])('role/%s with --fail-on %s ends with %i', async (name, level, code) => {
    const words = ['--file', '-', '--provider', 'aws-iam', '--fail-on', level]
    expect(await lint(words, { stdin: role(name) })).toMatchObject({ code, stdout: expect.stringContaining('any_session') })
    expect(server.requests).toEqual([])
  })

  test('an identity as get prints it names its platform and lifetime itself', async () => {
    const config = { issuer: 'https://a.example', audiences: ['b'], subjects: ['job'], keySource: 'DISCOVERY' }
    const whole = { name: 'build', provider: 'OIDC', maxTtl: 30 * 86_400, config }
    const outcome = await lint(['--file', '-', '--json'], { stdin: JSON.stringify(whole) })
    expect([outcome.code, JSON.parse(outcome.stdout)]).toEqual([
      6,
      [
        {
          id: null,
          name: 'build',
          findings: [expect.objectContaining({ code: 'long_lived_tokens', severity: 'DANGER', field: ['maxTtlSeconds'] })],
        },
      ],
    ])
    expect((await lint(['--file', '-', '--max-ttl', '1h'], { stdin: JSON.stringify(whole) })).code).toBe(0)
  })

  test('what is no configuration is said to be none', async () => {
    expect(await lint(['--file', '-', '--provider', 'aws-iam'], { stdin: '{"principals":["*"]}' })).toMatchObject({ code: 6, stdout: '' })
    expect(await lint(['--file', '-', '--provider', 'aws-iam'], { stdin: '[]' })).toMatchObject({ code: 6, stdout: '' })
    expect(await lint(['--file', '/nowhere.json', '--provider', 'aws-iam'])).toMatchObject({ code: 3, stdout: '' })
  })

  test.each([
    [['a', '--file', '-', '--provider', 'oidc']],
    [['--file', '-']],
    [['--provider', 'oidc']],
    [['a', '--max-ttl', '1h']],
    [['--fail-on', 'never']],
  ])('%j is no call', async (words) => {
    expect(await lint(words, { stdin: role('web') })).toMatchObject({ code: 2, stdout: '' })
    expect(server.requests).toEqual([])
  })
})

describe('lint of what is there', () => {
  const finding = { code: 'wildcard_role', severity: 'WARNING', message: 'Wide\u001b[2J.', field: ['principals', '0'] }
  const node = (name: string, findings: object[]) => ({ node: { id: '0192c5a1-7a3b-7000-8000-000000000001', name, lint: findings } })
  const page = (...edges: object[]) =>
    server.once('/api/graphql', () => Response.json({ data: { page: { edges, pageInfo: { hasNextPage: false, endCursor: null } } } }))

  test('tells of every identity with a finding, and ends as it was told to', async () => {
    page(node('wide', [finding]), node('narrow', []))
    const outcome = await lint(['--fail-on', 'warning'])
    expect(outcome.code).toBe(6)
    expect(outcome.stdout).toContain('wide (0192c5a1')
    expect(outcome.stdout).toContain('wildcard_role')
    expect(outcome.stdout).not.toContain('narrow')
    expect(outcome.stdout).not.toContain('\u001b')
    page(node('wide', [finding]))
    expect((await lint([])).code).toBe(0)
    page(node('narrow', []))
    expect(await lint(['--fail-on', 'info'])).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('Nothing was found') })
  })
})

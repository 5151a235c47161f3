import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bundleCommand, type CommandUnderTest, type RunOptions } from '../testing/command.ts'
import { problem, startWireServer, type WireServer } from '../testing/wire-server.ts'

let command: CommandUnderTest
let server: WireServer
let token: string

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
  token = server.issue()
})

const identities = (words: string[], options: RunOptions = {}) =>
  command.run(['ids', ...words], { ...options, env: { BONAFIDE_HOST: server.url, BONAFIDE_TOKEN: token } })

const summary = {
  id: '0192c5a1-7a3b-7000-8000-000000000001',
  name: 'prod\u001b[2J',
  provider: 'AWS_IAM',
  summary: 'role web in 111122223333',
  enabled: true,
  reportOnlySince: null,
  simulated: false,
  version: 3,
  boundAccountCount: 2,
  liveTokenCount: 1,
  lastAcceptedAt: null,
}
const identity = {
  ...summary,
  description: '',
  tokenName: 'aws-iam',
  defaultTtl: 3600,
  maxTtl: 86_400,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  config: { awsIam__principals: ['arn:aws:iam::111122223333:role/web'], awsIam__stsEndpoint: null, awsIam__allowReuse: true },
  lint: [{ code: 'reuse_allowed', severity: 'WARNING', message: 'One request may give several tokens.', field: null }],
  serviceAccounts: { edges: [{ node: { id: '0192c5a1-7a3b-7000-8000-000000000002', name: 'web' } }] },
}

const answer = (data: object | null, errors?: object[]) => server.once('/api/graphql', () => Response.json({ data, errors }))
const isThere = () => answer({ externalIdentity: identity })
const sent = (index: number): { query: string; variables: { input?: Record<string, unknown>; filter?: object } } =>
  JSON.parse(server.requests[index]?.body ?? '{}')
const arn = 'arn:aws:iam::111122223333:role/job'

describe('what is refused is not sent', () => {
  const wrongCalls = [
    ['create', 'aws-iam', '--principal', arn],
    ['create', 'aws-iam', '--name', 'a'],
    ['create', 'aws-iam', '--name', 'a', '--principal', arn, '--signature-expiry', 'soon'],
    ['create', 'aws-iam', '--name', 'a', '--principal', arn, '--allow-reuse', 'perhaps'],
    ['create', 'aws-iam', '--name', 'a', '--principal', arn, '--issuer', 'https://a.example'],
    ['create', 'oidc', '--name', 'a', '--issuer', 'https://a.example', '--audience', 'b'],
    ['create', 'oidc', '--name', 'a', '--keys', 'somewhere'],
    ['create', 'gcp', '--name', 'a'],
    ['list', '--provider', 'gcp'],
    ['update', summary.id],
    ['update', summary.id, '--enable', '--disable'],
    ['update', summary.id, '--enable', '--expected-version', 'newest'],
    ['delete', summary.id],
    ['bind', summary.id],
    ['test', summary.id],
    ['test', summary.id, '--aws', '--token-file', '-'],
  ]
  test.each(wrongCalls.map((words) => [words.join(' '), words] as const))('%s', async (_, words) => {
    expect(await identities([...words])).toMatchObject({ code: 2, stdout: '' })
    expect(server.requests).toEqual([])
  })

  test('all that is missing is said at once', async () => {
    expect((await identities(['create', 'oidc', '--name', 'a'])).stderr).toContain('needs --issuer, --audience, --subject.')
    expect((await identities(['create', 'azure', '--name', 'a'])).stderr).toContain('needs --tenant, --principal.')
  })

  test('a flag of another provider, and a proof of another platform', async () => {
    for (const words of [
      ['update', summary.id, '--add-subject', 'x'],
      ['test', summary.id, '--token-file', '-'],
    ]) {
      server.requests.length = 0
      isThere()
      expect(await identities(words, { stdin: 'x' })).toMatchObject({ code: 2, stdout: '' })
      expect(server.requests).toHaveLength(1)
    }
  })

  test('what is no signed JWT may be a secret: it is neither sent nor printed', async () => {
    answer({ externalIdentity: { ...identity, provider: 'OIDC', config: null } })
    const outcome = await identities(['test', summary.id, '--token-file', '-'], { stdin: 'CANARY.of-somebody' })
    expect(outcome).toMatchObject({ code: 6, stdout: '', stderr: expect.stringContaining('malformed_token') })
    expect(outcome.stderr + JSON.stringify(server.requests)).not.toContain('CANARY')
  })

  test('an identity whose stored configuration is not valid is not changed in part', async () => {
    answer({ externalIdentity: { ...identity, config: null } })
    expect(await identities(['update', summary.id, '--add-principal', arn])).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('identity_misconfigured'),
    })
    expect(server.requests).toHaveLength(1)
  })

  test('a name that two identities have', async () => {
    const page = { pageInfo: { hasNextPage: false, endCursor: null } }
    answer({ page: { ...page, edges: ['a', 'A'].map((name) => ({ node: { ...summary, name } })) } })
    isThere()
    expect(await identities(['get', 'a'])).toMatchObject({ code: 0 })
    answer({ page: { ...page, edges: ['a', 'a'].map((name) => ({ node: { ...summary, name } })) } })
    expect(await identities(['delete', 'a', '--yes'])).toMatchObject({ code: 6, stderr: expect.stringContaining('ambiguous') })
    answer({ page: { ...page, edges: [{ node: { ...summary, name: 'ab' } }] } })
    expect(await identities(['delete', 'a', '--yes'])).toMatchObject({ code: 3, stderr: expect.stringContaining('not_found') })
  })
})

describe('what the server refuses', () => {
  const refusal = (field: string[] | null, code = 'malformed_request') =>
    answer({ payload: { externalIdentity: null, userErrors: [{ code, message: 'must be an ARN', hint: null, field }] } })

  test('names the flag to mend', async () => {
    refusal(['config', 'awsIam', 'principals', '0'])
    expect(await identities(['create', 'aws-iam', '--name', 'a', '--principal', 'x'])).toMatchObject({
      code: 6,
      stdout: '',
      stderr: expect.stringContaining('✗ --principal must be an ARN.\n  Code     malformed_request'),
    })
    refusal(['maxTtl'])
    expect((await identities(['create', 'aws-iam', '--name', 'a', '--principal', arn, '--max-ttl', '1s'])).stderr).toContain(
      '--max-ttl must',
    )
  })

  test.each([
    ['forbidden', 5],
    ['unauthenticated', 4],
    ['not_found', 3],
    ['rate_limited', 8],
  ])('%s ends with %i', async (code, exit) => {
    answer(null, [{ message: 'No.', extensions: { code } }])
    expect(await identities(['get', summary.id])).toMatchObject({ code: exit, stdout: '' })
  })

  test('an account that could not be bound: the identity is there, which is said', async () => {
    answer({ payload: { externalIdentity: identity, userErrors: [] } })
    answer(null, [{ message: 'Not yours.', extensions: { code: 'forbidden' } }])
    const words = ['create', 'aws-iam', '--name', 'a', '--principal', arn, '--service-account', summary.id]
    expect(await identities(words)).toMatchObject({ code: 9, stdout: '', stderr: expect.stringContaining(summary.id) })
  })
})

describe('what is shown', () => {
  test('a list goes through every page, and cannot drive the terminal', async () => {
    answer({ page: { edges: [{ node: summary }], pageInfo: { hasNextPage: true, endCursor: 'next' } } })
    answer({
      page: { edges: [{ node: { ...summary, name: 'two', boundAccountCount: null } }], pageInfo: { hasNextPage: false, endCursor: null } },
    })
    const { stdout, code } = await identities(['list', '--provider', 'aws-iam', '--search', 'web'])
    expect(code).toBe(0)
    expect(stdout).toBe(
      `prod\ufffd[2J\taws-iam\trole web in 111122223333\t2\t\tenabled\t${summary.id}\ntwo\taws-iam\trole web in 111122223333\t\t\tenabled\t${summary.id}\n`,
    )
    expect(sent(0).variables.filter).toEqual({ provider: 'AWS_IAM', search: 'web' })
    expect(sent(1).variables).toMatchObject({ after: 'next' })
  })

  test('JSON has the names of GraphQL; people read sentences, and warnings on stderr', async () => {
    isThere()
    const json = await identities(['get', summary.id, '--json'])
    expect(JSON.parse(json.stdout)).toEqual({
      ...identity,
      config: { principals: ['arn:aws:iam::111122223333:role/web'], stsEndpoint: null, allowReuse: true },
      serviceAccounts: [{ id: '0192c5a1-7a3b-7000-8000-000000000002', name: 'web' }],
    })
    isThere()
    const { stdout, stderr } = await identities(['get', summary.id])
    expect(stdout).toContain('Trusts     Any session of role web in account 111122223333\n')
    expect(stdout).toContain('Accounts   web (0192c5a1-7a3b-7000-8000-000000000002) and 1 more\n')
    expect(stdout).not.toContain('\u001b')
    expect(stderr).toBe('! warning  One request may give several tokens. (reuse_allowed)\n')
  })

  test('what may not be seen is said to be so', async () => {
    const hidden = { ...identity, serviceAccounts: null, boundAccountCount: null, liveTokenCount: null }
    answer({ externalIdentity: hidden }, [{ message: 'Not for you.', extensions: { code: 'forbidden' } }])
    expect(await identities(['get', summary.id])).toMatchObject({ code: 0, stdout: expect.stringContaining('Accounts   not yours to see') })
  })
})

test('update sends the version that it read, and the whole configuration', async () => {
  isThere()
  answer({ payload: { externalIdentity: { ...identity, version: 4 }, userErrors: [] } })
  const outcome = await identities(['update', summary.id, '--add-principal', arn, '--allow-reuse', 'off', '--ttl', '15m'])
  expect(outcome).toMatchObject({ code: 0, stdout: expect.stringContaining('version 4'), stderr: expect.stringContaining('reuse_allowed') })
  expect(sent(1).variables.input).toEqual({
    id: summary.id,
    expectedVersion: 3,
    defaultTtl: 900,
    config: { awsIam: { principals: ['arn:aws:iam::111122223333:role/web', arn], allowReuse: false } },
  })
})

describe('tail', () => {
  const row = {
    id: '0192c5a1-7a3b-7000-8000-00000000000a',
    at: '2026-01-01T00:00:00.000Z',
    outcome: 'refused',
    code: 'claim_mismatch',
    provider: 'oidc',
    principal: 'sub\u001b[2J',
    externalIdentityId: summary.id,
    requestId: 'req_1',
  }
  const stream = (...events: string[]) =>
    server.once(
      '/api/v1/exchanges/stream',
      () => new Response(events.join(''), { headers: { 'content-type': 'text/event-stream; charset=utf-8' } }),
    )
  const event = (more: object) => `id: ${row.id}\nevent: exchange\ndata: ${JSON.stringify({ ...row, ...more })}\n\n`
  const end = (code: string) => `event: end\ndata: {"code":"${code}"}\n\n`
  const newest = (...ids: string[]) => answer({ exchanges: { edges: ids.map((id) => ({ node: { id } })) } })

  test('who may not read it, or may no longer', async () => {
    newest()
    server.once('/api/v1/exchanges/stream', () => problem(403, 'forbidden', 'Not for you.'))
    expect(await identities(['tail'])).toMatchObject({ code: 5, stdout: '' })
    newest()
    stream(end('unauthenticated'))
    expect(await identities(['tail'])).toMatchObject({ code: 4, stdout: '' })
    newest()
    server.once('/api/v1/exchanges/stream', () => new Response('<html>sign in</html>'))
    expect(await identities(['tail'])).toMatchObject({ code: 7, stdout: '', stderr: expect.stringContaining('unexpected_answer') })
  })

  test('goes on after the last exchange when the connection breaks, and tells what was asked for', async () => {
    newest('0192c5a1-7a3b-7000-8000-000000000009')
    stream(': hello\n\n', event({ outcome: 'accepted', code: null }), event({}))
    stream(event({ requestId: 'req_2' }), end('forbidden'))
    const { stdout, stderr, code } = await identities(['tail', '--rejected'])
    expect(stdout).toBe(['req_1', 'req_2'].map((id) => `${row.at}\t✗ claim_mismatch\toidc\tsub\ufffd[2J\t${id}\n`).join(''))
    expect(stderr).toContain('The connection was lost; again in 2 s.')
    expect(code).toBe(5)
    const asked = server.requests.filter(({ path }) => path.endsWith('/stream')).map(({ headers }) => headers['last-event-id'])
    expect(asked).toEqual(['0192c5a1-7a3b-7000-8000-000000000009', row.id])
  })

  test('each line of JSON is an exchange, by one identity alone where one is named', async () => {
    isThere()
    newest()
    stream(event({}), event({ externalIdentityId: null }), event({ requestId: 'req_3' }), end('forbidden'))
    const { stdout } = await identities(['tail', summary.id, '--json=code,requestId'])
    expect(stdout).toBe('{"code":"claim_mismatch","requestId":"req_1"}\n{"code":"claim_mismatch","requestId":"req_3"}\n')
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bundleCommand, type CommandUnderTest } from '../testing/command.ts'
import { startWireServer, type WireServer } from '../testing/wire-server.ts'

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

const explain = (...words: string[]) =>
  command.run(['auth', 'explain', ...words], { env: { BONAFIDE_HOST: server.url, BONAFIDE_TOKEN: token } })
const requestId = 'req_0192c5a17a3b70008000000000000001'
const step = { name: 'request_readable', status: 'PASSED', code: null, detail: null, expected: null, received: null, milliseconds: null }
const exchange = {
  id: '0192c5a1-7a3b-7000-8000-000000000001',
  at: '2026-01-01T00:00:00.000Z',
  outcome: 'REFUSED',
  code: 'subject_not_trusted',
  reportedCode: null,
  provider: 'AZURE_ENTRA',
  principal: 'app\u001b[2J',
  serviceAccountId: '0192c5a1-7a3b-7000-8000-000000000002',
  serviceAccount: { id: '0192c5a1-7a3b-7000-8000-000000000002', name: 'deployer' },
  identityId: null,
  identity: null,
  identityVersion: null,
  tokenId: null,
  ttlSeconds: null,
  ip: '192.0.2.1',
  userAgent: 'agent/1\u0007',
  requestId,
  durationMs: 12,
  steps: [
    step,
    {
      ...step,
      name: 'trust',
      status: 'FAILED',
      code: 'subject_not_trusted',
      detail: 'two\nlines',
      expected: 'sub',
      received: '\u001b]0;owned\u0007',
      milliseconds: 3,
    },
    { ...step, name: 'mint', status: 'SKIPPED' },
  ],
}
const found = (...nodes: object[]) =>
  server.once('/api/graphql', () => Response.json({ data: { exchanges: { edges: nodes.map((node) => ({ node })) } } }))

describe('auth explain', () => {
  test('tells the exchange line by line, and nothing in it drives the terminal', async () => {
    found(exchange)
    expect(await explain(requestId)).toMatchObject({
      code: 0,
      stderr: '',
      stdout: `Outcome    refused: subject_not_trusted
When       2026-01-01T00:00:00.000Z, took 12 ms
Provider   azure_entra
Principal  app\ufffd[2J
Account    deployer (0192c5a1-7a3b-7000-8000-000000000002)
Identity   none
From       192.0.2.1, agent/1\ufffd
Request    ${requestId}
Exchange   0192c5a1-7a3b-7000-8000-000000000001

✓ request_readable
✗ trust             subject_not_trusted
    expected  sub
    received  \ufffd]0;owned\ufffd
    detail    two\ufffdlines
    took      3 ms
– mint
`,
    })
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ variables: { search: requestId } })
  })

  test('--json is the object of GraphQL, --json=… a part of it', async () => {
    found(exchange)
    expect(JSON.parse((await explain(requestId, '--json')).stdout)).toEqual(exchange)
    found(exchange)
    expect(JSON.parse((await explain(requestId, '--json=code')).stdout)).toEqual({ code: 'subject_not_trusted' })
  })

  test('a request id must match exactly', async () => {
    found({ ...exchange, requestId: `${requestId}0` }, { ...exchange, requestId: 'req_other', principal: requestId })
    expect(await explain(requestId)).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('not_found') })
    found({ ...exchange, requestId: 'req_other', principal: requestId }, exchange)
    expect(await explain(requestId)).toMatchObject({ code: 0, stdout: expect.stringContaining('Principal  app') })
  })

  test('an account whose name may not be read does not hide the exchange', async () => {
    server.once('/api/graphql', () =>
      Response.json({
        data: { exchange: { ...exchange, serviceAccount: null } },
        errors: [{ message: 'Not for you.', path: ['exchange', 'serviceAccount'], extensions: { code: 'forbidden' } }],
      }),
    )
    expect(await explain(exchange.id)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Account    deleted, or not yours to see (0192c5a1-7a3b-7000-8000-000000000002)'),
    })
  })

  test.each([
    ['not_found', 3],
    ['unauthenticated', 4],
    ['forbidden', 5],
    ['rate_limited', 8],
  ])('%s ends with %i', async (code, exit) => {
    server.once('/api/graphql', () => Response.json({ data: { exchange: null }, errors: [{ message: 'No.', extensions: { code } }] }))
    expect(await explain(exchange.id)).toMatchObject({ code: exit, stdout: '', stderr: expect.stringContaining(`Code     ${code}`) })
  })

  test('an answer of something else is no exchange, and what is no id is not asked about', async () => {
    server.once('/api/graphql', () => new Response('<html>sign in</html>'))
    expect(await explain(requestId)).toMatchObject({ code: 7, stdout: '', stderr: expect.stringContaining('unexpected_answer') })
    server.requests.length = 0
    expect(await explain('yesterday')).toMatchObject({ code: 2, stdout: '' })
    expect(server.requests).toEqual([])
  })
})

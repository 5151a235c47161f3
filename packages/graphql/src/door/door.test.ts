import { DomainError } from '@bonafide/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cursorOf } from '../base/connection.ts'
import { GraphQLError, getIntrospectionQuery, parse } from '../base/graphql.ts'
import { type Answer, createDoorWorld, id } from '../testing.ts'

let world: Awaited<ReturnType<typeof createDoorWorld>>
const reported: unknown[] = []

beforeAll(async () => {
  world = await createDoorWorld({ onError: (error) => void reported.push(error) })
})
beforeEach(() => {
  world.asked.length = 0
  world.failures.clear()
  reported.length = 0
})
afterAll(() => world.door.stop())

const json = { 'content-type': 'application/json' }
const bodyOf = (query: string) => JSON.stringify({ query })

/** Refused as a whole: this status and code, and no use case was reached. */
async function expectRefused(response: Response, status: number, code: string) {
  const { errors, data } = (await response.json()) as Answer
  expect({ status: response.status, code: errors?.[0]?.extensions?.code }).toEqual({ status, code })
  expect(errors?.[0]?.extensions.requestId).toMatch(/^req_[0-9a-f]{32}$/)
  expect(data).toBeUndefined()
  expect(world.asked).toEqual([])
  return errors ?? []
}

/** Milliseconds of processor time that a deed takes, the least of three times: other processes on the machine do not count. */
async function timed<Result>(deed: () => Promise<Result>): Promise<{ result: Result; milliseconds: number }> {
  let best: { result: Result; milliseconds: number } | undefined
  for (let round = 0; round < 3; round++) {
    const start = process.cpuUsage()
    const result = await deed()
    const { user, system } = process.cpuUsage(start)
    const milliseconds = (user + system) / 1000
    if (!best || milliseconds < best.milliseconds) best = { result, milliseconds }
  }
  if (!best) throw new Error('nothing was timed')
  return best
}

describe('who asks', () => {
  it.each([
    '{ __schema { types { name } } }',
    '{ __type(name: "Query") { name } }',
    '{ a: __schema { types { name } } }',
    'query { ...F } fragment F on Query { __schema { queryType { name } } }',
    '{ __typename }',
    '{ organisation { name } }',
  ])('GQL-01 somebody who has not signed in learns nothing from %s', async (query) => {
    const response = await world.send({ headers: json, body: bodyOf(query) }, world.anonymous())
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    await expectRefused(response, 401, 'unauthenticated')
  })

  it('GQL-01 the address shows no landing page and no schema, to nobody', async () => {
    for (const as of [world.anonymous(), world.context()]) {
      const text = await (await world.send({ method: 'GET', headers: { accept: 'text/html' } }, as)).text()
      expect(text).not.toMatch(/<html|Query|apollo/i)
    }
  })

  it('introspection is for whoever has signed in', async () => {
    const { status, body } = await world.ask(getIntrospectionQuery())
    expect(status).toBe(200)
    expect(body.errors).toBeUndefined()
  })

  it('a reader of the own organisation is answered', async () => {
    const { status, body, headers } = await world.ask('{ organisation { name } viewer { name email via kind } }')
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(body).toEqual({
      data: { organisation: { name: 'Acme' }, viewer: { name: 'Ada', email: 'ada@example.org', via: 'SESSION', kind: 'MEMBER' } },
    })
  })
})

describe('how it is asked', () => {
  it.each([
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    [''],
    ['application/graphql'],
    ['message/http'],
    ['text/plain; application/json'],
    ['application/json, text/plain'],
  ])('GQL-14 GQL-15 a page of another site cannot ask as %j', async (type) => {
    const response = await world.send({
      headers: type ? { 'content-type': type } : {},
      body: new TextEncoder().encode(bodyOf('{ organisation { name } }')),
    })
    await expectRefused(response, 415, 'unsupported_media_type')
  })

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('GQL-16 GQL-15 %s is not a way to ask', async (method) => {
    const request = new Request('https://bonafide.example/api/graphql?query=mutation{revokeOtherSessions{revoked}}', {
      method,
      headers: { 'content-type': 'message/rfc822' },
    })
    const response = await world.door.handle(request, world.context())
    expect(response.headers.get('allow')).toBe('POST')
    await expectRefused(response, 405, 'method_not_allowed')
  })

  it.each(['utf-7', 'utf-16', 'ibm500', 'iso-8859-1', 'utf-8; charset=utf-16'])('GQL-17 charset %s is refused', async (charset) => {
    const response = await world.send({
      headers: { 'content-type': `application/json; charset=${charset}` },
      body: bodyOf('{ organisation { name } }'),
    })
    await expectRefused(response, 415, 'unsupported_media_type')
  })

  it('charset utf-8 is what JSON is anyway', async () => {
    const response = await world.send({
      headers: { 'content-type': 'Application/JSON; charset="UTF-8"' },
      body: bodyOf('{ organisation { name } }'),
    })
    expect(response.status).toBe(200)
  })

  it.each(['gzip', 'gzip, gzip', 'br', 'deflate', 'zstd'])('GQL-18 a body that is compressed (%s) is not unpacked', async (encoding) => {
    const response = await world.send({ headers: { ...json, 'content-encoding': encoding }, body: bodyOf('{ organisation { name } }') })
    await expectRefused(response, 415, 'unsupported_media_type')
  })

  it.each([2, 1000])('GQL-09 a batch of %i operations is refused', async (count) => {
    const response = await world.send({ headers: json, body: JSON.stringify(Array(count).fill({ query: '{ organisation { name } }' })) })
    await expectRefused(response, 400, 'malformed_request')
  })

  it.each([
    ['not JSON', '{ organisation'],
    ['nothing', ''],
    ['null', 'null'],
    ['text', '"query"'],
    ['no query', '{}'],
    ['an empty query', '{"query":" "}'],
    ['a parsed query', JSON.stringify({ query: { kind: 'Document' } })],
    ['variables as text', '{"query":"{viewer{id}}","variables":"{}"}'],
    ['variables as a list', '{"query":"{viewer{id}}","variables":[]}'],
    ['operationName as a number', '{"query":"{viewer{id}}","operationName":1}'],
  ])('a body with %s is malformed', async (_, body) => {
    await expectRefused(await world.send({ headers: json, body }), 400, 'malformed_request')
  })

  it('a body that is not UTF-8 is malformed', async () => {
    await expectRefused(await world.send({ headers: json, body: new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]) }), 400, 'malformed_request')
  })

  it('GQL-19 persisted queries are off', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'ab'.repeat(32) } }
    await expectRefused(await world.send({ headers: json, body: JSON.stringify({ extensions }) }), 400, 'malformed_request')
    const body = JSON.stringify({ query: '{ organisation { name } }', extensions })
    await expectRefused(await world.send({ headers: json, body }), 400, 'malformed_request')
  })
})

describe('how much is asked', () => {
  const refusedQuickly = async (query: string, budgetMs: number) => {
    const { result, milliseconds } = await timed(() => world.send({ headers: json, body: bodyOf(query) }))
    const errors = await expectRefused(result, 400, 'malformed_request')
    expect(milliseconds).toBeLessThan(budgetMs)
    return errors
  }
  const repeat = (count: number, part: (index: number) => string) => Array.from({ length: count }, (_, index) => part(index)).join(' ')

  it('GQL-03 ten thousand times the same field is refused before it is validated', () =>
    refusedQuickly(`{ ${repeat(10_000, () => 'viewer')} }`, 100))

  it('GQL-04 100 × 100 inline fragments are refused before they are validated', () =>
    refusedQuickly(`{ ${repeat(100, () => `...on Query{${repeat(100, () => '...on Query{viewer{id}}')}}`)} }`, 100))

  it.each([
    ['GQL-05 2 001 tokens', `{ ${repeat(1998, () => 'a')} } `],
    ['GQL-05 a selection 5 000 deep', `${'{a'.repeat(5000)}${'}'.repeat(5000)}`],
    ['GQL-05 5 000 directives', `{ viewer ${repeat(5000, () => '@skip(if: true)')} { id } }`],
    ['GQL-05 20 000 aliases', `{ ${repeat(20_000, (index) => `a${index}:b`)} }`],
    ['GQL-07 a thousand unused fragments', `{ viewer { id } } ${repeat(1000, (index) => `fragment F${index} on Viewer { id }`)}`],
  ])('%s are refused at once', async (_, query) => {
    await refusedQuickly(query, 100)
  })

  it.each([
    ['GQL-07 fragments in a circle', '{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }'],
    ['GQL-07 a fragment on a type that cannot be', '{ viewer { ...A } } fragment A on App { id }'],
    ['GQL-13 @defer', '{ viewer { ... @defer { id } } }'],
    ['GQL-13 @stream', '{ members { edges @stream { cursor } } }'],
    ['GQL-13 @skip without a boolean', '{ viewer @skip(if: "yes") { id } }'],
    ['GQL-30 a subscription', 'subscription { exchanges { id } }'],
    ['a definition of a type', 'type Query { a: Int } query { viewer { id } }'],
  ])('%s is refused', async (_, query) => {
    await refusedQuickly(query, 500)
  })

  it('GQL-08 31 aliases are too many, 30 are not', async () => {
    const aliased = (count: number) => `{ ${repeat(count, (index) => `a${index}: organisation { id }`)} }`
    const [error] = await refusedQuickly(aliased(31), 100)
    expect(error?.message).toContain('aliases')
    expect((await world.ask(aliased(30))).status).toBe(200)
  })

  it('GQL-08 tries of a proof are dear: eleven in one operation cost too much', async () => {
    const proof = '{ azureEntra: { jwt: "x" } }'
    const query = `mutation { ${repeat(11, (index) => `a${index}: testExtIdentity(input: { proof: ${proof} }) { userErrors { message } }`)} }`
    const [error] = await refusedQuickly(query, 200)
    expect(error?.message).toContain('cost')
  })

  it('GQL-08 counts over many exchanges are dear', async () => {
    const stats = 'exchangeStats(since: "2026-01-01T00:00:00Z") { accepted }'
    const [error] = await refusedQuickly(`{ ${repeat(26, (index) => `a${index}: ${stats}`)} }`, 200)
    expect(error?.message).toContain('cost')
  })

  it('pages within pages cost what they may answer', async () => {
    const query = (first: string) =>
      `query Q${first === '$n' ? '($n: Int = 100)' : ''} { externalIdentities(first: 100) { edges { node { serviceAccounts(first: ${first}) { edges { node { id } } } } } } }`
    for (const first of ['100', '$n']) {
      const [error] = await expectRefused(await world.send({ headers: json, body: bodyOf(query(first)) }), 400, 'malformed_request')
      expect(error?.message).toContain('cost')
    }
    expect((await world.ask(query('1'))).status).toBe(200)
  })

  it('more than 12 levels of fields are too many, fragments included', async () => {
    const deep = `{ serviceAccounts(first: 1) { edges { node { tokens(first: 1) { edges { node { externalIdentity { serviceAccounts(first: 1) { edges { node { tokens(first: 1) { edges { node { id } } } } } } } } } } } } } }`
    const [error] = await expectRefused(await world.send({ headers: json, body: bodyOf(deep) }), 400, 'malformed_request')
    expect(error?.message).toContain('levels')
  })

  it('GQL-10 a body of more than 256 kB is too large, announced or not', async () => {
    const body = JSON.stringify({ query: '{ viewer { id } }', variables: { list: Array(1_000_000).fill(0) } })
    await expectRefused(await world.send({ headers: json, body }), 413, 'too_large')
    const stream = new Blob([body]).stream()
    await expectRefused(await world.send({ headers: json, body: stream, duplex: 'half' } as RequestInit), 413, 'too_large')
  })

  it('GQL-10 a longer body is read only where nothing is asked for but what takes a file or a deploy', async () => {
    const send = (query: string, characters: number) =>
      world.send({ headers: json, body: JSON.stringify({ query, variables: { dotEnv: 'x'.repeat(characters) } }) })
    const bulk = 'importSecrets(input: { environmentId: "x", dotEnv: "" }) { created }'
    expect((await send(`mutation { ${bulk} }`, 1_000_000)).status).not.toBe(413)
    await expectRefused(await send(`mutation { ${bulk} }`, 4_200_000), 413, 'too_large')
    world.asked.length = 0
    for (const query of [
      `mutation { ${bulk} deleteApp(input: { id: "x" }) { deletedId } }`,
      `mutation { a: ${bulk} b: ${bulk} }`,
      `mutation A { ${bulk} } query B { viewer { id } }`,
      `mutation { ...F } fragment F on Mutation { ${bulk} }`,
      `mutation { ... on Mutation { ${bulk} } }`,
    ]) {
      await expectRefused(await send(query, 300_000), 413, 'too_large')
    }
  })

  it('GQL-05 GQL-10 what is long belongs into variables: a document of a million comments is not even parsed', async () => {
    const long = `mutation { importSecrets(input: { environmentId: "x", dotEnv: "" }) { created } } ${'#\n'.repeat(1_000_000)}`
    const { result, milliseconds } = await timed(() => world.send({ headers: json, body: bodyOf(long) }))
    await expectRefused(result, 413, 'too_large')
    expect(milliseconds).toBeLessThan(500)
  })

  it('GQL-10 variables that nest 10 000 deep, or 10 000 that nobody uses, do no harm', async () => {
    const deep = `${'[['.repeat(5000)}${']]'.repeat(5000)}`
    const { result, milliseconds } = await timed(() =>
      world.send({ headers: json, body: `{"query":"query Q($i: CreateAppInput!) { viewer { id } }","variables":{"i":${deep}}}` }),
    )
    expect(result.status).toBe(400)
    expect(milliseconds).toBeLessThan(500)
    const unused = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`v${index}`, index]))
    expect((await world.ask('{ viewer { id } }', unused)).status).toBe(200)
  })

  it('a caller who asks too often is told when to come back', async () => {
    const busy = await createDoorWorld()
    busy.services.limits.take = async () => 3
    const response = await busy.send({ headers: json, body: bodyOf('{ viewer { id } }') })
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('3')
  })
})

describe('what is asked', () => {
  it.each([
    ['a field', '{ secrt }'],
    ['a nested field', '{ viewer { nam } }'],
    ['an argument', '{ members(frst: 1) { totalCount } }'],
    ['an enum value', '{ externalIdentities(filter: { provider: AWS_IAMM }) { totalCount } }'],
    ['a type', '{ viewer { ... on Viewr { id } } }'],
    ['an input field', 'mutation { createApp(input: { nam: "x" }) { app { id } } }'],
  ])('GQL-02 a mistyped name of %s is not corrected', async (_, query) => {
    const errors = await expectRefused(await world.send({ headers: json, body: bodyOf(query) }), 400, 'malformed_request')
    expect(JSON.stringify(errors)).not.toMatch(/did you mean/i)
  })

  it.each([
    ['an unknown input field', { name: 'x', nam: 'y' }],
    ['__proto__', JSON.parse('{"name":"x","__proto__":{"polluted":true}}')],
    ['constructor', { name: 'x', constructor: { prototype: { polluted: true } } }],
    ['organisationId', { name: 'x', organisationId: id() }],
    ['createdBy', { name: 'x', createdBy: id() }],
  ])('GQL-11 GQL-32 %s in the variables is refused, not suggested and pollutes nothing', async (_, input) => {
    const { status, body } = await world.ask('mutation M($input: CreateAppInput!) { createApp(input: $input) { app { id } } }', { input })
    expect(status).toBe(400)
    expect(body.errors?.[0]?.extensions.code).toBe('malformed_request')
    expect(JSON.stringify(body)).not.toMatch(/did you mean/i)
    expect(world.asked).toEqual([])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('GQL-32 nobody chooses a role, an organisation or an end where the schema has none', async () => {
    for (const extra of ['role: "OWNER"', `organisationId: "${id()}"`, 'expiresAt: "2030-01-01T00:00:00Z"']) {
      const query = `mutation { createServiceAccount(input: { name: "x", roleId: "${id()}", ${extra} }) { serviceAccount { id } } }`
      await expectRefused(await world.send({ headers: json, body: bodyOf(query) }), 400, 'malformed_request')
    }
  })

  it.each([
    ['2^31 for Int', 'query Q($v: Int) { members(first: $v) { totalCount } }', 2 ** 31],
    ['text for Int', 'query Q($v: Int) { members(first: $v) { totalCount } }', '1'],
    ['1.5 for Int', 'query Q($v: Int) { members(first: $v) { totalCount } }', 1.5],
    ['a list for ID', 'query Q($v: ID!) { member(id: $v) { id } }', ['x']],
    ['null for ID!', 'query Q($v: ID!) { member(id: $v) { id } }', null],
    ['an unknown enum value', 'query Q($v: IdentityProviderId) { externalIdentities(filter: { provider: $v }) { totalCount } }', 'aws_iam'],
    [
      'text for Duration',
      'mutation Q($v: Duration) { createServiceAccountToken(input: { serviceAccountId: "x", name: "x", expiresInSeconds: $v }) { token } }',
      '1h',
    ],
    [
      'a fraction for Duration',
      'mutation Q($v: Duration) { createServiceAccountToken(input: { serviceAccountId: "x", name: "x", expiresInSeconds: $v }) { token } }',
      0.5,
    ],
    ['a date without a time', 'query Q($v: DateTime) { exchanges(filter: { since: $v }) { totalCount } }', '2026-01-31'],
    ['a local time', 'query Q($v: DateTime) { exchanges(filter: { since: $v }) { totalCount } }', '2026-01-31T12:00:00'],
    [
      'not an ARN',
      'mutation Q($v: Arn!) { createExtIdentity(input: { name: "x", config: { awsIam: { principals: [$v] } } }) { userErrors { code } } }',
      'web-prod',
    ],
  ])('GQL-12 %s is refused before any resolver runs', async (_, query, v) => {
    const { status, body } = await world.ask(query, { v })
    expect(status).toBe(400)
    expect(body.errors?.[0]?.extensions.code).toBe('malformed_request')
    expect(world.asked).toEqual([])
  })

  it.each([
    ['enum as text', '{ externalIdentities(filter: { provider: "AWS_IAM" }) { totalCount } }'],
    ['1.0 for Int', '{ members(first: 1.0) { totalCount } }'],
    ['text for Int', '{ members(first: "1") { totalCount } }'],
    ['null for ID!', '{ member(id: null) { id } }'],
    [
      'two providers at once',
      'mutation { createExtIdentity(input: { name: "x", config: { awsIam: { principals: [] }, azureEntra: { tenantId: "x", allowedServicePrincipalIds: [] } } }) { userErrors { code } } }',
    ],
    ['no provider', 'mutation { createExtIdentity(input: { name: "x", config: {} }) { userErrors { code } } }'],
  ])('GQL-12 R-051 %s in the document is refused', async (_, query) => {
    await expectRefused(await world.send({ headers: json, body: bodyOf(query) }), 400, 'malformed_request')
  })

  it('GQL-12 a number for ID reaches no store', async () => {
    const { body } = await world.ask('query Q($v: ID!) { member(id: $v) { id } }', { v: 7 })
    expect(body.errors?.[0]?.extensions.code).toBe('malformed_request')
    expect(world.asked).toEqual([])
  })

  it('GQL-20 with two operations one must be named, and that one alone runs', async () => {
    const query = 'query Harmless { organisation { name } } mutation Other { revokeOtherSessions { revoked } }'
    await expectRefused(await world.send({ headers: json, body: bodyOf(query) }), 400, 'malformed_request')
    const unknown = await world.ask(query, undefined, { operationName: 'Third' })
    expect(unknown.status).toBe(400)
    expect(world.asked).toEqual([])
    const named = await world.ask(query, undefined, { operationName: 'Harmless' })
    expect(named.body.data).toEqual({ organisation: { name: 'Acme' } })
    expect(world.asked).toEqual(['organisations.findOrganisation'])
  })

  it.each([
    ['a cursor of another list', cursorOf('apps', 'createdAt.desc', null, id())],
    ['a cursor of another order', cursorOf('exchanges', 'createdAt.asc', null, id())],
    ['a plain id', id()],
    ['a cursor with something behind it', `${cursorOf('exchanges', 'createdAt.desc', null, id())}=`],
    ['an injected one', cursorOf('exchanges', 'createdAt.desc', null, "' or 1=1")],
    ['a huge one', 'A'.repeat(10_000)],
  ])('GQL-24 %s is refused', async (_, after) => {
    const { body } = await world.ask('query Q($after: String) { exchanges(after: $after) { totalCount } }', { after })
    expect(body.errors?.[0]?.extensions.code).toBe('malformed_request')
    expect(world.asked).toEqual([])
  })

  it.each([-1, 0, 101, 1_000_000_000])('GQL-24 a page of %i is refused', async (first) => {
    const { body } = await world.ask(
      'query Q($first: Int) { exchanges(first: $first) { totalCount } roles(first: $first) { totalCount } }',
      { first },
    )
    for (const error of body.errors ?? []) expect(error.extensions.code).toBe('malformed_request')
    expect(body.data ?? null).not.toMatchObject({ exchanges: { totalCount: expect.anything() } })
    expect(world.asked.filter((call) => call === 'exchanges.list')).toEqual([])
  })

  it('GQL-24 a page has one size: first and last together are refused', async () => {
    const { body } = await world.ask('{ exchanges(first: 1, last: 1) { totalCount } }')
    expect(body.errors?.[0]?.extensions.code).toBe('malformed_request')
    expect(world.asked).toEqual([])
  })

  it('what is read backwards costs as much', async () => {
    const document =
      'query Q($first: Int) { serviceAccounts(first: $first, last: 100) { edges { node { tokens(last: 100) { edges { node { id } } } } } } }'
    await expectRefused(await world.send({ headers: json, body: bodyOf(document) }), 400, 'malformed_request')
    expect(world.asked).toEqual([])
  })
})

describe('what goes wrong inside', () => {
  it.each([
    [
      'a database error',
      Object.assign(new Error('duplicate key value violates unique constraint "members_email"'), {
        code: '23505',
        detail: 'Key (email)=(ada)',
      }),
    ],
    ['a TypeError', new TypeError("Cannot read properties of undefined (reading 'secret')")],
    [
      'a GraphQLError with internals',
      new GraphQLError('select * from members', { extensions: { code: 'OOPS', stacktrace: ['at db.ts:1'] } }),
    ],
    ['something that is no error', 'password123'],
    ['a RangeError', new RangeError('Maximum call stack size exceeded')],
  ])('GQL-29 %s is hidden, numbered and reported', async (_, failure) => {
    world.failures.set('organisations.findOrganisation', failure)
    const { status, text, body } = await world.ask('{ organisation { name } }')
    expect(status).toBe(500)
    const [error] = body.errors ?? []
    expect(error?.extensions).toMatchObject({ code: 'internal_error', status: 500, requestId: expect.stringMatching(/^req_/) })
    expect(text).not.toMatch(/duplicate|members|secret|select|OOPS|stack|\.ts|password/i)
    expect(reported).toHaveLength(1)
  })

  it('GQL-28 one forbidden field does not take the others along, and says only which right is missing', async () => {
    const narrow = world.role(null, { organisation: { ExternalIdentities: ['read'] }, app: {} })
    world.identities.push(identityRow())
    const query =
      '{ organisation { name } externalIdentities { edges { node { name serviceAccounts { totalCount } } } } members { totalCount } }'
    const { status, body } = await world.ask(query, undefined, { as: world.context(narrow) })
    expect(status).toBe(200)
    expect(body.data).toEqual({
      organisation: { name: 'Acme' },
      externalIdentities: { edges: [{ node: { name: 'CI', serviceAccounts: null } }] },
      members: null,
    })
    expect(body.errors?.map(({ path, extensions }) => [path?.join('.'), extensions.code]).sort()).toEqual([
      ['externalIdentities.edges.0.node.serviceAccounts', 'forbidden'],
      ['members', 'forbidden'],
    ])
    expect(JSON.stringify(body.errors?.map(({ message }) => message))).not.toMatch(/[0-9]/)
    world.identities.length = 0
  })

  it('GQL-33 a failure has one status, whatever the client accepts', async () => {
    const failing: [string, number][] = [
      ['{ nothing }', 400],
      ['mutation { createApp(input: {name: "x"}) { app { id } } }', 403],
      ['mutation { deleteExtIdentity(input: {id: "00000000-0000-7000-8000-000000000000"}) { deletedId } }', 404],
    ]
    const narrow = world.context(world.role(null, { organisation: { ExternalIdentities: ['delete'] }, app: {} }))
    for (const [query, status] of failing) {
      for (const accept of ['application/json', 'application/graphql-response+json']) {
        const answer = await world.ask(query, undefined, { as: narrow, accept })
        expect([query, answer.status]).toEqual([query, status])
        expect(answer.headers.get('content-type')).toBe(`${accept}; charset=utf-8`)
        expect(answer.body.errors?.[0]?.extensions.status).toBe(status)
      }
    }
  })

  it('what can be mended is told beside the result: field, code, sentence and hint', async () => {
    world.failures.set('externalIdentities.find', new DomainError('server_keys_required', 'Switch it on.'))
    const { status, body } = await world.ask(
      'mutation { deleteExtIdentity(input: {id: "00000000-0000-7000-8000-000000000000"}) { deletedId userErrors { field code message hint } } }',
    )
    expect(status).toBe(200)
    expect(body.data?.deleteExtIdentity).toEqual({
      deletedId: null,
      userErrors: [{ field: null, code: 'server_keys_required', message: 'Switch it on.', hint: expect.stringContaining('useServerKeys') }],
    })
  })

  it('a platform that is away is a failure of the request, with the seconds to wait', async () => {
    world.failures.set('organisations.findOrganisation', new DomainError('unavailable', 'Later.', { retryAfterSeconds: 7 }))
    const { status, headers, body } = await world.ask('{ organisation { name } }')
    expect(status).toBe(503)
    expect(headers.get('retry-after')).toBe('7')
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'unavailable', retryAfterSeconds: 7 })
  })
})

describe('nested fields', () => {
  it('the identities of a whole page of exchanges, and the roles of a whole page of accounts, are looked up at once', async () => {
    world.accounts.push(...Array.from({ length: 20 }, accountRow))
    const { body } = await world.ask('{ serviceAccounts { edges { node { role { name } } } } }')
    expect(body.errors).toBeUndefined()
    expect(world.asked).toEqual(['serviceAccounts.list', 'organisations.listRoles'])
    world.accounts.length = 0
  })
})

describe('in process', () => {
  it('a document is executed for whoever the context says, parsed or not', async () => {
    for (const document of ['{ organisation { name } }', parse('{ organisation { name } }')]) {
      expect(await world.door.execute({ document, context: world.context() })).toMatchObject({ data: { organisation: { name: 'Acme' } } })
    }
    await expect(world.door.execute({ document: '{ organisation { name } }', context: world.anonymous() })).rejects.toMatchObject({
      code: 'unauthenticated',
    })
  })
})

const now = new Date()
const identityRow = () => ({
  id: id(),
  organisationId: world.organisationId,
  provider: 'aws_iam' as const,
  name: 'CI',
  description: '',
  config: {},
  tokenName: 'aws-iam',
  defaultTtlSeconds: 3600,
  maxTtlSeconds: 86_400,
  enabled: true,
  reportOnlySince: null,
  simulated: false,
  version: 1,
  createdAt: now,
  updatedAt: now,
})
const accountRow = () => ({
  id: id(),
  organisationId: world.organisationId,
  name: 'worker',
  roleId: world.owner.id,
  identityKey: '',
  serverWrappedKeyring: null,
  simulated: false,
  disabledAt: null,
  createdAt: now,
  updatedAt: now,
})

import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { createApp, listEnvironments, type ServiceAccount } from '@bonafide/core'
import {
  buildSchema,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  isScalarType,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { awsRoute, azureRoute } from './refusals.ts'
import { createWorld, post, type World } from './world.ts'

/** Group H where it is about what arrives: strings, bodies, paths and methods that no client of ours sends. */

let world: World
let account: ServiceAccount
let appId: string
let environmentId: string

beforeAll(async () => {
  world = await createWorld()
  account = await world.account()
  await world.awsIdentity(account.id)
  appId = (await createApp({ name: 'shop' }, world.owner.context)).id
  const [environment] = await listEnvironments({ appId }, world.owner.context)
  environmentId = environment?.id ?? ''
})
afterAll(() => world.close())

const asOwner = () => ({ authorization: `Bearer Session ${world.owner.sessionToken}` })
const tables = ['service_account_tokens', 'service_accounts', 'external_identities', 'members', 'secrets', 'apps', 'invites', 'exchanges']
const countAll = () => Promise.all(tables.map((table) => world.count(table)))
const nul = 'a\u0000b'

describe('OPS-24: NUL in a string is malformed, never a failure of the database', () => {
  // The committed contract; `codegen --check` holds it to the SDL.
  const schema = buildSchema(readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'))
  const uuid = '0190a5b0-7b1c-7000-8000-000000000001'
  const samples: Record<string, unknown> = {
    ID: uuid,
    UUID: uuid,
    String: 'text',
    Int: 3600,
    Float: 1,
    Boolean: true,
    Duration: 3600,
    DateTime: '2026-01-01T00:00:00Z',
    URL: 'https://sts.amazonaws.com',
    Arn: 'arn:aws:iam::111122223333:role/app',
    JSON: {},
  }
  const neverText = new Set(['Int', 'Float', 'Boolean', 'JSON'])

  /** Ways to every scalar of text below an argument. */
  function textPaths(type: GraphQLInputType, seen: readonly string[] = []): string[][] {
    if (isNonNullType(type) || isListType(type)) return textPaths(type.ofType, seen)
    if (isScalarType(type)) return neverText.has(type.name) ? [] : [[]]
    if (!isInputObjectType(type) || seen.includes(type.name)) return []
    return Object.values(type.getFields()).flatMap((field) =>
      textPaths(field.type, [...seen, type.name]).map((path) => [field.name, ...path]),
    )
  }

  /** A plausible value of the type, with NUL at the end of the path. */
  function sample(type: GraphQLInputType, path: readonly string[] | null): unknown {
    if (isNonNullType(type)) return sample(type.ofType, path)
    if (isListType(type)) return [sample(type.ofType, path)]
    if (isEnumType(type)) return type.getValues()[0]?.name
    if (isScalarType(type)) return path ? nul : samples[type.name]
    if (!isInputObjectType(type)) return undefined
    const fields = Object.values(type.getFields()).filter((field) => field.name === path?.[0] || isRequiredInputField(field))
    return Object.fromEntries(
      fields.map((field) => [field.name, sample(field.type, field.name === path?.[0] ? (path?.slice(1) ?? null) : null)]),
    )
  }

  const kinds = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
  ] as const
  const places = kinds.flatMap(([kind, root]) =>
    Object.values(root?.getFields() ?? {}).flatMap((field) =>
      field.args.flatMap((argument) => textPaths(argument.type).map((path) => ({ kind, field, argument, path }))),
    ),
  )

  it('finds the places', () => expect(places.length).toBeGreaterThan(150))

  it('in every argument of GraphQL', async () => {
    const before = await countAll()
    const failures: string[] = []
    for (const { kind, field, argument, path } of places) {
      const needed = field.args.filter((other) => other === argument || isNonNullType(other.type))
      const declared = needed.map((other) => `$${other.name}: ${other.type}`).join(', ')
      const given = needed.map((other) => `${other.name}: $${other.name}`).join(', ')
      const selection = kind === 'mutation' ? '{ userErrors { code } }' : isLeafType(getNamedType(field.type)) ? '' : '{ __typename }'
      const query = `${kind}(${declared}) { ${field.name}(${given}) ${selection} }`
      const variables = Object.fromEntries(needed.map((other) => [other.name, sample(other.type, other === argument ? path : null)]))
      const { status, text, json } = await post(`${world.node.url}/api/graphql`, { query, variables }, asOwner())
      const code = json?.errors?.[0]?.extensions?.code ?? json?.data?.[field.name]?.userErrors?.[0]?.code
      if (status >= 500 || code === 'internal_error' || code === undefined) {
        failures.push(`${field.name}(${argument.name}.${path.join('.')}): ${status} ${text.slice(0, 200)}`)
      }
    }
    expect(failures).toEqual([])
    expect(await countAll()).toEqual(before)
  }, 60_000)

  const proof = () => world.awsBody(world.role(), account.id) as unknown as Record<string, Record<string, string>>
  const secret = { key: 'KEY', value: 'v', comment: 'c', path: '/', tags: ['t'] }
  const keys = { keyDigest: 'x', ...secret }
  const bodies: [string, string, () => Record<string, unknown>][] = [
    ['POST', '/api/auth/sign-in', () => ({ email: 'a@example.org', authHash: 'a'.repeat(64) })],
    [
      'POST',
      '/api/auth/setup',
      () => ({
        code: 'c',
        email: 'a@example.org',
        fullName: 'A',
        organisationName: 'O',
        authHash: 'a'.repeat(64),
        identityKey: 'k',
        wrappedKeyring: 'w',
        wrappedRecovery: 'r',
      }),
    ],
    [
      'POST',
      '/api/auth/accept-invite',
      () => ({ code: 'c', fullName: 'A', authHash: 'a'.repeat(64), identityKey: 'k', wrappedKeyring: 'w', wrappedRecovery: 'r' }),
    ],
    ['POST', '/api/auth/invite', () => ({ code: 'c' })],
    ['POST', awsRoute, proof],
    ['POST', azureRoute, () => ({ account: { type: 'service', id: account.id }, azureEntra: { jwt: 'x' } })],
    ['POST', `/service/public/v1/secrets/?app_id={app}&env=development`, () => ({ secrets: [secret] })],
    ['PUT', `/service/public/v1/secrets/?app_id={app}&env=development`, () => ({ secrets: [{ id: uuid, ...secret }] })],
    ['DELETE', `/service/public/v1/secrets/?app_id={app}&env=development`, () => ({ secrets: [uuid] })],
    ['POST', '/service/secrets/', () => ({ secrets: [keys] })],
    ['PUT', '/service/secrets/', () => ({ secrets: [{ id: uuid, ...keys }] })],
    ['DELETE', '/service/secrets/', () => ({ secrets: [uuid] })],
  ]

  /** Copies of a JSON value, each with one of its strings spoilt. */
  function spoilt(value: unknown): unknown[] {
    if (typeof value === 'string') return [nul]
    if (Array.isArray(value)) return value.flatMap((item, index) => spoilt(item).map((bad) => value.with(index, bad)))
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value).flatMap(([name, inner]) => spoilt(inner).map((bad) => ({ ...value, [name]: bad })))
  }

  it.each(bodies)('in every field of %s %s', async (method, path, make) => {
    const before = await countAll()
    const statuses = new Set<number>()
    for (const body of spoilt(make())) {
      const needsOwner = path.includes('secrets')
      const response = await fetch(`${world.node.url}${path.replace('{app}', appId)}`, {
        method,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...(needsOwner ? { ...asOwner(), environment: environmentId } : {}) },
      })
      statuses.add(response.status)
      expect(response.status, `${JSON.stringify(body)} ${await response.text()}`).toBeLessThan(500)
    }
    for (const status of statuses) expect([400, 401, 404]).toContain(status)
    // A refused exchange that names an account leaves a row, for its administrator.
    expect((await countAll()).slice(0, -1)).toEqual(before.slice(0, -1))
  })

  it.each(['app_id', 'env', 'key', 'path', 'tags', 'secret_id'])('in the query parameter %s', async (name) => {
    const query = new URLSearchParams({ app_id: appId, env: 'development', [name]: nul })
    for (const path of ['/service/public/v1/secrets/', '/service/secrets/']) {
      const response = await fetch(`${world.node.url}${path}?${query}`, { headers: asOwner() })
      expect(response.status, await response.text()).toBeLessThan(500)
    }
  })
})

describe('bodies', () => {
  it.each([
    ['UTF-16', Buffer.from('{"account":{}}', 'utf16le')],
    ['a byte order mark', Buffer.from('\ufeff{}')],
    ['garbage behind', Buffer.from('{}x')],
    ['two documents', Buffer.from('{}{}')],
    ['65 levels', Buffer.from('['.repeat(65) + ']'.repeat(65))],
  ])('OPS-25 %s is malformed at every door', async (_, body) => {
    for (const path of [awsRoute, azureRoute, '/api/auth/sign-in', '/service/public/v1/secrets/?env=x']) {
      const headers = {
        'content-type': 'application/json',
        ...(path.includes('secrets') ? { ...asOwner(), environment: environmentId } : {}),
      }
      const response = await fetch(`${world.node.url}${path}`, { method: 'POST', body, headers })
      expect(response.status, `${path} ${await response.text()}`).toBe(400)
    }
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json; charset=utf-7'])(
    'OPS-25 %s is not taken where a browser could be made to send it',
    async (type) => {
      const sessions = await world.count('sessions')
      const response = await fetch(`${world.node.url}/api/graphql`, {
        method: 'POST',
        body: '{"query":"mutation { revokeOtherSessions { __typename } }"}',
        headers: { 'content-type': type, cookie: `__Host-bonafide=${world.owner.sessionToken}` },
      })
      expect([400, 403, 415]).toContain(response.status)
      expect(await world.count('sessions where revoked_at is null')).toBeLessThanOrEqual(sessions)
    },
  )

  it('OPS-22 an endless chunked body is cut off at the limit', async () => {
    const { port } = new URL(world.node.url)
    const answer = await new Promise<{ text: string; sent: number }>((resolve) => {
      let [text, sent] = ['', 0]
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(`POST ${awsRoute} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`)
        pump()
      })
      const chunk = `4000\r\n${' '.repeat(0x4000)}\r\n`
      function pump() {
        while (!socket.destroyed && text === '' && socket.write(chunk)) sent += 0x4000
        if (!socket.destroyed && text === '') socket.once('drain', pump)
        else socket.end()
      }
      socket.on('data', (data) => {
        text += data
        socket.destroy()
      })
      socket.on('error', () => undefined)
      socket.on('close', () => resolve({ text, sent }))
    })
    expect(answer.text).toMatch(/^HTTP\/1\.1 413 /)
    expect(answer.text.toLowerCase()).toContain('connection: close')
  })
})

/** The status for a target that no URL parser has tidied up. */
const raw = (path: string, method = 'GET', headers: Record<string, string> = {}) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(world.node.url)
    const sent = httpRequest({ hostname, port, path, method, headers }, (response) => {
      let text = ''
      response.on('data', (data) => {
        text += data
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    sent.on('error', reject)
    sent.end()
  })

describe('paths and methods', () => {
  const targets = (app: string) => [
    '/service/health/..%2f..%2fsecrets/tokens/',
    '/service/..%2fsecrets/tokens/',
    '/service/%2e%2e/secrets/tokens/',
    '/service/secrets%2ftokens/',
    '/service/secrets/tokens%00/',
    '/service/secrets/tokens/%00',
    '/service/secrets\\tokens\\',
    '/service/secrets/tokens%c0%af',
    '/service/secrets/%252e%252e/tokens/',
    '/service/secrets/tokens;x/',
    '/SERVICE/SECRETS/TOKENS/',
    `/service/public/v1/secrets/%2e%2e/secrets/?app_id=${app}&env=development`,
    `/service/public/v1/secrets/?app_id=${app}%2f..&env=development`,
    `/service/public/v1/secrets/?app_id=${app}%00&env=development`,
    '/api/graphql%00',
    '/api/graphql/../auth/sign-in',
  ]
  it('OPS-26 no spelling of a path gets more than its canonical form', async () => {
    for (const target of targets(appId)) {
      const { status, text } = await raw(target)
      expect([400, 401, 404, 405], `${target}: ${status}`).toContain(status)
      expect(text).not.toMatch(/SELECT|node_modules|at \w+ \(/)
    }
  })

  it('OPS-26 an id with an encoded slash or dot is the id of nothing', async () => {
    for (const id of [`${environmentId}%2f`, `${environmentId}%00`, `..%2f${environmentId}`, `${environmentId}.`]) {
      const { status } = await raw('/service/secrets/', 'GET', { ...asOwner(), environment: id })
      expect([401, 404]).toContain(status)
    }
  })

  it('OPS-27 a method hidden in a header or a parameter is ignored', async () => {
    const before = await countAll()
    const hidden = { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE', 'x-http-method': 'DELETE' }
    const target = `/service/public/v1/secrets/?app_id=${appId}&env=development&_method=DELETE`
    expect((await raw(target, 'GET', { ...asOwner(), ...hidden })).status).toBe(200)
    expect((await raw(`${awsRoute}?_method=POST`, 'GET', hidden)).status).toBe(405)
    expect(await countAll()).toEqual(before)
  })
})

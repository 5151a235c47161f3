// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how references are written
import { request as httpRequest } from 'node:http'
import { createSecrets, setAccountAccess, setMemberAccess } from '@bonafide/core'
import { encryptTo, environmentKeyPair, keyDigest } from '@bonafide/crypto'
import Phase from '@phase.dev/phase-node'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createWireWorld } from './secrets-world.ts'

type World = Awaited<ReturnType<typeof createWireWorld>>
let world: World
let home: Awaited<ReturnType<World['organisation']>>
let account: Awaited<ReturnType<typeof home.account>>
let developer: typeof account
let app: Awaited<ReturnType<World['app']>>

beforeAll(async () => {
  world = await createWireWorld()
  home = await world.organisation()
  account = await home.account()
  developer = await home.member(await home.managed('developer'))
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})
beforeEach(async () => {
  app = await world.app(home.owner, { environments: ['Development', 'Production'] })
  const environmentIds = [app.environmentId]
  await setAccountAccess({ serviceAccountId: account.id, environmentIds }, home.owner.context)
  await setMemberAccess({ memberId: developer.id, environmentIds }, home.owner.context)
})

const bearer = ({ token }: { token: string }) => `Bearer ${token.startsWith('pss_user') ? 'User' : 'ServiceAccount'} ${token.split(':')[2]}`

interface Sent {
  method?: string
  headers?: Record<string, string>
  body?: string
}

interface Answer {
  status: number
  reason: string
  headers: Record<string, string | string[] | undefined>
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of the body, it says itself
  json: any
}

/** The part of the SDK that is used here; its own types leave out what its answers hold. */
interface Sdk {
  init(): Promise<unknown>
  get(options: object): Promise<Record<string, string>[]>
  create(options: object): Promise<unknown>
  update(options: object): Promise<unknown>
  delete(options: object): Promise<unknown>
}
const sdk = (token: string) => new Phase(token, world.url) as unknown as Sdk

/** Sends exactly these bytes: no client in between that tidies headers up. */
function send(path: string, { method = 'GET', headers = {}, body }: Sent = {}) {
  return new Promise<Answer>((resolve, reject) => {
    const length: Record<string, string> = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const outgoing = httpRequest(`${world.url}${path}`, { method, headers: { ...length, ...headers } }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk) => chunks.push(chunk))
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        const json = /json/.test(answer.headers['content-type'] ?? '') && text ? JSON.parse(text) : null
        resolve({ status: answer.statusCode ?? 0, reason: answer.statusMessage ?? '', headers: answer.headers, text, json })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

const { publicKey } = environmentKeyPair('2'.repeat(64))
const sealed = (text: string) => encryptTo(publicKey, text, (length) => crypto.getRandomValues(new Uint8Array(length)))
const draft = (key: string, more: object = {}) => ({
  key: sealed(key),
  keyDigest: keyDigest(key, 's'),
  value: sealed('v'),
  comment: '',
  ...more,
})
const auth = (somebody = account, more: Record<string, string> = {}) => ({
  authorization: bearer(somebody),
  environment: app.environmentId,
  ...more,
})
const write = (method: string, secrets: unknown, headers = auth()) =>
  send('/service/secrets/', { method, headers, body: JSON.stringify({ secrets }) })
const read = async (headers = auth()) => (await send('/service/secrets/', { headers })).json

describe('GET /service/secrets/tokens/', () => {
  it('is snake case whatever is asked, and never cached', async () => {
    const answer = await send('/service/secrets/tokens/', { headers: { authorization: bearer(account), 'x-use-camel-case': 'true' } })
    expect(answer).toMatchObject({ status: 200, json: { account_id: account.id, apps: expect.any(Array) } })
    expect(answer.headers['cache-control']).toMatch(/no-store/)
    expect(answer.headers.etag).toBeUndefined()
    expect(await send('/secrets/tokens/', { headers: { authorization: `Bearer ${account.token}` } })).toMatchObject({ status: 200 })
  })

  it.each([
    ['no header', {}, 401],
    ['a dead token', { authorization: `Bearer ServiceAccount ${'0'.repeat(64)}` }, 403],
    ['a malformed one', { authorization: 'Bearer  pss_service:v2:x' }, 403],
  ])('with %s is refused in JSON that names an error', async (_, headers, status) => {
    const answer = await send('/service/secrets/tokens/', { headers })
    expect(answer).toMatchObject({ status, json: { error: expect.any(String) } })
  })

  it('knows no path without its slash, and no other method', async () => {
    expect(await send('/service/secrets/tokens', { headers: auth() })).toMatchObject({ status: 404 })
    expect(await send('/service/secrets/tokens/', { method: 'POST', headers: auth(), body: '{}' })).toMatchObject({ status: 405 })
    expect(await send('//service/secrets/tokens/', { headers: auth() })).toMatchObject({ status: 200 })
  })
})

describe('/service/secrets/', () => {
  it('writes with exactly 200 and nothing, whatever the content type', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain;charset=UTF-8', 'application/json']) {
      const created = await write('POST', [draft(type)], auth(account, { 'content-type': type }))
      expect(created).toMatchObject({ status: 200, text: '' })
    }
    const [first] = await read()
    expect(await write('PUT', [{ id: first.id, ...draft('other') }])).toMatchObject({ status: 200, text: '' })
    expect(await write('DELETE', [first.id])).toMatchObject({ status: 200, text: '' })
    expect(await write('DELETE', [world.id()])).toMatchObject({ status: 200, text: '' })
    expect(await read()).toHaveLength(2)
  })

  it('takes null for an empty file, and ten megabytes', async () => {
    expect(await write('POST', null)).toMatchObject({ status: 200, text: '' })
    const one = draft('big')
    const many = Array.from({ length: 5000 }, (_, index) => ({
      ...one,
      keyDigest: keyDigest(`${index}`, 's'),
      value: one.value + 'A'.repeat(1200),
    }))
    expect(await write('POST', many)).toMatchObject({ status: 200 })
    expect(await write('POST', 'x'.repeat(11_000_000))).toMatchObject({ status: 413 })
  })

  it('answers in either spelling, and filters by headers however they are written', async () => {
    await write('POST', [draft('A', { path: '/ünï', tags: ['t'] }), draft('B')])
    expect((await read())[0]).toHaveProperty('key_digest')
    expect((await read(auth(account, { 'x-use-camel-case': 'true' })))[0]).toHaveProperty('keyDigest')
    expect((await read(auth(account, { 'x-use-camel-case': 'True' })))[0]).toHaveProperty('key_digest')
    expect(await read(auth(account, { KeyDigest: '', Path: '/' }))).toHaveLength(1)
    expect(await read(auth(account, { keydigest: keyDigest('A', 's') }))).toHaveLength(1)
    expect(await read(auth(account, { PATH: Buffer.from('ünï/').toString('latin1') }))).toHaveLength(1)
    expect(await read(auth(account, { Tags: 't,unknown' }))).toHaveLength(1)
    expect(await read(auth(account, { tags: 'unknown', dynamic: 'true', lease: 'true' }))).toHaveLength(0)
    const [{ id }] = await read()
    for (const name of ['secret_id', 'Secret-Id']) {
      expect((await send('/service/secrets/', { headers: { authorization: bearer(account), [name]: id } })).json).toHaveLength(2)
    }
    const query = `?app_id=${app.id}&env=DEVELOPMENT`
    expect((await send(`/service/secrets/${query}`, { headers: { authorization: bearer(account) } })).json).toHaveLength(2)
    expect(
      (await send(`/service/secrets/${query.replace('app_id', 'appId')}`, { headers: { authorization: bearer(account) } })).json,
    ).toHaveLength(2)
  })

  it('1.4 tells an unknown environment from one without access as clients expect', async () => {
    const closed = app.environments[1]?.id ?? ''
    const status = async (somebody: typeof account, environment: string) =>
      (await send('/service/secrets/', { headers: { authorization: bearer(somebody), environment } })).status
    expect([await status(account, world.id()), await status(account, 'nonsense'), await status(account, closed)]).toEqual([401, 401, 401])
    expect([await status(developer, world.id()), await status(developer, closed)]).toEqual([401, 403])
    const named = async (query: string) =>
      (await send(`/service/secrets/?${query}`, { headers: { authorization: bearer(account) } })).status
    expect([
      await named(`app_id=${world.id()}&env=x`),
      await named(`app_id=${app.id}&env=x`),
      await named(`app_id=x&env=x`),
      await named(''),
    ]).toEqual([404, 404, 404, 400])
    const secret = async (id: string) =>
      (await send('/service/secrets/', { headers: { authorization: bearer(account), 'secret-id': id } })).status
    const away = await world.organisation()
    const theirs = await world.app(away.owner)
    const [foreign] = await createSecrets({ environmentId: theirs.environmentId, secrets: [{ key: 'A', value: '' }] }, away.owner.context)
    expect([await secret(world.id()), await secret(foreign?.id ?? '')]).toEqual([404, 404])
    const none = await send('/service/secrets/', { headers: { environment: closed } })
    expect(none).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' }, json: { error: expect.any(String) } })
  })

  it('refuses what is wrong with a code and a sentence', async () => {
    await write('POST', [draft('A')])
    const [{ id }] = await read()
    expect(await write('POST', [draft('A')])).toMatchObject({ status: 409, reason: 'Conflict', json: { error: expect.any(String) } })
    expect(await write('POST', [draft('X'), draft('X')])).toMatchObject({ status: 409 })
    expect(await write('POST', [draft('X', { value: 'plain' })])).toMatchObject({ status: 400 })
    expect(await write('PUT', [{ id: world.id() }])).toMatchObject({ status: 404 })
    expect(await write('PUT', [{ ...draft('X') }])).toMatchObject({ status: 400 })
    for (const body of ['', 'null', '[]', '{}', '{"secrets":{}}', 'not json', '\ufeff{}']) {
      expect(await send('/service/secrets/', { method: 'POST', headers: auth(), body }), body).toMatchObject({
        status: 400,
        json: { error: expect.any(String) },
      })
    }
    expect(await read()).toMatchObject([{ id, version: 1 }])
  })

  it('1.5 OPS-27 knows no other methods, and no overriding of them', async () => {
    for (const method of ['PATCH', 'OPTIONS'])
      expect(await send('/service/secrets/', { method, headers: auth() })).toMatchObject({ status: 403 })
    await write('POST', [draft('A')])
    const [{ id }] = await read()
    await send('/service/secrets/', {
      headers: auth(account, { 'x-http-method-override': 'DELETE' }),
      method: 'GET',
      body: JSON.stringify({ secrets: [id] }),
    })
    expect(await read()).toHaveLength(1)
  })

  it('TOK-35 HEAD and ranges show nothing to nobody', async () => {
    await write('POST', [draft('A')])
    expect(await send('/service/secrets/', { method: 'HEAD', headers: { environment: app.environmentId } })).toMatchObject({
      status: 401,
      text: '',
    })
    const ranged = await send('/service/secrets/', { headers: auth(account, { range: 'bytes=0-3' }) })
    expect(ranged.status).toBe(200)
    expect(ranged.headers['cache-control']).toMatch(/no-store/)
  })

  it('overrides are the PAT holder’s alone', async () => {
    await write('POST', [draft('A', { override: { value: sealed('mine'), isActive: true } })], auth(developer))
    expect((await read(auth(developer)))[0].override).toMatchObject({ is_active: true, value: expect.stringMatching(/^ph:v1:/) })
    expect((await read(auth(developer, { 'x-use-camel-case': 'true' })))[0].override).toHaveProperty('isActive', true)
    expect((await read())[0].override).toBeNull()
  })
})

describe('/service/public/v1/secrets/', () => {
  const routes = ['/service/public/v1/secrets/', '/v1/secrets/', '/public/v1/secrets/', '/service/v1/secrets/']
  const call = (method: string, secrets?: unknown, query = '', route = routes[0]) =>
    send(`${route}?app_id=${app.id}&env=development${query}`, {
      method,
      headers: { authorization: bearer(account), 'content-type': 'application/json' },
      body: secrets === undefined ? undefined : JSON.stringify({ secrets }),
    })

  it('is what Terraform does: create, conflict, read by key, change, delete', async () => {
    const created = await call('POST', [{ key: 'k', value: 'v', path: '/' }])
    expect(created).toMatchObject({
      status: 200,
      json: [
        {
          key: 'K',
          value: 'v',
          comment: '',
          path: '/',
          tags: [],
          version: 1,
          override: null,
          lifecycle: 'static',
          type: 'secret',
          folder: null,
          environment: app.environmentId,
        },
      ],
    })
    expect(Object.keys(created.json[0])).toEqual([
      'id',
      'key',
      'value',
      'comment',
      'tags',
      'override',
      'type',
      'lifecycle',
      'environment',
      'folder',
      'path',
      'keyDigest',
      'version',
      'createdAt',
      'updatedAt',
    ])
    expect(await call('POST', [{ key: 'K', value: 'x', id: 'ignored' }])).toMatchObject({ status: 409, reason: 'Conflict' })
    for (const route of routes) expect((await call('GET', undefined, '&key=k', route)).json).toEqual(created.json)
    const [{ id }] = created.json
    expect(await call('PUT', [{ id, value: 'w' }])).toMatchObject({ status: 200, json: [{ id, value: 'w', version: 2 }] })
    expect(await call('DELETE', [id])).toMatchObject({ status: 200, json: { message: 'Deleted 1 secret(s)' } })
    expect(await call('GET')).toMatchObject({ status: 200, json: [] })
  })

  it('lists the root first, and resolves references', async () => {
    await call('POST', [
      { key: 'A', value: 'deep', path: '/x/y' },
      { key: 'A', value: 'mid', path: '/x' },
      { key: 'A', value: 'top-${B}' },
      { key: 'B', value: 'b', tags: ['t'] },
    ])
    expect((await call('GET', undefined, '&key=a')).json.map(({ value }: { value: string }) => value)).toEqual(['top-b', 'mid', 'deep'])
    expect((await call('GET', undefined, '&path=/x/')).json).toHaveLength(1)
    expect((await call('GET', undefined, '&tags=t,u')).json).toHaveLength(1)
  })

  it('refuses bad bodies, unknown ids and other methods', async () => {
    const status = async (method: string, secrets: unknown) => (await call(method, secrets)).status
    expect([
      await status('POST', []),
      await status('POST', [{ key: '', value: '' }]),
      await status('POST', [{ key: 'A' }]),
      await status('POST', [{ key: 'A', value: 1 }]),
    ]).toEqual([400, 400, 400, 400])
    expect([
      await status('POST', [{ key: 'A', value: '', type: 'x' }]),
      await status('POST', [{ key: 'A', value: '', override: {} }]),
    ]).toEqual([400, 400])
    expect([await status('POST', [{ key: 'A', value: 'nul \u0000' }]), await status('POST', null)]).toEqual([400, 400])
    expect([await status('PUT', [{ value: '' }]), await status('PUT', [{ id: world.id(), value: '' }])]).toEqual([400, 404])
    expect([await status('DELETE', []), await status('DELETE', [world.id()]), await status('PATCH', [])]).toEqual([400, 404, 403])
    const path = async (text: string) => (await call('GET', undefined, `&path=${text}`)).status
    expect([await path('%00'), await path('..%2f'), await path('%252e'), await path('%5c')]).toEqual([400, 200, 200, 200])
  })

  it('1.4 refuses by status', async () => {
    const status = async (query: string, somebody = account) =>
      (await send(`/v1/secrets/?${query}`, { headers: { authorization: bearer(somebody) } })).status
    expect([await status(`app_id=${world.id()}&env=x`), await status(`app_id=${app.id}&env=nothing`)]).toEqual([404, 404])
    expect([await status(`app_id=${app.id}&env=production`), await status(`app_id=${app.id}&env=production`, developer)]).toEqual([
      401, 403,
    ])
    expect((await send(`/v1/secrets/?app_id=${app.id}&env=development`)).status).toBe(401)
    expect((await send(`/v1/secrets?app_id=${app.id}&env=development`)).status).toBe(404)
  })
})

describe('the Node SDK, unmodified', () => {
  it.each([
    ['a service account', () => account],
    ['a personal access token', () => developer],
  ])('reads, writes and deletes with %s', async (_, who) => {
    await createSecrets(
      {
        environmentId: app.environmentId,
        secrets: [
          { key: 'HOST', value: 'db', comment: 'c', tags: ['t'] },
          { key: 'URL', value: 'pg://${HOST}' },
        ],
      },
      home.owner.context,
    )
    const phase = sdk(who().token)
    await phase.init()
    const target = { appId: app.id, envName: 'Development' }
    const all = await phase.get(target)
    expect(all.map(({ key, value }) => [key, value])).toEqual([
      ['HOST', 'db'],
      ['URL', 'pg://db'],
    ])
    expect(await phase.get({ ...target, key: 'host' })).toMatchObject([{ key: 'HOST', value: 'db', comment: 'c' }])
    await phase.create({ ...target, secrets: [{ key: 'NEW', value: 'välue', comment: '', path: '/x' }] })
    const [made] = await phase.get({ ...target, path: '/x' })
    expect(made).toMatchObject({ key: 'NEW', value: 'välue', path: '/x' })
    await phase.update({ ...target, secrets: [{ id: made?.id, key: 'NEW', value: 'two', path: '/x' }] })
    expect(await phase.get({ ...target, path: '/x' })).toMatchObject([{ value: 'two', version: 2 }])
    await phase.delete({ ...target, secretIds: [made?.id] })
    expect(await phase.get({ ...target, path: '/x' })).toEqual([])
  })

  it('is told of a dead token', async () => {
    const dead = sdk(account.token.replace(/:[0-9a-f]{64}/, `:${'0'.repeat(64)}`))
    await expect(dead.init()).rejects.toThrow(/403/)
  })
})

import {
  createSecrets,
  createServiceAccountToken,
  grantAccountAccess,
  listServiceAccountTokens,
  revokeServiceAccountToken,
  updateApp,
} from '@bonafide/core'
import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { audience, createNarrowingWorld, grant, type } from './narrowing-world.ts'
import { post } from './world.ts'

let world: Awaited<ReturnType<typeof createNarrowingWorld>>
beforeAll(async () => {
  world = await createNarrowingWorld()
})
afterAll(() => world?.close())

const minted = () => world.count('service_account_tokens')

describe('a scope that is not understood mints nothing', () => {
  it.each([
    ['a word that is not known', 'secrets:admin'],
    ['another case', 'Secrets:read'],
    ['a word twice', 'secrets:read secrets:read'],
    ['two apps', 'app:other app:Shop%20%26%20co'],
    ['two spaces', 'secrets:read  app:other'],
    ['a space before', ' secrets:read'],
    ['a quotation mark', 'app:"other"'],
    ['a line feed', 'secrets:read\napp:other'],
    ['an app without a name', 'secrets:read app:'],
    ['an environment by name without an app', 'env:Development'],
    ['a path that does not begin at the root', 'path:a/b'],
    ['a path with ..', 'path:/a/../b'],
    ['a path with an encoded ..', 'path:/a/%2e%2E/b'],
    ['a path with .', 'path:/./a'],
    ['a path that is not UTF-8', 'path:/a%ff'],
    ['a path that is not encoded to its end', 'path:/a%2'],
    ['a NUL', 'path:/a%00'],
    ['an id in upper case', 'app:0192C5A1-0000-7000-8000-000000000000'],
    ['ten thousand characters', `path:/${'a'.repeat(10_000)}`],
  ])('%s', async (_, scope) => {
    const before = await minted()
    const { status, json } = await world.ask({ scope })
    expect([status, json.error, json.code]).toEqual([400, 'invalid_scope', 'scope_invalid'])
    const other = await post(`${world.node.url}/api/v1/auth/oidc`, { ...oidcBody(), tokenRequest: { scope } })
    expect([other.status, other.json.code]).toEqual([400, 'scope_invalid'])
    expect(await minted()).toBe(before)
  })

  it.each([[null], [5], [['secrets:read']], [{}], [''], [true]])('%j at the door of the provider', async (scope) => {
    const before = await minted()
    const { status, json } = await post(`${world.node.url}/api/v1/auth/oidc`, { ...oidcBody(), tokenRequest: { scope } })
    expect([status, json.code]).toEqual([400, 'scope_invalid'])
    expect(await minted()).toBe(before)
  })
})

const oidcBody = (scope?: string) => ({
  account: { type: 'service', id: world.account.id },
  oidc: { jwt: Buffer.from(world.jwt()).toString('base64') },
  ...(scope === undefined ? {} : { tokenRequest: { scope } }),
})

describe('a target that the account does not read', () => {
  it('is refused in the same words whether it is there or not, and mints nothing', async () => {
    const before = await minted()
    const answers = await Promise.all(
      [
        { scope: 'app:hidden' },
        { scope: 'app:nowhere' },
        { scope: `app:${world.hidden.id}` },
        { scope: `app:${crypto.randomUUID()}` },
        { scope: `env:${world.hidden.development.id}` },
        { scope: `env:${world.other.production.id}` },
        { scope: `app:other env:Production` },
        { scope: `app:other env:${world.shop.development.id}` },
        { scope: 'app:OTHER' },
        { scope: 'app:other env:development' },
        { audience: 'hidden' },
        { audience: 'nowhere' },
        { resource: `${audience}/apps/hidden` },
        { resource: `${audience}/apps/hidden/environments/Development` },
        { resource: `${audience}/apps/%252E%252E` },
      ].map((changes) => world.ask(changes)),
    )
    for (const { status, json } of answers) {
      const { request_id: _, ...told } = json
      expect({ status, ...told }).toEqual({
        status: 400,
        error: 'invalid_target',
        error_description: answers[0]?.json.error_description,
        code: 'target_unreachable',
      })
    }
    expect(await minted()).toBe(before)
    const { rows } = await world.database.pool.query(`select outcome, steps from exchanges where code = 'target_unreachable'`)
    expect(rows.map(({ outcome }) => outcome)).toEqual(answers.map(() => 'refused'))
    expect(rows[0].steps.at(-1)).toMatchObject({ name: 'mint', status: 'failed', code: 'target_unreachable' })
  })

  it('says nothing to a caller that is not trusted', async () => {
    const stranger = { subject_token: world.jwt({ sub: 'repo:evil/shop:ref:refs/heads/main' }) }
    const [there, missing] = [await world.ask({ scope: 'app:other', ...stranger }), await world.ask({ scope: 'app:no', ...stranger })]
    expect([there.json.code, missing.json.code]).toEqual(['subject_not_trusted', 'subject_not_trusted'])
  })

  it.each([
    ['another server as audience', { audience: 'https://other.example' }],
    ['another server as resource', { resource: 'https://other.example/apps/other' }],
    ['a host that only begins like ours', { resource: `${audience}.evil.example/apps/other` }],
    ['an address below an app that is none of ours', { resource: `${audience}/apps/other/environments/Development/more` }],
    ['a fragment', { resource: `${audience}/apps/other#x` }],
    ['a query', { resource: `${audience}/apps/other?x` }],
    ['an audience that contradicts the scope', { scope: 'app:other', audience: 'Shop & co' }],
    ['a resource that contradicts the audience', { audience: 'other', resource: `${audience}/apps/nowhere` }],
  ])('%s', async (_, changes) => {
    const before = await minted()
    const { status, json } = await world.ask(changes)
    expect([status, json.error]).toEqual([400, 'invalid_target'])
    expect(await minted()).toBe(before)
  })
})

describe('what a narrowed token reads', () => {
  const all = (of: string) =>
    ['/', '/A/B', '/a', '/a/%2e%2e', '/a/b', '/a/b c', '/a/b%2Fc', '/a/bc', '/a/b/c'].map((path) => `${of} ${path}`).sort()

  it('is all that the account reads, with secrets:read alone', async () => {
    const token = await world.tokenWith('secrets:read')
    for (const [environment, of] of [
      [world.shop.development, 'shop Development'],
      [world.other.development, 'other Development'],
    ] as const)
      expect([...((await world.read(token, environment)) as string[])].sort()).toEqual(all(of))
    expect(await world.read(token, world.hidden.development)).toBe(401)
  })

  it.each([
    ['app:Shop%20%26%20co', [200, 200, 401]],
    ['app:other', [401, 401, 200]],
    ['app:Shop%20%26%20co env:Production', [401, 200, 401]],
  ])('is one app or environment: %s', async (scope, expected) => {
    const token = await world.tokenWith(scope)
    const found = await Promise.all(world.readable.map((environment) => world.read(token, environment)))
    expect(found.map((one) => (typeof one === 'number' ? one : 200))).toEqual(expected)
    const sealed = await Promise.all(world.readable.map((environment) => world.readSealed(token, environment)))
    expect(sealed.map((one) => (typeof one === 'number' ? one : 200))).toEqual(expected)
    const byKey = await Promise.all(world.readable.map((environment) => world.read(token, environment, '?key=NAME')))
    expect(byKey.map((one) => (typeof one === 'number' ? one : 200))).toEqual(expected)
    const reach = (await world.send(token, 'GET', '/service/secrets/tokens/')).json
    expect(reach.apps.flatMap((app: { environment_keys: object[] }) => app.environment_keys)).toHaveLength(
      expected.filter((status) => status === 200).length,
    )
  })

  it('by the secret of another environment is nothing', async () => {
    const token = await world.tokenWith('app:other')
    const { json } = await world.send(await world.tokenWith(undefined), 'GET', '/service/public/v1/secrets/', {
      environment: world.shop.development.id,
    })
    const { status } = await world.send(token, 'GET', '/service/secrets/', { 'secret-id': json[0].id })
    expect(status).toBe(401)
  })

  it.each([
    ['path:/a/b', ['/a/b', '/a/b/c']],
    ['path:/a/b/', ['/a/b', '/a/b/c']],
    ['path://a//b', ['/a/b', '/a/b/c']],
    ['path:/a%2Fb', ['/a/b', '/a/b/c']],
    ['path:/a/b/c', ['/a/b/c']],
    ['path:/a/b%20c', ['/a/b c']],
    ['path:/a/b%252Fc', ['/a/b%2Fc']],
    ['path:/A', ['/A/B']],
    ['path:/none', []],
  ])('is a folder and what is below it, by whole folders: %s', async (scope, expected) => {
    const token = await world.tokenWith(`secrets:read ${scope}`)
    const environment = world.shop.development
    expect(await world.readSealed(token, environment)).toEqual(expected)
    expect(await world.read(token, environment)).toEqual(expected.map((path) => `shop Development ${path}`))
    for (const path of ['/', '/a', '/a/bc', '/a/b/../bc', '/a/b/%2e%2e', '/a/b%2F..'])
      for (const found of [
        await world.readSealed(token, environment, { path }),
        await world.read(token, environment, `?path=${encodeURIComponent(path)}`),
      ])
        expect(found).toEqual([])
  })

  it('is never more by a reference: not out of its folder, not into another environment, not through one that it may read', async () => {
    const [at, there] = [world.shop.development, world.shop.production]
    const value = [
      '${NAME}',
      '${/a/NAME}',
      '${Production.NAME}',
      '${other::Development.NAME}',
      '${/a/b/NAME}',
      '${Production./a/b/c/NAME}',
    ].join('|')
    await createSecrets({ environmentId: at.id, secrets: [{ key: 'ALL', path: '/a/b', value }] }, world.owner.context)
    await createSecrets(
      { environmentId: there.id, secrets: [{ key: 'HOP', path: '/a/b', value: '${Development./a/NAME}' }] },
      world.owner.context,
    )
    await createSecrets(
      { environmentId: at.id, secrets: [{ key: 'VIA', path: '/a/b', value: '${Production./a/b/HOP}' }] },
      world.owner.context,
    )
    const values = async (scope: string) => {
      const { json } = await world.send(await world.tokenWith(scope), 'GET', '/service/public/v1/secrets/?path=/a/b', {
        environment: at.id,
      })
      return Object.fromEntries((json as { key: string; value: string }[]).map((secret) => [secret.key, secret.value]))
    }
    const whole = await values('secrets:read')
    expect(whole.ALL).toBe(
      [
        'shop Development /',
        'shop Development /a',
        'shop Production /',
        'other Development /',
        'shop Development /a/b',
        'shop Production /a/b/c',
      ].join('|'),
    )
    expect(whole.VIA).toBe('shop Development /a')
    const folder = await values('secrets:read path:/a/b')
    expect(folder.ALL).toBe(
      ['${NAME}', '${/a/NAME}', '${Production.NAME}', '${other::Development.NAME}', 'shop Development /a/b', 'shop Production /a/b/c'].join(
        '|',
      ),
    )
    expect(folder.VIA).toBe('${Development./a/NAME}')
    const environment = await values('app:Shop%20%26%20co env:Development')
    expect(environment.ALL).toContain('${Production.NAME}|${other::Development.NAME}|shop Development /a/b|${Production./a/b/c/NAME}')
    expect(environment.VIA).toBe('${Production./a/b/HOP}')
  })
})

describe('what a narrowed token writes', () => {
  const at = () => ({ environment: world.other.development.id })
  const plain = '/service/public/v1/secrets/'

  it('is nothing with secrets:read', async () => {
    const token = await world.tokenWith('secrets:read')
    const [secret] = (await world.send(token, 'GET', plain, at())).json
    const before = await world.count('secret_versions')
    const tries = [
      await world.send(token, 'POST', plain, at(), { secrets: [{ key: 'NEW', value: '1' }] }),
      await world.send(token, 'PUT', plain, at(), { secrets: [{ id: secret.id, value: '1' }] }),
      await world.send(token, 'DELETE', plain, at(), { secrets: [secret.id] }),
      await world.send(token, 'POST', '/service/secrets/', at(), { secrets: [] }),
      await world.send(token, 'PUT', '/service/secrets/', at(), { secrets: [{ id: secret.id, tags: ['x'] }] }),
      await world.send(token, 'DELETE', '/service/secrets/', at(), { secrets: [secret.id] }),
    ]
    expect(tries.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403])
    expect(await world.count('secret_versions')).toBe(before)
  })

  it('is in its folder alone: nothing made, moved, changed or deleted elsewhere', async () => {
    const token = await world.tokenWith('secrets:write path:/a/b')
    const all = (await world.send(await world.tokenWith('secrets:read'), 'GET', plain, at())).json as { id: string; path: string }[]
    const idAt = (path: string) => all.find((secret) => secret.path === path)?.id as string
    const before = await world.count('secret_versions')
    const tries = [
      await world.send(token, 'POST', plain, at(), { secrets: [{ key: 'NEW', value: '1' }] }),
      await world.send(token, 'POST', plain, at(), { secrets: [{ key: 'NEW', value: '1', path: '/a/bc' }] }),
      await world.send(token, 'POST', plain, at(), {
        secrets: [
          { key: 'IN', value: '1', path: '/a/b' },
          { key: 'OUT', value: '1', path: '/a' },
        ],
      }),
      await world.send(token, 'PUT', plain, at(), { secrets: [{ id: idAt('/a'), value: '1' }] }),
      await world.send(token, 'PUT', plain, at(), { secrets: [{ id: idAt('/a'), path: '/a/b/stolen' }] }),
      await world.send(token, 'PUT', plain, at(), { secrets: [{ id: idAt('/a/b'), path: '/a' }] }),
      await world.send(token, 'PUT', '/service/secrets/', at(), { secrets: [{ id: idAt('/'), path: '/a/b/stolen' }] }),
      await world.send(token, 'DELETE', plain, at(), { secrets: [idAt('/a')] }),
      await world.send(
        token,
        'POST',
        plain,
        { environment: world.hidden.development.id },
        { secrets: [{ key: 'NEW', value: '1', path: '/a/b' }] },
      ),
    ]
    expect(tries.map(({ status }) => status)).toEqual([403, 403, 403, 404, 404, 403, 404, 404, 401])
    const passedOver = await world.send(token, 'DELETE', '/service/secrets/', at(), { secrets: [idAt('/a'), idAt('/')] })
    expect(passedOver.status).toBe(200)
    expect(await world.count('secret_versions')).toBe(before)
    const made = await world.send(token, 'POST', plain, at(), { secrets: [{ key: 'NEW', value: '1', path: '/a/b/d' }] })
    expect(made.status).toBe(200)
    expect((await world.send(token, 'DELETE', plain, at(), { secrets: [made.json[0].id] })).status).toBe(200)
  })

  it('is nothing in another environment, however it is named', async () => {
    const token = await world.tokenWith('app:Shop%20%26%20co env:Development')
    const before = await world.count('secret_versions')
    const secrets = [{ key: 'NEW', value: '1' }]
    const tries = [
      await world.send(token, 'POST', plain, { environment: world.shop.production.id }, { secrets }),
      await world.send(token, 'POST', `${plain}?app_id=${world.shop.id}&env=production`, {}, { secrets }),
      await world.send(token, 'POST', `${plain}?app_id=${world.other.id}&env=development`, {}, { secrets }),
      await world.send(token, 'DELETE', '/service/secrets/', { environment: world.other.development.id }, { secrets: [] }),
    ]
    expect(tries.map(({ status }) => status)).toEqual([401, 401, 401, 401])
    expect(await world.count('secret_versions')).toBe(before)
  })

  it('TOK-31 and beside secrets it may do nothing, whatever its role says', async () => {
    const token = await world.tokenWith('secrets:write')
    const before = await minted()
    const asked = await world.graphql(token, '{ viewer { __typename } apps { edges { node { name } } } }')
    expect([asked.status, asked.text.includes('narrowed'), asked.json.data ?? null]).toEqual([403, true, null])
    const made = await world.graphql(token, 'mutation { createApp(input: {name: "mine"}) { userErrors { code } } }')
    expect(made.status).toBe(403)
    for (const path of ['/api/v1/exchanges/stream', '/api/v1/audit/export']) expect((await world.send(token, 'GET', path)).status).toBe(403)
    expect(await minted()).toBe(before)
  })
})

describe('rights are those of the account and the scope together', () => {
  it('when the account loses an environment, so does the token, and it is back with it', async () => {
    const token = await world.tokenWith('app:other')
    await world.give([world.shop.development, world.shop.production])
    expect(await world.read(token, world.other.development)).toBe(401)
    await world.give(world.readable)
    expect(await world.read(token, world.other.development)).toContain('other Development /')
  })

  it('when the account gains an environment, a token that is narrowed to another does not', async () => {
    const token = await world.tokenWith('app:other')
    await grantAccountAccess({ serviceAccountId: world.account.id, environmentIds: [world.hidden.development.id] }, world.owner.context)
    expect(await world.read(token, world.hidden.development)).toBe(401)
    await world.give(world.readable)
  })

  it('a renamed app stays in, and another app of its old name stays out', async () => {
    const token = await world.tokenWith('app:other')
    await updateApp({ id: world.other.id, name: 'renamed' }, world.owner.context)
    await updateApp({ id: world.hidden.id, name: 'other' }, world.owner.context)
    await world.give([...world.readable, world.hidden.development])
    expect(await world.read(token, world.other.development)).toContain('other Development /')
    expect(await world.read(token, world.hidden.development)).toBe(401)
    await updateApp({ id: world.hidden.id, name: 'hidden' }, world.owner.context)
    await updateApp({ id: world.other.id, name: 'other' }, world.owner.context)
    await world.give(world.readable)
  })

  it('a row whose narrowing is not ours is no token', async () => {
    const token = await world.tokenWith('secrets:read')
    const { rows } = await world.database.pool.query('select id from service_account_tokens order by created_at desc, id desc limit 1')
    for (const narrowing of ['{}', '"secrets:read"', '{"access":"all","appId":null,"environmentId":null,"path":null}']) {
      await world.database.pool.query('update service_account_tokens set narrowing = $2 where id = $1', [rows[0].id, narrowing])
      expect(await world.read(token, world.other.development)).toBe(401)
    }
  })
})

describe('a token of ours is narrowed further', () => {
  const narrowed = async (parent: string, changes: Record<string, string | undefined>) =>
    world.ask({ subject_token: parent, subject_token_type: type('access_token'), ...changes })

  it('and has the rights of both scopes together', async () => {
    const parent = await world.tokenWith('secrets:read app:other path:/a')
    const { status, json } = await narrowed(parent, { scope: 'secrets:write path:/a/b' })
    expect([status, json.scope, json.issued_token_type]).toEqual([
      200,
      `secrets:read app:${world.other.id} path:/a/b`,
      type('access_token'),
    ])
    const child = json.access_token as string
    expect(await world.readSealed(child, world.other.development)).toEqual(['/a/b', '/a/b/c'])
    expect(await world.read(child, world.shop.development)).toBe(401)
    expect(await world.readSealed(await world.tokenWith('path:/', child), world.other.development)).toEqual(['/a/b', '/a/b/c'])
    expect(await world.readSealed(await world.tokenWith('path:/a', child), world.other.development)).toEqual(['/a/b', '/a/b/c'])
    // Its own answer, sent again, is the same scope.
    expect((await narrowed(child, { scope: json.scope })).json.scope).toBe(json.scope)
  })

  it.each<[string, string, Record<string, string | undefined>, string]>([
    ['another app', 'app:other', { scope: 'app:Shop%20%26%20co' }, 'invalid_target'],
    ['another app by audience', 'app:other', { audience: 'Shop & co' }, 'invalid_target'],
    ['another environment', 'app:Shop%20%26%20co env:Development', { scope: 'app:Shop%20%26%20co env:Production' }, 'invalid_target'],
    ['another folder', 'path:/a/b', { scope: 'path:/a/bc' }, 'invalid_scope'],
    ['nothing', 'app:other', {}, 'invalid_scope'],
    ['this server, which narrows nothing', 'app:other', { resource: audience }, 'invalid_scope'],
  ])('never to %s', async (_, scope, changes, error) => {
    const parent = await world.tokenWith(scope)
    const before = await minted()
    const { status, json } = await narrowed(parent, changes)
    expect([status, json.error]).toEqual([400, error])
    expect(await minted()).toBe(before)
  })

  it('lives no longer than what it came from, and an hour at most', async () => {
    const { bearerToken: _, token } = await createServiceAccountToken(
      { serviceAccountId: world.account.id, name: 'short', expiresInSeconds: 120 },
      world.owner.context,
    )
    const short = await narrowed(token as string, { scope: 'secrets:read' })
    expect(Number(short.json.expires_in)).toBeLessThanOrEqual(120)
    expect(Number(short.json.expires_in)).toBeGreaterThan(100)
    const never = await createServiceAccountToken(
      { serviceAccountId: world.account.id, name: 'never', expiresInSeconds: null },
      world.owner.context,
    )
    expect(Number((await narrowed(never.token as string, { scope: 'secrets:read' })).json.expires_in)).toBeLessThanOrEqual(3600)
    const { rows } = await world.database.pool.query(`
      select count(*)::int as count from service_account_tokens k join service_account_tokens p on p.id = any(k.derived_from)
      where k.expires_at > p.expires_at`)
    expect(rows[0].count).toBe(0)
  })

  it('TOK-18 ends with any token that it was made of', async () => {
    const first = await world.tokenWith('secrets:read')
    const second = await world.tokenWith('app:other', first)
    const third = await world.tokenWith('path:/a', second)
    const sibling = await world.tokenWith('path:/a', first)
    const { rows: tokens } = await listServiceAccountTokens({ serviceAccountId: world.account.id, first: 10 }, world.owner.context)
    const rows = tokens.filter(({ derivedFrom }) => derivedFrom?.length === 2)
    const middle = rows[0]?.derivedFrom?.[1] as string
    await revokeServiceAccountToken({ id: middle }, world.owner.context)
    const statuses = async () =>
      Promise.all([first, second, third, sibling].map(async (token) => (await world.send(token, 'GET', '/service/secrets/tokens/')).status))
    expect(await statuses()).toEqual([200, 403, 403, 200])
    expect((await narrowed(third, { scope: 'secrets:read' })).json.error).toBe('invalid_request')
    await revokeServiceAccountToken({ id: rows[0]?.derivedFrom?.[0] as string }, world.owner.context)
    expect(await statuses()).toEqual([403, 403, 403, 403])
  })

  it('TOK-18 eight times and not once more', async () => {
    let token = await world.tokenWith('secrets:read')
    for (let depth = 1; depth <= 8; depth++) token = await world.tokenWith('secrets:read', token)
    const before = await minted()
    expect((await narrowed(token, { scope: 'secrets:read' })).json).toMatchObject({ error: 'invalid_request', code: 'malformed_request' })
    expect(await minted()).toBe(before)
  })

  it('leaves one audit row, without the token', async () => {
    const parent = await world.tokenWith('secrets:read')
    const child = await world.tokenWith('app:other', parent)
    const { rows } = await world.database.pool.query(
      `select * from audit_events where action = 'service_account_token.narrow' order by id desc limit 1`,
    )
    expect(rows[0]).toMatchObject({ actor_id: world.account.id, after: { scope: `secrets:read app:${world.other.id}` } })
    for (const part of [parent, child].flatMap((token) => token.split(':').slice(2, 3))) expect(JSON.stringify(rows)).not.toContain(part)
  })

  describe('refuses, and mints nothing,', () => {
    it('whoever has a token without its key: nobody wins one', async () => {
      const parent = await world.tokenWith('secrets:read')
      const [kind, version, value, publicKey] = parent.split(':') as [string, string, string, string]
      const filler = 'ab'.repeat(32)
      const before = await minted()
      for (const forged of [
        `${kind}:${version}:${value}:${publicKey}:${filler}:${filler}`,
        [...parent.split(':').slice(0, 5), filler].join(':'),
        [...parent.split(':').slice(0, 4), filler, parent.split(':')[5]].join(':'),
      ])
        expect((await narrowed(forged, { scope: 'secrets:read' })).json).toMatchObject({
          error: 'invalid_request',
          code: 'unauthenticated',
        })
      expect((await narrowed(`ServiceAccount ${value}`, { scope: 'secrets:read' })).json.error).toBe('invalid_request')
      expect(await minted()).toBe(before)
    })

    it('TOK-32 the token of another account, of a person, of nobody, and an actor', async () => {
      const parent = await world.tokenWith('secrets:read')
      const stranger = await world.newAccount()
      const before = await minted()
      expect((await narrowed(parent, { scope: 'secrets:read', client_id: stranger.id })).json.code).toBe('unauthenticated')
      expect((await narrowed(parent.replace('pss_service:v2', 'pss_user:v1'), { scope: 'secrets:read' })).json.code).toBe('unauthenticated')
      expect((await narrowed(parent.replace(/:[0-9a-f]{64}/, `:${'0'.repeat(64)}`), { scope: 'secrets:read' })).json.code).toBe(
        'unauthenticated',
      )
      expect((await narrowed('pss_', { scope: 'secrets:read' })).json.code).toBe('unauthenticated')
      expect((await narrowed(parent, { scope: 'secrets:read', actor_token: parent })).json.error).toBe('invalid_request')
      expect((await narrowed(parent, { scope: 'secrets:read', subject_token_type: type('jwt') })).json.error).toBe('invalid_request')
      expect(await minted()).toBe(before)
    })
  })
})

describe('narrowing by RFC 8693', () => {
  it('is found and driven by a public OAuth client library', async () => {
    const reach = (url: string, init?: RequestInit) => fetch(url.replace(audience, world.node.url), init)
    const options = { [oauth.customFetch]: reach as typeof fetch }
    const found = await oauth.discoveryRequest(new URL(audience), { algorithm: 'oauth2', ...options })
    const server = await oauth.processDiscoveryResponse(new URL(audience), found)
    expect(server.scopes_supported).toEqual(['secrets:read', 'secrets:write'])
    const client: oauth.Client = { client_id: world.account.id }
    const asked = async (parameters: Record<string, string>) =>
      oauth.processGenericTokenEndpointResponse(
        server,
        client,
        await oauth.genericTokenEndpointRequest(server, client, oauth.None(), grant, parameters, options),
      )
    const first = await asked({
      subject_token: world.jwt(),
      subject_token_type: type('jwt'),
      scope: 'secrets:read',
      resource: `${audience}/apps/Shop%20%26%20co`,
    })
    expect(first.scope).toBe(`secrets:read app:${world.shop.id}`)
    const second = await asked({
      subject_token: first.access_token,
      subject_token_type: type('access_token'),
      scope: `env:${world.shop.production.id} path:/a/b%20c`,
    })
    expect(second).toMatchObject({
      token_type: 'bearer',
      issued_token_type: type('access_token'),
      scope: `secrets:read app:${world.shop.id} env:${world.shop.production.id} path:/a/b%20c`,
    })
    expect(await world.readSealed(second.access_token, world.shop.production)).toEqual(['/a/b c'])
    await expect(
      asked({ subject_token: second.access_token, subject_token_type: type('access_token'), audience: 'other' }),
    ).rejects.toMatchObject({ error: 'invalid_target', status: 400 })
  })

  it('is there for every provider, in the request of its own door', async () => {
    await world.awsIdentity(world.account.id)
    const body = { ...world.awsBody(world.role(), world.account.id), tokenRequest: { scope: 'app:other path:/a/b/c' } }
    const { status, json } = await post(`${world.node.url}/api/v1/auth/aws-iam`, body)
    expect([status, json.authentication.scope]).toEqual([200, `secrets:read secrets:write app:${world.other.id} path:/a/b/c`])
    expect(await world.readSealed(json.authentication.token, world.other.development)).toEqual(['/a/b/c'])
    const whole = await post(`${world.node.url}/api/v1/auth/oidc`, oidcBody())
    expect(whole.json.authentication).not.toHaveProperty('scope')
  })

  it('is told to whoever asks what the token is', async () => {
    const token = await world.tokenWith('secrets:read app:other')
    expect((await world.send(token, 'GET', '/service/secrets/tokens/')).json.scope).toBe(`secrets:read app:${world.other.id}`)
    expect((await world.send(await world.tokenWith(undefined), 'GET', '/service/secrets/tokens/')).json).not.toHaveProperty('scope')
  })

  it('costs two round trips, like every exchange', async () => {
    await world.tokenWith('secrets:read app:other')
    world.node.statements.length = 0
    const token = await world.tokenWith('secrets:read app:other')
    const counted = () => world.node.statements.filter((text) => !text.includes('rate_limit'))
    expect(counted()).toHaveLength(2)
    await world.read(token, world.other.development)
    world.node.statements.length = 0
    await world.read(token, world.other.development)
    expect(counted()).toHaveLength(2)
  })

  it('is counted among the exchanges, under the provider that vouched', async () => {
    await world.ask({ scope: 'nothing' })
    await world.ask({ subject_token: 'hello' })
    await world.ask({ grant_type: 'password' })
    const text = await world.node.metrics.registry.metrics()
    const counted = (labels: string) => text.includes(`exchanges_total{${labels}} `)
    expect(counted('outcome="accepted",code="ok",provider="oidc"')).toBe(true)
    expect(counted('outcome="accepted",code="ok",provider="service_account_token"')).toBe(true)
    expect(counted('outcome="refused",code="scope_invalid",provider="oidc"')).toBe(true)
    expect(counted('outcome="refused",code="unsupported_grant_type",provider="unknown"')).toBe(true)
  })
})

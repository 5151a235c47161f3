import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDotEnv, type ServiceAccount } from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandWorld, createCommandWorld } from './cli-world.ts'

let world: CommandWorld
let account: ServiceAccount
let workload: ReturnType<CommandWorld['machine']>
let run: ReturnType<CommandWorld['machine']>['run']

beforeAll(async () => {
  world = await createCommandWorld()
  ;({ account } = await world.trustedAccount({ requireServerBinding: true }))
  await world.app('shop', account.id)
  workload = world.machine(world.roleEnvironment(world.role()))
  run = workload.run
  expect(await run(['auth', '--mode', 'aws-iam', '--service-account-id', account.id])).toMatchObject({ code: 0 })
})
afterAll(() => world.close())

/** What an environment file says as programs will read it. */
const shown = async (words: string[]): Promise<Record<string, string>> =>
  JSON.parse((await run(['secrets', 'export', '--format', 'json', '--raw', ...words])).stdout)

describe('secrets of an app with server-side encryption', () => {
  it('are set, read byte for byte, listed without values, changed and deleted', async () => {
    const value = 'one\r\ntwo "quoted" = \\n $HOME\n'
    expect(await run(['secrets', 'set', 'TEXT', '-', 'LEVEL=debug'], { stdin: value })).toMatchObject({ code: 0, stdout: '' })
    expect(await run(['secrets', 'get', 'TEXT'])).toEqual({ code: 0, stdout: value, stderr: '' })
    expect(await run(['secrets', 'set', 'LEVEL=info'])).toMatchObject({ code: 0 })
    const listed = await run(['secrets', 'list', '--json=key,value,version'])
    expect(JSON.parse(listed.stdout)).toEqual([
      { key: 'LEVEL', value: null, version: 2 },
      { key: 'TEXT', value: null, version: 1 },
    ])
    expect(await run(['secrets', 'get', 'NONE'])).toMatchObject({ code: 3, stdout: '' })
    expect(await run(['secrets', 'delete', 'TEXT', 'LEVEL', '--yes'])).toMatchObject({ code: 0 })
    expect(await shown([])).toEqual({})
  })

  it('R-176: import puts exactly what the file says into the environment, and nowhere else', async () => {
    const file = join(world.command.folder, '.env')
    const text = [
      '# a comment',
      'PLAIN=value',
      'EQUALS=postgres://u:p@host/db?sslmode=require&x==',
      `SINGLE='it "is" $HOME'`,
      `DOUBLE="it's \\"quoted\\""`,
      'EMPTY=',
      'KEY="-----BEGIN KEY-----',
      'abc+/=',
      '-----END KEY-----"',
      'export EXPORTED=yes',
      'UNICODE=ключ 鍵 🔑',
      '',
    ].join('\n')
    await writeFile(file, text)
    const imported = await run(['secrets', 'import', '.env', '--env', 'development'], { cwd: world.command.folder })
    expect(imported).toMatchObject({ code: 0, stdout: expect.stringContaining('Imported 8 secrets into Development of shop: 8 created') })
    const expected = {
      PLAIN: 'value',
      EQUALS: 'postgres://u:p@host/db?sslmode=require&x==',
      SINGLE: 'it "is" $HOME',
      DOUBLE: `it's "quoted"`,
      EMPTY: '',
      KEY: '-----BEGIN KEY-----\nabc+/=\n-----END KEY-----',
      EXPORTED: 'yes',
      UNICODE: 'ключ 鍵 🔑',
    }
    expect(await shown(['--env', 'development'])).toEqual(expected)
    expect(await shown(['--env', 'production'])).toEqual({})

    const exported = await run(['secrets', 'export', '--raw', '--env', 'development'])
    const again = parseDotEnv(exported.stdout).entries
    expect(Object.fromEntries(again.map(({ key, value }) => [key, value]))).toEqual(expected)
    expect(await run(['secrets', 'import', '-', '--env', 'production'], { stdin: exported.stdout })).toMatchObject({ code: 0 })
    expect(await shown(['--env', 'production'])).toEqual(expected)
    expect(await run(['secrets', 'import', '.env', '--json'], { cwd: world.command.folder })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/"unchanged": 8/),
    })
  })

  it('references are resolved for programs and left alone with --raw', async () => {
    const to = (reference: string) => `$\{${reference}}`
    await run(['secrets', 'set', 'NAME=shop', `URL=https://${to('/references/NAME')}.example`, '--path', '/references'])
    await run(['secrets', 'set', `ACROSS=${to('production.PLAIN')} and ${to('shop::production.PLAIN')}`, '--path', '/references'])
    const get = async (...words: string[]) => (await run(['secrets', 'get', ...words, '--path', '/references'])).stdout
    expect(await get('URL', '--resolve')).toBe('https://shop.example')
    expect(await get('URL')).toBe(`https://${to('/references/NAME')}.example`)
    expect(await get('ACROSS', '--resolve')).toBe('value and value')
  })

  it('run gives a program its secrets and answers with its exit code', async () => {
    await run(['secrets', 'set', 'GREETING=hello = world', '--path', '/run'])
    const program = 'process.stdout.write(process.env.GREETING); process.exit(7)'
    const outcome = await run(['run', '--path', '/run', '--', process.execPath, '-e', program])
    expect(outcome).toMatchObject({ code: 7, stdout: 'hello = world' })
    expect(await run(['run', '--path', '/run', '--', 'no-such-program'])).toMatchObject({ code: 127, stdout: '' })
  })

  it('what the account does not hold is not there', async () => {
    expect(await run(['secrets', 'list', '--env', 'staging'])).toMatchObject({ code: 3, stdout: '' })
    expect(await run(['secrets', 'list', '--app', 'other'])).toMatchObject({ code: 3, stdout: '' })
  })

  it('no value and no key reaches stderr or the log of the server', async () => {
    const { stdout: token } = await run(['auth', 'token'])
    const { stderr } = await run(['secrets', 'set', 'HIDDEN', '-', '--verbose'], { stdin: 'CANARY-of-the-command' })
    const seen = stderr + world.logged.join('')
    for (const hidden of ['CANARY-of-the-command', ...token.trim().split(':').slice(2)]) expect(seen).not.toContain(hidden)
  })
})

describe('other ways to be signed in', () => {
  it('a token of a service account, made by hand, signs in and reads', async () => {
    const { createServiceAccountToken } = await world.graphql(
      `mutation($id: ID!) {
        createServiceAccountToken(input: { serviceAccountId: $id, name: "by hand", expiresInSeconds: 3600 }) { token userErrors { message } }
      }`,
      { id: account.id },
    )
    const machine = world.machine()
    expect(await machine.run(['auth', '--mode', 'token', '--token', '-'], { stdin: createServiceAccountToken.token })).toMatchObject({
      code: 0,
    })
    await machine.run(['secrets', 'set', 'BY_HAND=1'])
    expect(await machine.run(['secrets', 'get', 'BY_HAND'])).toEqual({ code: 0, stdout: '1', stderr: '' })
  })

  it('a token that was revoked ends with 4, at once', async () => {
    const { createServiceAccountToken } = await world.graphql(
      `mutation($id: ID!) {
        createServiceAccountToken(input: { serviceAccountId: $id, name: "short", expiresInSeconds: null }) { token serviceAccountToken { id } }
      }`,
      { id: account.id },
    )
    const { token, serviceAccountToken } = createServiceAccountToken
    const env = { BONAFIDE_TOKEN: token }
    expect(await run(['apps', 'list'], { env })).toMatchObject({ code: 0 })
    await world.graphql('mutation($id: ID!) { revokeServiceAccountToken(input: { id: $id }) { userErrors { message } } }', {
      id: serviceAccountToken.id,
    })
    expect(await run(['apps', 'list'], { env })).toMatchObject({ code: 4, stdout: '' })
    expect(await run(['secrets', 'get', 'BY_HAND'], { env })).toMatchObject({ code: 4, stdout: '' })
    const query = ['api', 'graphql', '-f', 'query={ viewer { __typename } }']
    expect(await run(query, { env })).toMatchObject({ code: 4 })
  })

  it('a personal token without a key reads and writes apps that the server encrypts', async () => {
    const { createPersonalAccessToken } = await world.graphql(
      'mutation { createPersonalAccessToken(input: { name: "laptop", expiresInSeconds: 3600 }) { token userErrors { message } } }',
    )
    const env = { BONAFIDE_TOKEN: createPersonalAccessToken.token }
    const place = ['--app', 'shop', '--path', '/personal']
    expect(await run(['secrets', 'set', 'MINE=1', ...place], { env })).toMatchObject({ code: 0 })
    expect(await run(['secrets', 'set', 'MINE=2', ...place], { env })).toMatchObject({ code: 0 })
    expect(await run(['secrets', 'get', 'MINE', ...place], { env })).toEqual({ code: 0, stdout: '2', stderr: '' })
    expect(await run(['secrets', 'get', 'MINE', ...place])).toMatchObject({ stdout: '2' })
    expect(JSON.parse((await run(['auth', 'status', '--json=userId,source'], { env })).stdout)).toEqual({
      userId: world.owner.id,
      source: 'BONAFIDE_TOKEN',
    })
    expect(await run(['secrets', 'delete', 'MINE', '--yes', ...place], { env })).toMatchObject({ code: 0 })
  })

  it('an app that is encrypted end to end is open to the account and closed to a token without a key', async () => {
    const { account: secretive } = await world.trustedAccount()
    await world.endToEndApp('vault', secretive.id)
    const machine = world.machine(world.roleEnvironment(world.role()))
    expect(await machine.run(['auth', '--mode', 'aws-iam', '--service-account-id', secretive.id])).toMatchObject({ code: 0 })
    expect(await machine.run(['apps', 'list'])).toMatchObject({ stdout: expect.stringMatching(/^vault\tDevelopment\tend to end\t/) })
    expect(await machine.run(['secrets', 'import', '-'], { stdin: 'A="sealed\nvalue"\nb=lower\n' })).toMatchObject({ code: 0 })
    expect(await machine.run(['secrets', 'set', 'A=changed'])).toMatchObject({ code: 0 })
    expect(JSON.parse((await machine.run(['secrets', 'export', '--format', 'json'])).stdout)).toEqual({ A: 'changed', b: 'lower' })
    const { rows } = await world.database.pool.query(`select string_agg(s::text, ' ') as everything from secrets s`)
    expect(rows[0].everything).not.toContain('changed')

    const { createPersonalAccessToken } = await world.graphql(
      'mutation { createPersonalAccessToken(input: { name: "keyless", expiresInSeconds: 3600 }) { token } }',
    )
    const env = { BONAFIDE_TOKEN: createPersonalAccessToken.token }
    expect(await run(['secrets', 'list', '--app', 'vault'], { env })).toMatchObject({
      code: 5,
      stdout: '',
      stderr: expect.stringContaining('client_keys_required'),
    })
  })
})

describe('api', () => {
  it('graphql takes a query and variables, and answers as the server did', async () => {
    const { createPersonalAccessToken } = await world.graphql(
      'mutation { createPersonalAccessToken(input: { name: "api", expiresInSeconds: 3600 }) { token } }',
    )
    const env = { BONAFIDE_TOKEN: createPersonalAccessToken.token }
    const query = 'query($first: Int!, $search: String) { apps(first: $first, filter: { search: $search }) { edges { node { name } } } }'
    const outcome = await run(['api', 'graphql', '-f', `query=${query}`, '-F', 'first=1', '-f', 'search=shop'], { env })
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(outcome.stdout).data.apps.edges).toMatchObject([{ node: { name: 'shop' } }])
    const wrong = await run(['api', 'graphql', '-f', 'query={ nothing }'], { env })
    expect(wrong).toMatchObject({ code: 6, stderr: expect.stringContaining('✗') })
    expect(JSON.parse(wrong.stdout)).toHaveProperty('errors')
  })

  it('reaches any route with the token, and passes refusals on', async () => {
    const outcome = await run(['api', 'GET', '/service/secrets/tokens/'])
    expect(JSON.parse(outcome.stdout)).toMatchObject({ account_id: account.id })
    expect(await run(['api', 'GET', '/service/nowhere/'])).toMatchObject({ code: 3 })
  })
})

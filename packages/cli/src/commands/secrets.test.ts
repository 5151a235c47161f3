import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDotEnv } from '@bonafide/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bundleCommand, type CommandUnderTest, type RunOptions } from '../testing/command.ts'
import { problem, startWireServer, type WireApp, type WireServer } from '../testing/wire-server.ts'

let command: CommandUnderTest
let server: WireServer
let app: WireApp
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
  server.apps.length = 0
  server.requests.length = 0
  app = server.addApp('web')
  token = server.issue()
})

const bonafide = (words: string[], { env, ...options }: RunOptions = {}) =>
  command.run(words, { ...options, env: { BONAFIDE_HOST: server.url, BONAFIDE_TOKEN: token, ...env } })
const development = () => server.contents(app.environments[0] ?? expect.fail('no environment'))
const production = () => server.contents(app.environments[1] ?? expect.fail('no environment'))

/** Everything that makes naive readers and writers of `.env` files lose something. */
const awkward: Record<string, string> = {
  PLAIN: 'value',
  EMPTY: '',
  EQUALS: 'postgres://u:p@host/db?sslmode=require&x==',
  QUOTES: `it's "quoted" and \`ticked\``,
  LINES: '-----BEGIN KEY-----\nabc+/=\n-----END KEY-----\n',
  CRLF: 'one\r\ntwo\r\n',
  SPACES: '  both ends  ',
  TABS: '\ttab\t',
  HASH: 'a # not a comment',
  DOLLAR: '$HOME $(whoami) \\$x',
  BACKSLASH: 'C:\\new\\table',
  NUMBER: '007',
  TRUE: 'true',
  FLOAT: '1e5',
  QUOTE: '"',
  EMOJI: '🔑 ключ 鍵',
  FORMULA: '=1+1',
  JSON: '{"a":"b\\n"}',
  LONG: 'x'.repeat(60_000),
}

describe('secrets import', () => {
  test('R-176 every value of the file arrives as it is: quotes, =, several lines', async () => {
    const file = join(command.home, '..', 'a.env')
    await writeFile(
      file,
      `# comment\nPLAIN=value\nexport EQUALS=a=b==\nSINGLE='it "is" $HOME'\nDOUBLE="line one\\nline two"\nLINES="-----BEGIN-----\nabc=\n-----END-----"\n`,
    )
    const outcome = await bonafide(['secrets', 'import', file, '--env', 'development'])
    expect(outcome).toMatchObject({ code: 0, stdout: 'Imported 5 secrets into Development of web: 5 created, 0 updated, 0 unchanged.\n' })
    expect(development()).toEqual({
      '/ PLAIN': 'value',
      '/ EQUALS': 'a=b==',
      '/ SINGLE': 'it "is" $HOME',
      '/ DOUBLE': 'line one\nline two',
      '/ LINES': '-----BEGIN-----\nabc=\n-----END-----',
    })
    expect(production()).toEqual({})
  })

  test('R-261 a second import updates what differs and leaves the rest alone', async () => {
    await bonafide(['secrets', 'import', '-'], { stdin: 'A=1\nB=2\n' })
    const outcome = await bonafide(['secrets', 'import', '-', '--json'], { stdin: 'A=1\nB=3\nC=4\n' })
    expect(JSON.parse(outcome.stdout)).toEqual({ imported: 3, created: 1, updated: 1, unchanged: 1, skipped: 0, dryRun: false })
    expect(development()).toEqual({ '/ A': '1', '/ B': '3', '/ C': '4' })
  })

  test('WEB-38 a byte order mark and CRLF are no part of the values', async () => {
    const outcome = await bonafide(['secrets', 'import', '-'], { stdin: '\uFEFFA=1\r\nB="two"\r\n' })
    expect(outcome.code).toBe(0)
    expect(development()).toEqual({ '/ A': '1', '/ B': 'two' })
  })

  test('a file with a line that is not understood changes nothing, and its values stay out of the message', async () => {
    const outcome = await bonafide(['secrets', 'import', '-'], { stdin: 'A=1\nB="hush-hush\n' })
    expect(outcome).toMatchObject({ code: 6, stdout: '' })
    expect(outcome.stderr).toContain('line 2')
    expect(outcome.stderr).not.toContain('hush')
    expect(development()).toEqual({})
  })

  test('SEC-23 bytes that are not UTF-8 are refused, not changed', async () => {
    const outcome = await bonafide(['secrets', 'set', 'KEY', '-'], { stdin: new Uint8Array([0xff, 0xfe]) })
    expect(outcome).toMatchObject({ code: 6, stdout: '' })
    expect(development()).toEqual({})
  })

  test('an empty file is no failure', async () => {
    expect(await bonafide(['secrets', 'import', '-'], { stdin: '' })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Imported 0 secrets'),
    })
  })

  test('a dry run changes nothing', async () => {
    expect(await bonafide(['secrets', 'import', '-', '--dry-run'], { stdin: 'A=1\n' })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Would import 1 secret'),
    })
    expect(development()).toEqual({})
  })

  test('a write that succeeds in part says so with exit code 9', async () => {
    await bonafide(['secrets', 'set', 'A=1'])
    const [existing] = app.environments[0]?.secrets ?? []
    const before = server.requests.length
    // Three calls to this route follow one another: read, create, update. The last one fails.
    server.once('/service/secrets/', () => Response.json([{ ...existing, override: null }]))
    server.once('/service/secrets/', () => new Response(''))
    server.once('/service/secrets/', () => problem(503, 'unavailable', 'Not now.'))
    expect(await bonafide(['secrets', 'import', '-'], { stdin: 'A=2\nB=3\n' })).toMatchObject({ code: 9, stdout: '' })
    expect(server.requests.slice(before).map((request) => request.method)).toEqual(['GET', 'GET', 'POST', 'PUT'])
  })
})

describe('round trips', () => {
  test('SEC-23 what is exported as dotenv is imported elsewhere without loss', async () => {
    await setAll()
    const exported = await bonafide(['secrets', 'export', '--raw'])
    expect(exported.code).toBe(0)
    expect(await bonafide(['secrets', 'import', '-', '--env', 'Production'], { stdin: exported.stdout })).toMatchObject({ code: 0 })
    expect(production()).toEqual(Object.fromEntries(Object.entries(awkward).map(([key, value]) => [`/ ${key}`, value])))
  })

  test('SEC-23 json, dotenv, yaml and csv exports hold every value', async () => {
    await setAll()
    const json = await bonafide(['secrets', 'export', '--format', 'json', '--raw'])
    expect(JSON.parse(json.stdout)).toEqual(awkward)
    const dotenv = await bonafide(['secrets', 'export', '-o', 'env', '--raw'])
    expect(Object.fromEntries(parseDotEnv(dotenv.stdout).entries.map(({ key, value }) => [key, value]))).toEqual(awkward)
    const yaml = await bonafide(['secrets', 'export', '--format', 'yaml', '--raw'])
    const lines = yaml.stdout
      .trimEnd()
      .split('\n')
      .map((line) =>
        /^("[^"]*"): (.*)$/
          .exec(line)
          ?.slice(1)
          .map((text) => JSON.parse(text) as string),
      )
    expect(Object.fromEntries(lines as [string, string][])).toEqual(awkward)
    const csv = await bonafide(['secrets', 'export', '--format', 'csv', '--raw', 'FORMULA', 'EQUALS', 'QUOTE'])
    expect(csv.stdout).toBe(`Key,Value\r\nFORMULA,=1+1\r\nEQUALS,${awkward.EQUALS}\r\nQUOTE,""""\r\n`)
    expect(csv.stderr).toContain('formula')
  })

  test('SEC-23 get gives the very bytes that set was given', async () => {
    expect(await bonafide(['secrets', 'set', 'LINES', '-'], { stdin: awkward.LINES })).toMatchObject({ code: 0, stdout: '' })
    expect(await bonafide(['secrets', 'get', 'LINES'])).toMatchObject({ code: 0, stdout: awkward.LINES, stderr: '' })
  })

  const setAll = async () =>
    expect(await bonafide(['secrets', 'set', ...Object.entries(awkward).map(([key, value]) => `${key}=${value}`)])).toMatchObject({
      code: 0,
    })
})

describe('keys, folders and places', () => {
  test('keys are used exactly as given: key and KEY are two secrets', async () => {
    await bonafide(['secrets', 'set', 'key=low', 'KEY=high'])
    expect(development()).toEqual({ '/ key': 'low', '/ KEY': 'high' })
    expect(await bonafide(['secrets', 'get', 'key'])).toMatchObject({ stdout: 'low' })
  })

  test('a path is normalised as the server does, and other folders are left alone', async () => {
    await bonafide(['secrets', 'set', 'A=root'])
    await bonafide(['secrets', 'set', 'A=deep', '--path', 'api//keys/'])
    expect(development()).toEqual({ '/ A': 'root', '/api/keys A': 'deep' })
    expect(await bonafide(['secrets', 'get', 'A', '--path', '/api/keys'])).toMatchObject({ stdout: 'deep' })
  })

  test('an update keeps comment, tags and type', async () => {
    await bonafide(['secrets', 'set', 'A=1'])
    Object.assign(app.environments[0]?.secrets[0] ?? {}, { tags: ['db'], type: 'config' })
    await bonafide(['secrets', 'set', 'A=2'])
    expect(app.environments[0]?.secrets[0]).toMatchObject({ tags: ['db'], type: 'config', version: 2 })
  })

  test('a name of two apps is never guessed', async () => {
    server.addApp('Web')
    expect(await bonafide(['secrets', 'list', '--app', 'WEB'])).toMatchObject({
      code: 6,
      stdout: '',
      stderr: expect.stringContaining('ambiguous'),
    })
    expect(await bonafide(['secrets', 'list', '--app', 'web'])).toMatchObject({ code: 0 })
    expect(await bonafide(['secrets', 'list'])).toMatchObject({ code: 2 })
    expect(await bonafide(['secrets', 'list', '--app', 'we'])).toMatchObject({ code: 3 })
  })

  test('the project file chooses app and environment, found from below', async () => {
    const folder = join(command.home, '..')
    server.addApp('other')
    await writeFile(join(folder, '.bonafide.json'), JSON.stringify({ app: 'web', env: 'Production' }))
    await bonafide(['secrets', 'set', 'A=1'])
    await writeFile(join(folder, '.bonafide.json'), JSON.stringify({ app: 'web', host: 'https://evil.example' }))
    expect(await bonafide(['secrets', 'list'])).toMatchObject({ code: 6 })
    await writeFile(join(folder, '.bonafide.json'), '{}')
    expect(production()).toEqual({ '/ A': '1' })
  })

  test('a name that no program could read is refused before anything is sent', async () => {
    expect(await bonafide(['secrets', 'set', '1-bad=x'])).toMatchObject({ code: 6, stderr: expect.stringContaining('malformed_key') })
    expect(server.requests).toEqual([])
  })
})

describe('what is shown', () => {
  test('list masks values; --reveal shows them, sealed ones never', async () => {
    await bonafide(['secrets', 'set', 'A=visible-value'])
    await bonafide(['secrets', 'set', 'B=sealed-value', '--type', 'sealed'])
    const masked = await bonafide(['secrets', 'list'])
    expect(masked.stdout).toBe('A\t••••••••\t/\tsecret\t1\nB\t••••••••\t/\tsealed\t1\n')
    const revealed = await bonafide(['secrets', 'list', '--reveal', '--json=key,value'])
    expect(JSON.parse(revealed.stdout)).toEqual([
      { key: 'A', value: 'visible-value' },
      { key: 'B', value: null },
    ])
  })

  test('nothing but ciphertext and digests reaches the server, and no value reaches stderr', async () => {
    const outcome = await bonafide(['secrets', 'set', 'A', '-', '--verbose'], { stdin: 'very-secret-value' })
    expect(outcome.code).toBe(0)
    expect(outcome.stderr).not.toContain('very-secret-value')
    expect(outcome.stderr).not.toContain(token.split(':')[2])
    const sent = JSON.stringify(server.requests)
    for (const hidden of ['very-secret-value', ...token.split(':').slice(4)]) expect(sent).not.toContain(hidden)
  })

  test('a value with control characters cannot drive the terminal from a list', async () => {
    await bonafide(['secrets', 'set', 'A', '-'], { stdin: '\u001b]0;owned\u0007\nB\tC' })
    expect((await bonafide(['secrets', 'list', '--reveal'])).stdout).toBe('A\t\ufffd]0;owned\ufffd\ufffdB\ufffdC\t/\tsecret\t1\n')
  })
})

describe('delete', () => {
  test('without a terminal nothing is deleted unless --yes is given', async () => {
    await bonafide(['secrets', 'set', 'A=1', 'B=2'])
    expect(await bonafide(['secrets', 'delete', 'A'])).toMatchObject({ code: 2 })
    expect(await bonafide(['secrets', 'delete', 'A', '--yes'])).toMatchObject({ code: 0, stdout: '' })
    expect(development()).toEqual({ '/ B': '2' })
    expect(await bonafide(['secrets', 'delete', 'A', '--yes'])).toMatchObject({ code: 3 })
    expect(await bonafide(['secrets', 'delete', 'A', 'B', '--yes', '--json'])).toMatchObject({
      code: 9,
      stdout: expect.stringContaining('"B"'),
    })
  })
})

describe('tokens without a key', () => {
  test('read an app with server-side encryption through the plain route, and no other', async () => {
    await bonafide(['secrets', 'set', 'A=1'])
    const keyless = server.issue({ kind: 'pss_user:v1', withKey: false })
    expect(await bonafide(['secrets', 'get', 'A'], { env: { BONAFIDE_TOKEN: keyless } })).toMatchObject({ code: 0, stdout: '1' })
    expect(await bonafide(['secrets', 'set', 'lower=1'], { env: { BONAFIDE_TOKEN: keyless } })).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('unsupported_key'),
    })
    app.serverEncryption = false
    expect(await bonafide(['secrets', 'get', 'A'], { env: { BONAFIDE_TOKEN: keyless } })).toMatchObject({
      code: 5,
      stdout: '',
      stderr: expect.stringContaining('client_keys_required'),
    })
  })

  test('keys of another environment, put in place of the right ones, are noticed', async () => {
    const [first, second] = app.environments
    await bonafide(['secrets', 'set', 'A=1'])
    server.once('/service/secrets/tokens/', async (request) => {
      const genuine = (await (
        await fetch(`${server.url}/service/secrets/tokens/`, { headers: { authorization: request.headers.authorization ?? '' } })
      ).json()) as { apps: { environment_keys: { wrapped_seed: string }[] }[] }
      const keys = genuine.apps[0]?.environment_keys ?? []
      if (keys[0] && keys[1]) keys[0].wrapped_seed = keys[1].wrapped_seed
      return Response.json(genuine)
    })
    expect([first?.name, second?.name]).toEqual(['Development', 'Production'])
    expect(await bonafide(['secrets', 'get', 'A'])).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('unknown_key') })
  })
})

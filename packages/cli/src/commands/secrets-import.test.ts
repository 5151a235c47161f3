import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bundleCommand, type CommandUnderTest, type RunOptions } from '../testing/command.ts'
import { startWireServer, type WireApp, type WireServer } from '../testing/wire-server.ts'

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

const bonafide = (words: string[], options: RunOptions = {}) =>
  command.run(words, { ...options, env: { BONAFIDE_HOST: server.url, BONAFIDE_TOKEN: token } })
const load = (stdin: string, ...words: string[]) => bonafide(['secrets', 'import', '-', ...words], { stdin })
const development = () => server.contents(app.environments[0] ?? expect.fail('no environment'))
const folder = () => join(command.home, '..')

describe('a JSON object', () => {
  test('R-260 values of every kind arrive byte for byte', async () => {
    const values = {
      PLAIN: 'value',
      EMPTY: '',
      LINES: '-----BEGIN KEY-----\nabc+/=\n-----END KEY-----\n',
      CRLF: 'a\r\nb',
      HASH: 'a # b',
      QUOTES: `"it's" \`$HOME\` \\n`,
      SPACES: '  both ends\t',
      BRACES: '{"a": [1, "x:y"]}',
      CONTROL: '\u0001\b\f\u007f\u2028',
      EMOJI: '🔑 ключ',
      __proto__x: 'own',
    }
    expect(await load(JSON.stringify(values, null, 2))).toMatchObject({
      code: 0,
      stdout: 'Imported 11 secrets into Development of web: 11 created, 0 updated, 0 unchanged.\n',
    })
    expect(development()).toEqual(Object.fromEntries(Object.entries(values).map(([key, value]) => [`/ ${key}`, value])))
  })

  test('numbers, true and false become the text that they are written with', async () => {
    expect(await load('{"PORT": 5432, "LONG": 12345678901234567890.10, "ON": true, "OFF": false, "PORT": 1e3}')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('1 keys are set more than once'),
    })
    expect(development()).toEqual({ '/ PORT': '1e3', '/ LONG': '12345678901234567890.10', '/ ON': 'true', '/ OFF': 'false' })
  })

  test.each([
    ['a list', '{"A": "hush", "B": ["hush"]}', 'B is no text'],
    ['null and an object', '{"A": null, "B": {"hush": "hush"}}', 'A, B are no text'],
    ['what get-secret-value answers as a whole', '{"SecretString": "{}", "VersionStages": ["hush"]}', '--query SecretString'],
    ['no object', '["hush"]', 'no JSON object'],
    ['no JSON', '{"A": "hush",\n "B": hush}', 'no JSON object'],
  ])('%s is refused whole, and no value is told', async (_, stdin, told) => {
    const outcome = await load(stdin, '--format', 'json')
    expect(outcome).toMatchObject({ code: 6, stdout: '', stderr: expect.stringContaining(told) })
    expect(outcome.stderr).toContain('malformed_file')
    expect(outcome.stderr).not.toContain('hush')
    expect(development()).toEqual({})
  })

  test('a file is taken for what its name says, unless told otherwise', async () => {
    const file = join(folder(), 'secrets.json')
    await writeFile(file, '{"A": "1"}')
    expect(await bonafide(['secrets', 'import', file])).toMatchObject({ code: 0 })
    expect(await bonafide(['secrets', 'import', file, '--format', 'dotenv'])).toMatchObject({ code: 6 })
    expect(await load('A={"b": 1}\n')).toMatchObject({ code: 0 })
    expect(development()).toEqual({ '/ A': '{"b": 1}' })
  })
})

describe('what is there already', () => {
  beforeEach(() => load('A=1\nB=2\n'))

  test('is changed unless --skip-existing says to leave it', async () => {
    expect(JSON.parse((await load('A=1\nB=3\nC=4\n', '--skip-existing', '--json')).stdout)).toEqual({
      imported: 3,
      created: 1,
      updated: 0,
      unchanged: 1,
      skipped: 1,
      dryRun: false,
    })
    expect(development()).toEqual({ '/ A': '1', '/ B': '2', '/ C': '4' })
    expect(await load('B=3\n', '--overwrite')).toMatchObject({ code: 0 })
    expect(development()).toMatchObject({ '/ B': '3' })
  })

  test('both at once is a wrong call', async () => {
    const before = server.requests.length
    expect(await load('B=3\n', '--overwrite', '--skip-existing')).toMatchObject({ code: 2, stdout: '' })
    expect(server.requests).toHaveLength(before)
  })
})

describe('R-261 no plaintext stays behind', () => {
  test('the file is to be deleted, which is said with the command', async () => {
    const file = join(folder(), "it's.env")
    await writeFile(file, 'CANARY=hush-hush\n')
    const before = await readdir(folder())
    const outcome = await bonafide(['secrets', 'import', file, '--verbose'])
    expect(outcome.stderr).toContain(`Delete it: rm '${file.replace("'", "'\\''")}'`)
    expect(outcome.stdout + outcome.stderr).not.toContain('hush')
    expect(await readdir(folder())).toEqual(before)
  })

  test('not where nothing was written, or where there is no file', async () => {
    const file = join(folder(), 'some.env')
    await writeFile(file, 'A=1\n')
    expect((await bonafide(['secrets', 'import', file, '--dry-run'])).stderr).toBe('')
    expect((await load('A=1\n')).stderr).toBe('')
  })

  test('a line of a value that lost its quotes is named by its number alone', async () => {
    const outcome = await load('A=1\nMIIEvQ+hush/hush==\n')
    expect(outcome).toMatchObject({ code: 6, stdout: '', stderr: expect.stringContaining('line 2') })
    expect(outcome.stderr).not.toContain('hush')
  })
})

test('an app that is encrypted end to end takes an import as well, and is sent no plaintext', async () => {
  const sealed = server.addApp('sealed', [['Development', 'dev']], false)
  expect(await load('{"CANARY": "hush-hush"}', '--app', 'sealed')).toMatchObject({ code: 0 })
  expect(server.contents(sealed.environments[0] ?? expect.fail('no environment'))).toEqual({ '/ CANARY': 'hush-hush' })
  expect(JSON.stringify(server.requests)).not.toContain('hush')
})

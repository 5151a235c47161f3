import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { bundleCommand, type CommandUnderTest, type RunOptions } from '../testing/command.ts'
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
  server.apps.length = 0
  server.addApp('web')
  token = server.issue()
})

const environment = () => ({ BONAFIDE_HOST: server.url, BONAFIDE_TOKEN: token })
const bonafide = (words: string[], options: RunOptions = {}) =>
  command.run(words, { ...options, env: { ...environment(), ...options.env } })
const reference = (inner: string) => `$\{${inner}}`
const node = (script: string) => ['--', process.execPath, '-e', script]

test('the command sees the secrets, which win over what was set before', async () => {
  await bonafide(['secrets', 'set', 'GREETING', '-'], { stdin: 'héllo\nworld' })
  const outcome = await bonafide(['run', ...node('process.stdout.write(process.env.GREETING)')], { env: { GREETING: 'old' } })
  expect(outcome).toMatchObject({ code: 0, stdout: 'héllo\nworld', stderr: '1 secret from Development of web.\n' })
})

test('its arguments reach it untouched, flags included', async () => {
  const outcome = await bonafide([
    'run',
    '-q',
    ...node('console.log(JSON.stringify(process.argv.slice(1)))'),
    '--',
    '--json=a',
    '--host',
    'a b',
  ])
  expect(JSON.parse(outcome.stdout)).toEqual(['--json=a', '--host', 'a b'])
  expect(outcome.stderr).toBe('')
})

test('its exit code is the exit code', async () => {
  for (const code of [0, 1, 3, 42, 255]) expect((await bonafide(['run', ...node(`process.exit(${code})`)])).code).toBe(code)
})

test('126 for what cannot be executed, 127 for what is not there', async () => {
  const file = join(command.home, '..', 'plain.txt')
  await writeFile(file, 'no program')
  await chmod(file, 0o644)
  expect(await bonafide(['run', '--', file])).toMatchObject({ code: 126, stdout: '' })
  expect(await bonafide(['run', '--', 'no-such-command-anywhere'])).toMatchObject({ code: 127, stdout: '' })
})

test('signals to bonafide reach the command, whose answer counts', async () => {
  const { child, outcome } = command.start(
    ['run', ...node("process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); console.log('ready')")],
    { env: environment() },
  )
  await new Promise((resolve) => child.stdout.once('data', resolve))
  child.kill('SIGTERM')
  expect(await outcome).toMatchObject({ code: 7, stdout: 'ready\n' })
})

test('a command that a signal ends gives 128 and its number', async () => {
  expect((await bonafide(['run', ...node("process.kill(process.pid, 'SIGKILL')")])).code).toBe(137)
  const { child, outcome } = command.start(['run', ...node("setInterval(() => {}, 1000); console.log('ready')")], { env: environment() })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  child.kill('SIGINT')
  expect((await outcome).code).toBe(130)
})

test('stdin belongs to the command', async () => {
  expect(await bonafide(['run', ...node('process.stdin.pipe(process.stdout)')], { stdin: 'through' })).toMatchObject({
    code: 0,
    stdout: 'through',
  })
})

test('--only takes these keys and no others; one that is missing stops everything', async () => {
  await bonafide(['secrets', 'set', 'A=1', 'B=2'])
  const print = node('console.log(process.env.A, process.env.B)')
  expect(await bonafide(['run', '--only', 'A', ...print])).toMatchObject({ code: 0, stdout: '1 undefined\n' })
  expect(await bonafide(['run', '--only', 'A,C', ...print])).toMatchObject({ code: 3, stdout: '' })
})

test('references are resolved across environments and apps; a circle is a failure, what is missing stays', async () => {
  server.addApp('shared')
  token = server.issue()
  await bonafide(['secrets', 'set', 'HOST=db', '--app', 'shared', '--env', 'prod'])
  await bonafide(['secrets', 'set', 'USER=app', '--app', 'web', '--env', 'Production'])
  await bonafide(['secrets', 'set', 'URL', '-', '--app', 'web'], {
    stdin: `${reference('Production.USER')}@${reference('SHARED::production.HOST')}/${reference('/x/NAME')}/${reference('NONE')}/${reference('{ci}')}`,
  })
  await bonafide(['secrets', 'set', 'NAME=main', '--path', '/x', '--app', 'web'])
  const outcome = await bonafide(['run', '--app', 'web', ...node('console.log(process.env.URL)')])
  expect(outcome).toMatchObject({
    code: 0,
    stdout: `app@db/main/${reference('NONE')}/${reference('{ci}')}\n`,
    stderr: expect.stringContaining('1 reference could not be resolved'),
  })
  await bonafide(['secrets', 'set', 'A', '-', '--app', 'web'], { stdin: reference('B') })
  await bonafide(['secrets', 'set', 'B', '-', '--app', 'web'], { stdin: reference('A') })
  expect(await bonafide(['run', '--app', 'web', ...node('console.log(1)')])).toMatchObject({
    code: 6,
    stdout: '',
    stderr: expect.stringContaining('reference_cycle'),
  })
  expect(await bonafide(['run', '--app', 'web', '--raw', ...node('console.log(process.env.A)')])).toMatchObject({
    code: 0,
    stdout: `${reference('B')}\n`,
  })
})

test('a value that no environment can hold is refused before the command starts', async () => {
  await bonafide(['secrets', 'set', 'A', '-'], { stdin: 'a\u0000b' })
  expect(await bonafide(['run', ...node('console.log(1)')])).toMatchObject({ code: 6, stdout: '' })
})

test('without a command or a token nothing runs', async () => {
  expect(await bonafide(['run'])).toMatchObject({ code: 2 })
  expect(await bonafide(['run', ...node('console.log(1)')], { env: { BONAFIDE_TOKEN: '' } })).toMatchObject({ code: 4, stdout: '' })
})

import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bundleCommand, type CommandUnderTest, type RunOptions } from '../testing/command.ts'
import { problem, startWireServer, tokenDocument, type WireServer } from '../testing/wire-server.ts'

const account = '0192c5a1-7a3b-7000-8000-000000000001'
const route = '/api/v1/auth/oidc'
const jwt = ['{"alg":"RS256"}', '{"iss":"https://issuer.example","sub":"job-7"}', 'sig']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.')

let command: CommandUnderTest
let server: WireServer
let door: Awaited<ReturnType<typeof openDoor>>
/** Where the system keeps files of its users while they are signed in. */
let runtime: string
let proofs: Record<string, unknown>[]
let ttlSeconds: number

beforeAll(async () => {
  command = await bundleCommand()
  server = await startWireServer()
  door = await openDoor(new URL(server.url).port)
  runtime = await mkdtemp(join(tmpdir(), 'bonafide-runtime-'))
})
afterAll(async () => {
  await Promise.all([server.close(), door.close()])
  await rm(runtime, { recursive: true, force: true })
  await command.remove()
})
beforeEach(async () => {
  server.apps.length = 0
  server.requests.length = 0
  const app = server.addApp('web')
  const writer = server.issue()
  const set = await command.run(['secrets', 'set', 'GREETING', '-'], {
    env: { BONAFIDE_HOST: server.url, BONAFIDE_TOKEN: writer },
    stdin: 'hello',
  })
  expect(set.code, set.stderr).toBe(0)
  proofs = []
  ttlSeconds = 900
  server.exchanges(route, async (body) => {
    proofs.push(body)
    const token = server.issue({ apps: [app] })
    setTimeout(() => server.revoke(token), ttlSeconds * 1000).unref()
    const { scope } = (body.tokenRequest ?? {}) as { scope?: string }
    const document = tokenDocument(token, ttlSeconds)
    return Response.json(scope === undefined ? document : { authentication: { ...document.authentication, scope } })
  })
})

/** A way to the server that can be shut, as if the server were not there. */
async function openDoor(port: string) {
  const sockets = new Set<Socket>()
  let shut = false
  const pipes: Server = createServer((socket) => {
    if (shut) return void socket.destroy()
    const onward = connect(Number(port), '127.0.0.1')
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy()).on('close', () => sockets.delete(one) && other.destroy())
      one.pipe(other)
    }
  })
  await new Promise<void>((resolve) => pipes.listen(0, '127.0.0.1', resolve))
  const address = pipes.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    shut() {
      shut = true
      for (const socket of sockets) socket.destroy()
    },
    open() {
      shut = false
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => pipes.close(resolve))
    },
  }
}

const surroundings = (env: RunOptions['env'] = {}) => ({
  BONAFIDE_HOST: door.url,
  XDG_RUNTIME_DIR: runtime,
  JOB_TOKEN: jwt,
  BONAFIDE_KEYRING: 'off',
  ...env,
})
const signedIn = (...more: string[]) => [
  'run',
  '--mode',
  'oidc',
  '--oidc-token-env',
  'JOB_TOKEN',
  '--service-account-id',
  account,
  '--app',
  'web',
  ...more,
]
const node = (script: string) => ['--', process.execPath, '-e', script]
const run = (words: string[], env?: RunOptions['env']) => command.run(words, { env: surroundings(env) })

describe('run --mode', () => {
  test('signs in, and tells the command where its token is: a file for its owner alone, gone with the command', async () => {
    const script = `
      const { readFileSync, statSync } = require('node:fs')
      const { BONAFIDE_TOKEN_FILE: file, BONAFIDE_TOKEN, PHASE_SERVICE_TOKEN, BONAFIDE_HOST, GREETING } = process.env
      const mode = (path) => (statSync(path).mode & 0o777).toString(8)
      const folder = require('node:path').dirname(file)
      const token = readFileSync(file, 'utf8')
      console.log(JSON.stringify({ file, folder: mode(folder), mode: mode(file), shape: /^pss_service:v2:.*\\n$/.test(token),
        others: [BONAFIDE_TOKEN, PHASE_SERVICE_TOKEN], BONAFIDE_HOST, GREETING, inEnvironment: JSON.stringify(process.env).includes(token.trim()) }))`
    const stale = { BONAFIDE_TOKEN: server.issue({ apps: [] }), PHASE_SERVICE_TOKEN: 'older' }
    const { code, stdout, stderr } = await run(signedIn(...node(script)), stale)
    expect([code, stderr]).toEqual([0, '1 secret from Development of web.\n'])
    const told = JSON.parse(stdout)
    expect(told).toMatchObject({
      mode: '600',
      folder: '700',
      shape: true,
      others: [null, null],
      BONAFIDE_HOST: door.url,
      GREETING: 'hello',
    })
    expect(told.inEnvironment).toBe(false)
    expect(told.file.startsWith(runtime)).toBe(true)
    expect(await readdir(runtime)).toEqual([])
    await expect(stat(told.file)).rejects.toThrow()
    expect(await readdir(command.home).catch(() => [])).toEqual([])
  })

  test('no read fails while the server is away for a while and the token is renewed several times', async () => {
    ttlSeconds = 6
    const script = join(runtime, '..', `reader-${process.pid}.mjs`)
    await writeFile(
      script,
      `
      import { spawnSync } from 'node:child_process'
      import { readFileSync } from 'node:fs'
      const endsAt = Date.now() + 14_000
      const tokens = new Set()
      const failures = []
      let reads = 0
      console.error('ready')
      while (Date.now() < endsAt) {
        tokens.add(readFileSync(process.env.BONAFIDE_TOKEN_FILE, 'utf8'))
        const read = spawnSync(process.execPath, [process.argv[2], 'secrets', 'get', 'GREETING', '--app', 'web'], { encoding: 'utf8' })
        reads++
        if (read.status !== 0 || read.stdout.trim() !== 'hello') failures.push(read.stderr)
      }
      console.log(JSON.stringify({ reads, failures, tokens: tokens.size }))`,
    )
    try {
      const { child, outcome } = command.start(signedIn('--', process.execPath, script, command.file), { env: surroundings() })
      await new Promise((resolve) => child.stderr.on('data', (text) => String(text).includes('ready') && resolve(null)))
      setTimeout(() => door.shut(), 4000)
      setTimeout(() => door.open(), 6500)
      const { code, stdout, stderr } = await outcome
      expect(code, stderr).toBe(0)
      const told = JSON.parse(stdout)
      expect(told.failures).toEqual([])
      expect(told.reads).toBeGreaterThan(3)
      expect(told.tokens).toBeGreaterThanOrEqual(3)
      expect(proofs.length).toBeGreaterThanOrEqual(told.tokens)
      expect(stderr).not.toContain('pss_service')
      expect(await readdir(runtime)).toEqual([])
    } finally {
      door.open()
      await rm(script)
    }
  })

  test('is told once that it is refused, goes on, and is well again when it is trusted again', async () => {
    ttlSeconds = 2
    const script = "setTimeout(() => { console.log('done'); process.exit(5) }, 6000); console.log('ready')"
    const { child, outcome } = command.start(signedIn(...node(script)), { env: surroundings() })
    await new Promise((resolve) => child.stdout.once('data', resolve))
    const good = proofs.length
    for (let count = 0; count < 3; count++) server.once(route, () => problem(403, 'subject_not_trusted', 'You are not trusted.'))
    const { code, stdout, stderr } = await outcome
    expect([code, stdout]).toEqual([5, 'ready\ndone\n'])
    expect(stderr.match(/could not be renewed/g)).toHaveLength(1)
    expect(stderr).toContain('You are not trusted.')
    expect(stderr).toContain('The token was renewed.')
    expect(proofs.length).toBeGreaterThan(good)
    expect(stderr).not.toContain(jwt)
  })

  test('hands on signals and exit codes, and leaves nothing behind', async () => {
    const { child, outcome } = command.start(
      signedIn(...node("process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); console.log('ready')")),
      { env: surroundings() },
    )
    await new Promise((resolve) => child.stdout.once('data', resolve))
    expect(await readdir(runtime)).toHaveLength(1)
    child.kill('SIGTERM')
    expect(await outcome).toMatchObject({ code: 7, stdout: 'ready\n' })
    expect((await run(signedIn('--', 'no-such-command-anywhere'))).code).toBe(127)
    expect(await readdir(runtime)).toEqual([])
  })

  test('narrows its token, and refuses one that an older server did not narrow', async () => {
    const scope = 'secrets:read app:web'
    expect((await run(signedIn('--scope', scope, ...node('')))).code).toBe(0)
    expect(proofs[0]).toMatchObject({ tokenRequest: { scope } })
    server.exchanges(route, async () => Response.json(tokenDocument(server.issue())))
    for (const words of [
      signedIn('--scope', scope, ...node("console.log('ran')")),
      ['auth', '--mode', 'oidc', '--oidc-token-env', 'JOB_TOKEN', '--service-account-id', account, '--scope', scope, '--no-store'],
    ]) {
      const outcome = await run(words)
      expect(outcome).toMatchObject({ code: 1, stdout: '' })
      expect(outcome.stderr).toContain('scope_ignored')
      expect(outcome.stderr).not.toContain('pss_service')
    }
    expect(await readdir(runtime)).toEqual([])
  })

  test.each([
    ['no account', ['run', '--mode', 'oidc', '--oidc-token-env', 'JOB_TOKEN']],
    ['a token beside it', [...signedIn('--token', 'pss_service:v2:x')]],
    ['a proof on stdin, which is there once', ['run', '--mode', 'oidc', '--oidc-token-file', '-', '--service-account-id', account]],
    ['flags of another mode', [...signedIn('--azure-source', 'az')]],
    ['flags of a mode without one', ['run', '--scope', 'secrets:read']],
    ['a lifetime without a mode', ['run', '--ttl', '5m']],
  ])('%s is refused before anything is asked', async (_, words) => {
    expect(await run([...words, ...node("console.log('ran')")])).toMatchObject({ code: 2, stdout: '' })
    expect([proofs.length, await readdir(runtime)]).toEqual([0, []])
  })
})

describe('BONAFIDE_TOKEN_FILE', () => {
  test('is read where no token is named; one that is not there, or holds something else, is a failure that does not show it', async () => {
    const file = join(runtime, 'own-token')
    const environment = { BONAFIDE_TOKEN_FILE: file }
    try {
      expect(await run(['auth', 'status'], environment)).toMatchObject({ code: 4, stdout: '' })
      await writeFile(file, 'not-a-token-but-secret')
      const bad = await run(['auth', 'status'], environment)
      expect([bad.code, bad.stderr.includes('not-a-token-but-secret')]).toEqual([4, false])
      await writeFile(file, `${server.issue()}\n`)
      const good = await run(['auth', 'status', '--json=source'], environment)
      expect(JSON.parse(good.stdout)).toEqual({ source: 'BONAFIDE_TOKEN_FILE' })
      const named = await run(['auth', 'status', '--json=source'], { ...environment, BONAFIDE_TOKEN: server.issue() })
      expect(JSON.parse(named.stdout)).toEqual({ source: 'BONAFIDE_TOKEN' })
    } finally {
      await rm(file, { force: true })
    }
  })
})

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect as dial } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ServiceAccount } from '@bonafide/core'
import type { Listening } from '@bonafide/stand-ins'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttpServer, listen } from '../src/server/http-server.ts'
import { awsRoute } from './refusals.ts'
import { readableEnvironment } from './workloads.ts'
import { createWorld, post, type World } from './world.ts'

/** Group H where it is about the process: how it starts, stops, logs, measures itself, and lives with a database in trouble. */

let world: World
let platforms: Listening[]
let account: ServiceAccount
let environment: string
const children: ChildProcess[] = []

beforeAll(async () => {
  world = await createWorld()
  platforms = [await world.sts.listen(), await world.entra.listen()]
  account = await world.account()
  await world.awsIdentity(account.id)
  environment = await readableEnvironment(world, account.id, 1)
})
afterAll(async () => {
  for (const child of children.filter((one) => one.exitCode === null && one.signalCode === null)) {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  for (const platform of platforms) await platform.close()
  await world.close()
})

interface Program {
  child: ChildProcess
  url: string
  /** Everything it has written to standard output. */
  lines: string[]
  ended: Promise<unknown[]>
}

const canaryMetrics = 'CANARY-metrics-token'
const variables = (): Record<string, string | undefined> => ({
  PATH: process.env.PATH,
  PORT: '0',
  BONAFIDE_PUBLIC_URL: 'https://bonafide.example',
  DATABASE_URL: world.database.url,
  BONAFIDE_SECRET_KEY: world.secret,
  AWS_ENDPOINT_URL_STS: platforms[0]?.url,
  AZURE_AUTHORITY_HOST: platforms[1]?.url,
  BONAFIDE_TRUSTED_PROXIES: '127.0.0.1/32',
  BONAFIDE_METRICS_TOKEN: canaryMetrics,
  BONAFIDE_LOG_LEVEL: 'debug',
})

/** One server process, with everything that it says. */
async function start(changes: Record<string, string | undefined> = {}): Promise<Program> {
  const program = join(import.meta.dirname, 'node-process.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', program], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...variables(), ...changes },
  })
  children.push(child)
  const ended = once(child, 'exit')
  const lines: string[] = []
  const port = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line)
        if (/^\d+$/.test(line)) resolve(line)
      })
    }
    void ended.then(() => reject(new Error(lines.join('\n'))))
  })
  return { child, lines, ended, url: `http://127.0.0.1:${await port}` }
}

let sessions = 0
/** A proof that nobody has sent before. */
const freshBody = () => world.awsBody(world.role('app', `session-${++sessions}`), account.id)
const from = () => ({ 'x-forwarded-for': `198.18.9.${sessions % 256}` })
const login = (url: string, headers: Record<string, string> = {}) => post(`${url}${awsRoute}`, freshBody(), { ...from(), ...headers })
const minted = () =>
  Promise.all([world.count('service_account_tokens'), world.count(`exchanges where outcome = 'accepted'`), world.count('used_proofs')])
const scrape = async (url: string) => (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${canaryMetrics}` } })).text()

describe('one process', () => {
  let program: Program
  let bearerToken: string

  beforeAll(async () => {
    program = await start()
    bearerToken = (await login(program.url)).json.authentication.bearerToken
  })
  const read = () =>
    fetch(`${program.url}/service/secrets/`, { headers: { authorization: `Bearer ${bearerToken}`, environment } }).then(
      ({ status }) => status,
    )

  it('OPS-15 with its disk full makes nothing, answers 503, and goes on reading', async () => {
    await world.database.pool.query(`
      create function disk_full() returns trigger language plpgsql as $$ begin raise exception 'CANARY disk' using errcode = '53100'; end $$;
      create trigger disk_full before insert on exchanges for each row execute function disk_full()`)
    const before = await minted()
    const answer = await login(program.url)
    expect([answer.status, answer.json.code]).toEqual([503, 'unavailable'])
    expect(answer.text).not.toContain('CANARY')
    expect(await read()).toBe(200)
    await world.database.pool.query('drop function disk_full cascade')
    expect(await minted()).toEqual(before)
    expect((await login(program.url)).status).toBe(200)
  })

  it('OPS-04 does not wait for ever for a lock, nor keep others from reading', async () => {
    const before = await minted()
    const holder = await world.database.pool.connect()
    await holder.query('begin; lock table used_proofs in access exclusive mode')
    const [answer, status] = await Promise.all([login(program.url), read()])
    await holder.query('rollback')
    holder.release()
    expect([answer.status, status]).toEqual([503, 200])
    expect(await minted()).toEqual(before)
  }, 20_000)

  it('OPS-05 mints at most once when the database ends its connections in the middle', async () => {
    const before = await minted()
    let granted = 0
    for (let round = 0; round < 10; round++) {
      const logins = Array.from({ length: 8 }, () => login(program.url))
      await world.database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'bonafide' and state = 'active'`,
      )
      for (const { status } of await Promise.all(logins)) {
        expect([200, 503]).toContain(status)
        if (status === 200) granted++
      }
    }
    const after = await minted()
    const grown = after.map((count, index) => count - (before[index] ?? 0))
    // Whoever got no answer may have been granted all the same: then all three rows are there.
    expect(new Set(grown).size).toBe(1)
    expect(grown[0]).toBeGreaterThanOrEqual(granted)
    expect(await read()).toBe(200)
  }, 20_000)

  it('TOK-26 TOK-25 what the database says of a row that it refuses stays out of answers and logs', async () => {
    await world.database.pool.query(`alter table exchanges add constraint agents check (user_agent not like 'CANARY%') not valid`)
    const before = await minted()
    const seen = program.lines.length
    const answer = await login(program.url, { 'user-agent': 'CANARY-agent' })
    await world.database.pool.query('alter table exchanges drop constraint agents')
    expect([answer.status, answer.json.code]).toEqual([500, 'internal_error'])
    expect(answer.text).not.toMatch(/CANARY|agents|insert|exchanges/)
    expect(await minted()).toEqual(before)
    const told = program.lines.slice(seen).join('\n')
    expect(told).toContain(answer.json.requestId)
    expect(told).toContain('23514')
    expect(told).not.toMatch(/CANARY|Failing row/)
  })

  it('OPS-29 OPS-30 takes nothing of an attacker’s into its measures, and nothing unescaped into its log', async () => {
    await login(program.url)
    await post(`${program.url}${awsRoute}`, {}, from())
    const series = (text: string) => text.split('\n').filter((line) => line.startsWith('exchange')).length
    const before = series(await scrape(program.url))
    const seen = program.lines.length
    for (let index = 0; index < 200; index++) {
      const body = { account: { id: `0190a5b0-7b1c-7000-8000-0000000${10_000 + index}` }, awsIam: { httpRequestMethod: `CANARY-${index}` } }
      const headers = {
        'user-agent': `CANARY-${index}`,
        'x-request-id': `CANARY-${'x'.repeat(1000)}`,
        traceparent: 'CANARY',
        'x-forwarded-for': `10.9.8.${index}`,
      }
      const answer = await post(`${program.url}${awsRoute}?CANARY=${index}`, body, headers)
      expect(answer.json.requestId).toMatch(/^req_[0-9a-f]{32}$/)
      await fetch(`${program.url}/service/CANARY-${index}/%1b%5b31m%0a`)
    }
    const text = await scrape(program.url)
    expect(series(text)).toBe(before)
    expect(text).not.toContain('CANARY')
    for (const line of program.lines.slice(seen)) {
      expect(JSON.parse(line)).toBeTypeOf('object')
      expect(line.length).toBeLessThan(2000)
      expect(line).not.toContain('\u001b')
    }
  })

  it('OPS-31 shows its measures to nobody without the token, and in its health nothing but that it runs', async () => {
    expect((await fetch(`${program.url}/metrics`)).status).toBe(401)
    expect((await fetch(`${program.url}/metrics`, { headers: { authorization: 'Bearer x' } })).status).toBe(401)
    for (const path of [
      '/healthz',
      '/readyz',
      '/service/health/',
      '/api/health?verbose',
      '/debug',
      '/debug/pprof',
      '/actuator/env',
      '/server-status',
    ]) {
      const text = await (await fetch(`${program.url}${path}`)).text()
      expect(text.length).toBeLessThan(500)
      expect(text).not.toMatch(/postgres|node_modules|BONAFIDE_|CANARY/)
    }
  })

  it('OPS-16 OPS-17 stays small and quick while 100 largest bodies and the worst queries arrive', async () => {
    const kilobytes = (count: number) => 'x'.repeat(count * 1024)
    const hostile = [
      { path: awsRoute, body: `{"account":"${kilobytes(63)}"}` },
      { path: '/api/graphql', body: `{"query":"${kilobytes(255)}"}` },
      { path: '/api/graphql', body: JSON.stringify({ query: `{${' id'.repeat(10_000)}}` }) },
      { path: '/service/secrets/', body: kilobytes(9 * 1024) },
      { path: '/api/auth/sign-in', body: `{"email":"${kilobytes(15)}"}` },
    ]
    const flood = Array.from({ length: 100 }, (_, index) => {
      const { path, body } = hostile[index % hostile.length] ?? { path: '/', body: '' }
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer Session ${path === '/api/graphql' ? world.owner.sessionToken : 'x'}`,
      }
      // A server that has answered may hang up on the rest of a body.
      return fetch(`${program.url}${path}`, { method: 'POST', body, headers }).then(
        ({ status }) => status,
        () => 0,
      )
    })
    const waits: number[] = []
    for (let probe = 0; probe < 20; probe++) {
      const startedAt = performance.now()
      expect((await fetch(`${program.url}/healthz`)).status).toBe(200)
      waits.push(performance.now() - startedAt)
    }
    for (const status of await Promise.all(flood)) expect([0, 400, 401, 413, 429]).toContain(status)
    expect(waits.toSorted((a, b) => a - b)[10]).toBeLessThan(500)
    const resident = /^bonafide_process_resident_memory_bytes (\S+)$/m.exec(await scrape(program.url))?.[1]
    expect(Number(resident)).toBeLessThan(512 * 1024 * 1024)
  }, 20_000)

  it('TOK-25 has logged no secret, however much it logs', () => {
    const told = program.lines.join('\n')
    expect(program.lines.length).toBeGreaterThan(100)
    const password = new URL(world.database.url).password
    for (const secret of [
      bearerToken.split(' ')[1],
      world.secret,
      world.owner.sessionToken,
      canaryMetrics,
      'Signature=',
      'eyJ',
      'value of secret',
    ])
      expect(told).not.toContain(secret)
    if (password !== '') expect(told).not.toContain(password)
  })

  it('OPS-11 on SIGTERM takes nothing new, finishes 60 logins, and ends without half a state', async () => {
    let speak = () => {}
    const silence = new Promise<void>((resolve) => {
      speak = resolve
    })
    let asked = 0
    world.sts.misbehave(async (request) => {
      asked++
      await silence
      world.sts.behave()
      return world.sts.handle(request)
    })
    const before = await minted()
    const logins = Array.from({ length: 60 }, () => login(program.url).catch(() => null))
    while (asked < 60) await new Promise((resolve) => setImmediate(resolve))
    program.child.kill('SIGTERM')
    program.child.kill('SIGTERM')
    const refused = () =>
      new Promise<boolean>((resolve) => {
        const socket = dial(Number(new URL(program.url).port), '127.0.0.1', () => resolve(false))
        socket.on('error', () => resolve(true))
        socket.on('connect', () => socket.destroy())
      })
    while (!(await refused()));
    speak()
    const statuses = (await Promise.all(logins)).map((answer) => answer?.status)
    const [code, signal] = await program.ended
    expect([code, signal]).toEqual([0, null])
    expect(new Set(statuses)).toEqual(new Set([200]))
    const after = await minted()
    expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([60, 60, 60])
  }, 30_000)
})

describe('a process that cannot work', () => {
  it('OPS-05 on a database that only reads mints nothing and says that it cannot', async () => {
    const url = new URL(world.database.url)
    url.searchParams.set('options', '-c default_transaction_read_only=on')
    const program = await start({ DATABASE_URL: url.href })
    const before = await minted()
    const answer = await login(program.url)
    expect([answer.status, answer.json.code]).toEqual([503, 'unavailable'])
    expect(await minted()).toEqual(before)
  })

  it('OPS-36 AWS-50 refuses to start, and names the variables but not their values', async () => {
    const wrong = {
      DATABASE_URL: 'mysql://CANARY@db',
      BONAFIDE_SECRET_KEY: 'CANARY-key',
      AWS_ENDPOINT_URL_STS: 'CANARY',
      NODE_ENV: 'production',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    }
    const told = await start(wrong).then(
      () => 'it started',
      (error: Error) => error.message,
    )
    for (const name of Object.keys(wrong).filter((one) => one !== 'NODE_ENV')) expect(told).toContain(name)
    expect(told).not.toContain('CANARY')
  })
})

describe('OPS-21: whoever sends drop by drop', () => {
  it('is cut off, and keeps nobody else waiting', async () => {
    const server = createHttpServer({
      api: async (request) => new Response(await request.text()),
      pages: (_, response) => response.end('page'),
      secure: false,
      stopping: new AbortController().signal,
    })
    // The product's own limits are what this holds them to; the test has less time.
    expect(server.headersTimeout).toBeLessThanOrEqual(10_000)
    expect(server.requestTimeout).toBeLessThanOrEqual(60_000)
    expect(server.keepAliveTimeout).toBeLessThanOrEqual(65_000)
    server.headersTimeout = 200
    server.requestTimeout = 400
    await listen(server, 0)
    const { port } = server.address() as { port: number }
    const beginnings = ['GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ', 'POST /api/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nx']
    const closed = Array.from({ length: 200 }, (_, index) => {
      const socket = dial(port, '127.0.0.1', () => socket.write(beginnings[index % 2] ?? ''))
      socket.on('error', () => undefined)
      socket.resume()
      return once(socket, 'close')
    })
    for (let probe = 0; probe < 10; probe++) {
      const startedAt = performance.now()
      expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
      expect(performance.now() - startedAt).toBeLessThan(1000)
    }
    await Promise.all(closed)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }, 15_000)

  it('OPS-27 TRACE and CONNECT lead nowhere', async () => {
    const server = createHttpServer({
      api: async () => new Response('api'),
      pages: (_, response) => response.end('page'),
      secure: false,
      stopping: new AbortController().signal,
    })
    await listen(server, 0)
    const { port } = server.address() as { port: number }
    const ask = (line: string) =>
      new Promise<string>((resolve) => {
        const socket = dial(port, '127.0.0.1', () => socket.write(`${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`))
        let text = ''
        socket.on('data', (data) => {
          text += data
        })
        socket.on('error', () => undefined)
        socket.on('close', () => resolve(text))
      })
    expect(await ask('TRACE /api/x')).toMatch(/^HTTP\/1\.1 405 /)
    expect(await ask('CONNECT 169.254.169.254:80')).not.toMatch(/ 200 /)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
})

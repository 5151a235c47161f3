import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { claimDataDirectory, DataDirectoryInUse, type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts'
import { chooseAccount } from './embedded-account.ts'
import { installedBinaries } from './embedded-binaries.ts'
import { ensureCluster } from './embedded-cluster.ts'
import { tryLock } from './embedded-lock.ts'
import { startPostmaster, stopPostmaster } from './embedded-postmaster.ts'
import { isRunning } from './embedded-process.ts'

let dataDirectory: string
const started: EmbeddedPostgres[] = []
const children: ChildProcess[] = []

beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'bonafide-embedded-'))
})

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const postgres of started.splice(0)) await postgres.stop()
  rmSync(dataDirectory, { recursive: true, force: true })
})

const settings = { shared_buffers: '16MB' }

async function start(options: { settings?: Record<string, string> } = {}) {
  const postgres = await startEmbeddedPostgres({ dataDirectory, settings: { ...settings, ...options.settings } })
  started.push(postgres)
  return postgres
}

async function query(url: string, text: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(text, values)).rows
  } finally {
    await client.end()
  }
}

/** A server process of its own: claims the folder, starts PostgreSQL, says where, and then waits to be killed. */
async function serverProcess(): Promise<{ child: ChildProcess; url: string; pid: number; adopted: boolean }> {
  const program = `
    import { claimDataDirectory, startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, 'embedded.ts'))}
    await claimDataDirectory(process.argv[1])
    const { url, pid, adopted } = await startEmbeddedPostgres({ dataDirectory: process.argv[1], settings: { shared_buffers: '16MB' } })
    console.log(JSON.stringify({ url, pid, adopted }))
    setInterval(() => {}, 1000)`
  const tsx = createRequire(import.meta.url).resolve('tsx')
  const child = spawn(process.execPath, ['--import', tsx, '--input-type=module', '-e', program, '--', dataDirectory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  for await (const line of createInterface({ input: child.stdout })) {
    const postgres = JSON.parse(line) as { url: string; pid: number; adopted: boolean }
    started.push({ ...postgres, stop: async () => (await startEmbeddedPostgres({ dataDirectory })).stop() })
    return { child, ...postgres }
  }
  throw new Error('The server process ended early')
}

async function kill(child: ChildProcess) {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

describe('the embedded PostgreSQL', () => {
  it('starts from nothing, durable, on the loopback interface alone, with its password kept private', async () => {
    const postgres = await start()
    expect(postgres.adopted).toBe(false)
    const rows = await query(
      postgres.url,
      `select current_database() as name, current_setting('fsync') as fsync, current_setting('listen_addresses') as addresses, current_setting('max_connections') as connections`,
    )
    expect(rows).toEqual([{ name: 'bonafide', fsync: 'on', addresses: '127.0.0.1', connections: '100' }])
    const wrongPassword = new URL(postgres.url)
    wrongPassword.password = 'wrong'
    await expect(query(wrongPassword.href, 'select 1')).rejects.toThrow(/password authentication failed/)
  })

  it('keeps its rows when stopped and started again', async () => {
    const first = await start()
    await query(first.url, 'create table kept as select 1 as one')
    await first.stop()
    expect(isRunning(first.pid)).toBe(false)
    const second = await start()
    expect(second.adopted).toBe(false)
    expect(await query(second.url, 'select one from kept')).toEqual([{ one: 1 }])
  })

  it('is adopted, not started twice, by a second start', async () => {
    const first = await start()
    const second = await start()
    expect(second).toMatchObject({ adopted: true, pid: first.pid, url: first.url })
  })

  it('is started once by two starts at the same moment', async () => {
    const [one, other] = await Promise.all([start(), start()])
    expect(one.pid).toBe(other.pid)
    expect([one.adopted, other.adopted].sort()).toEqual([false, true])
  })

  it('is adopted at once when its server was killed with -9', async () => {
    const before = await serverProcess()
    await query(before.url, 'create table kept as select 1 as one')
    await kill(before.child)
    const after = await serverProcess()
    expect(after).toMatchObject({ adopted: true, pid: before.pid })
    expect(await query(after.url, 'select one from kept')).toEqual([{ one: 1 }])
  })

  it('keeps every acknowledged row when it is killed with -9 in the middle of writing', async () => {
    const first = await start()
    await query(first.url, 'create table written (number int primary key)')
    const client = new pg.Client({ connectionString: first.url })
    client.on('error', () => {})
    await client.connect()
    let acknowledged = 0
    const writing = (async () => {
      for (let number = 1; ; number++) {
        await client.query('insert into written values ($1)', [number])
        acknowledged = number
        if (number === 100) process.kill(first.pid, 'SIGKILL')
      }
    })()
    await expect(writing).rejects.toThrow()
    await client.end().catch(() => {})
    const second = await start()
    expect(second.adopted).toBe(false)
    const [row] = await query(second.url, 'select count(*)::int as count, max(number) as newest from written')
    expect(acknowledged).toBeGreaterThanOrEqual(100)
    expect(row.count).toBe(row.newest)
    expect(row.newest).toBeGreaterThanOrEqual(acknowledged)
  })

  it('starts although postmaster.pid names a stranger that took over the process id', async () => {
    const first = await start()
    await first.stop()
    const stranger = ['1', join(dataDirectory, 'postgres'), '1', '5432', '', '127.0.0.1', '', 'ready', '']
    writeFileSync(join(dataDirectory, 'postgres', 'postmaster.pid'), stranger.with(0, String(process.pid)).join('\n'))
    const second = await start()
    expect(second.adopted).toBe(false)
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('begins again when the very first start was interrupted', async () => {
    const first = await start()
    await first.stop()
    cpSync(join(dataDirectory, 'postgres', 'base'), join(dataDirectory, 'postgres.new', 'base'), { recursive: true })
    rmSync(join(dataDirectory, 'postgres'), { recursive: true })
    expect(await query((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(existsSync(join(dataDirectory, 'postgres.new'))).toBe(false)
  })

  it('says in PostgreSQL’s words why it does not start', async () => {
    await expect(start({ settings: { max_connections: 'many' } })).rejects.toThrow(/max_connections/)
  })

  it('says to set DATABASE_URL on a platform without binaries', () => {
    expect(() => installedBinaries('linux-s390x')).toThrow(/set DATABASE_URL/)
  })

  it.runIf(process.getuid?.() === 0)('runs as an unprivileged user where root may not make user namespaces, and changes back', async () => {
    const account = chooseAccount(installedBinaries(), join(dataDirectory, 'postgres'), false)
    expect(account.spawnOptions.uid).toBeGreaterThan(0)
    ensureCluster(account, join(dataDirectory, 'postgres-password'), false)
    const postmaster = await startPostmaster(account, join(dataDirectory, 'postgres.log'), {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
    })
    await stopPostmaster(account)
    expect(isRunning(postmaster.pid)).toBe(false)
    expect(await query((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }])
  })
})

describe('a claim on the data folder', () => {
  it('is refused while another server runs, and says which', async () => {
    const { child } = await serverProcess()
    const refusal = await claimDataDirectory(dataDirectory).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(DataDirectoryInUse)
    expect(refusal).toMatchObject({ code: 'data_directory_in_use', pid: child.pid })
    expect(String(refusal)).toContain(String(child.pid))
  })

  it('is refused within the same process too, until it is released', async () => {
    const claim = await claimDataDirectory(dataDirectory)
    await expect(claimDataDirectory(dataDirectory)).rejects.toMatchObject({ pid: process.pid })
    claim.release()
    const again = await claimDataDirectory(dataDirectory)
    again.release()
  })

  it('is taken over when a new process has the old one’s id', async () => {
    const claim = await claimDataDirectory(dataDirectory)
    const path = join(dataDirectory, 'owner.json')
    const owner = JSON.parse(readFileSync(path, 'utf8'))
    writeFileSync(path, JSON.stringify({ ...owner, startMark: 'another boot:1' }))
    const takenOver = await claimDataDirectory(dataDirectory)
    claim.release()
    expect(existsSync(path)).toBe(true)
    takenOver.release()
    expect(existsSync(path)).toBe(false)
  })

  it('goes to exactly one of many that find it abandoned at once', async () => {
    const gone = spawn(process.execPath, ['-e', ''])
    await once(gone, 'exit')
    expect(isRunning(gone.pid ?? 0)).toBe(false)
    const path = join(dataDirectory, 'owner.json')
    writeFileSync(path, JSON.stringify({ pid: gone.pid, lockId: 'old' }))
    const attempts = await Promise.all(Array.from({ length: 20 }, () => tryLock(path)))
    expect(attempts.filter((attempt) => 'held' in attempt)).toHaveLength(1)
  })

  it('is taken over when its file is damaged', async () => {
    writeFileSync(join(dataDirectory, 'owner.json'), '{"pid":')
    const claim = await claimDataDirectory(dataDirectory)
    claim.release()
  })
})

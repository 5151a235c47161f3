import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Account, handOver } from './embedded-account.ts'
import { binaryPath } from './embedded-binaries.ts'
import { exists, isRunning, processesServing, servesData } from './embedded-process.ts'

export interface Postmaster {
  pid: number
  port: number
  ready: boolean
}

const pollMs = 15
/** Crash recovery of a large database takes its time; a postmaster that lives is waited for. */
const readyTimeoutMs = 300_000
const orphanTimeoutMs = 15_000
const maxLogBytes = 10 * 1024 * 1024

/** The postmaster that runs on the data, by its own `postmaster.pid`; undefined when none does, or the file is not true any more. */
export function runningPostmaster(dataPath: string): Postmaster | undefined {
  const path = join(dataPath, 'postmaster.pid')
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
  const pid = Number(lines[0])
  // A dead postmaster's id may by now be a stranger's.
  if (!isRunning(pid) || servesData(pid, dataPath) === false) return undefined
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
}

/** Waits until a postmaster that another process started, or left behind, takes connections. */
export async function untilReady(dataPath: string): Promise<Postmaster | undefined> {
  const deadline = Date.now() + readyTimeoutMs
  for (;;) {
    const postmaster = runningPostmaster(dataPath)
    if (!postmaster || postmaster.ready) return postmaster
    if (Date.now() > deadline) throw new Error(`PostgreSQL (process ${postmaster.pid}) is not ready after ${readyTimeoutMs / 1000} s`)
    await delay(pollMs)
  }
}

/**
 * Starts a postmaster on a free port of the loopback interface.
 * @throws Error with the last lines of the log.
 */
export async function startPostmaster(account: Account, logPath: string, settings: Record<string, string>): Promise<Postmaster> {
  await clearRemains(account.dataPath)
  handOver(account.dataPath, account)
  for (let attempt = 1; ; attempt++) {
    const logStart = rotatedLogSize(logPath)
    const postmaster = await spawnPostmaster(account, logPath, { port: String(await freePort()), ...settings })
    if (postmaster) return postmaster
    const lines = readFrom(logPath, logStart)
    // Somebody may take the port between our look and PostgreSQL's; a dying child of the last postmaster may hold its memory.
    const passing = /Address already in use|could not create any TCP\/IP sockets|shared memory block .* still in use/.test(lines)
    if (!passing || settings.port || attempt === 5)
      throw new Error(`PostgreSQL did not start: ${lines.trim().split('\n').slice(-6).join('\n')}`)
    await delay(200)
  }
}

/** Ends the postmaster's sessions and waits until it is gone. */
export async function stopPostmaster(account: Account): Promise<void> {
  const postmaster = runningPostmaster(account.dataPath)
  if (!postmaster) return
  if (process.platform === 'win32') {
    spawnSync(binaryPath(account.native, 'pg_ctl'), ['stop', '-m', 'fast', '-w', '-D', account.dataPath], { stdio: 'ignore' })
  } else signal(postmaster.pid, 'SIGINT')
  const deadline = Date.now() + 60_000
  while (isRunning(postmaster.pid)) {
    if (Date.now() > deadline) throw new Error(`PostgreSQL (process ${postmaster.pid}) did not stop within 60 s`)
    await delay(pollMs)
  }
}

async function spawnPostmaster(account: Account, logPath: string, settings: Record<string, string>): Promise<Postmaster | undefined> {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [file, list] = account.command(binaryPath(account.native, 'postgres'), ['-D', account.dataPath, ...options])
  const log = openSync(logPath, 'a', 0o600)
  // Detached: Ctrl-C in a terminal goes to our process, which then stops PostgreSQL in good order.
  const child = spawn(file, list, { ...account.spawnOptions, cwd: account.dataPath, stdio: ['ignore', log, log], detached: true })
  closeSync(log)
  let ended = false
  child.once('exit', () => {
    ended = true
  })
  child.once('error', () => {
    ended = true
  })
  child.unref()
  const deadline = Date.now() + readyTimeoutMs
  while (!ended) {
    const postmaster = runningPostmaster(account.dataPath)
    if (postmaster?.ready && postmaster.pid === child.pid) return postmaster
    if (Date.now() > deadline) throw new Error(`PostgreSQL (process ${child.pid}) is not ready after ${readyTimeoutMs / 1000} s`)
    await delay(pollMs)
  }
  return undefined
}

/**
 * A postmaster killed with -9 leaves its file, and for a moment its children. PostgreSQL looks after both by itself, unless the id in
 * the file seems to be alive (a zombie, or a stranger with the same id): then it refuses to start, and the file must go. It may go
 * only when no child is left, because two generations on one data folder destroy it.
 */
async function clearRemains(dataPath: string): Promise<void> {
  const path = join(dataPath, 'postmaster.pid')
  if (!existsSync(path)) return
  const deadline = Date.now() + orphanTimeoutMs
  for (let children = processesServing(dataPath); children.length > 0; children = processesServing(dataPath)) {
    if (Date.now() > deadline) throw new Error(`Processes of an earlier PostgreSQL still run on ${dataPath}: ${children.join(', ')}`)
    await delay(pollMs)
  }
  if (process.platform === 'linux' && exists(Number(readFileSync(path, 'utf8').split('\n')[0]))) rmSync(path)
}

function rotatedLogSize(logPath: string): number {
  const size = statSync(logPath, { throwIfNoEntry: false })?.size ?? 0
  if (size <= maxLogBytes) return size
  renameSync(logPath, `${logPath}.1`)
  return 0
}

function readFrom(path: string, start: number): string {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - start))
    readSync(file, bytes, 0, bytes.length, start)
    return bytes.toString('utf8')
  } finally {
    closeSync(file)
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

function signal(pid: number, name: NodeJS.Signals) {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { isRunning, startMark } from './embedded-process.ts'

export interface HeldLock {
  release(): void
}

export type LockAttempt = { held: HeldLock } | { holderPid: number }

interface Holder {
  pid: number
  startMark?: string
  lockId: string
}

/**
 * Takes a lock file if its holder is gone, and says who holds it otherwise. The file names a process, so a lock outlives its
 * holder only until somebody asks: a process killed with -9 never blocks the next one.
 */
export async function tryLock(path: string): Promise<LockAttempt> {
  const mine: Holder = { pid: process.pid, startMark: startMark(process.pid), lockId: randomUUID() }
  for (;;) {
    if (createWith(path, mine)) return { held: heldLock(path, mine) }
    const holder = readHolder(path)
    if (holder === undefined) continue
    if (holder !== 'unreadable' && isAlive(holder)) return { holderPid: holder.pid }
    if (!moveAside(path, holder)) continue
    if (!createWith(path, mine)) continue
    // Another process may have judged the same file stale and moved ours aside. It puts ours back within this time, or has lost it.
    await delay(50)
    const now = readHolder(path)
    if (now !== undefined && now !== 'unreadable' && now.lockId === mine.lockId) return { held: heldLock(path, mine) }
  }
}

/**
 * Waits for a lock file.
 * @throws Error when another process still holds it after the time limit.
 */
export async function waitForLock(path: string, timeoutMs: number): Promise<HeldLock> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const attempt = await tryLock(path)
    if ('held' in attempt) return attempt.held
    if (Date.now() > deadline) throw new Error(`Process ${attempt.holderPid} has held ${path} for ${Math.round(timeoutMs / 1000)} s`)
    await delay(20)
  }
}

function heldLock(path: string, mine: Holder): HeldLock {
  return {
    release() {
      const holder = readHolder(path)
      if (holder !== undefined && holder !== 'unreadable' && holder.lockId === mine.lockId) rmSync(path, { force: true })
    },
  }
}

/** Writes the whole file first and then gives it its name, so that nobody ever reads half of it. */
function createWith(path: string, holder: Holder): boolean {
  const scratch = `${path}.${holder.lockId}`
  writeFileSync(scratch, `${JSON.stringify(holder)}\n`, { mode: 0o600 })
  try {
    linkSync(scratch, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    return createWithoutLinks(path, holder)
  } finally {
    rmSync(scratch, { force: true })
  }
}

/** Some file systems know no hard links. There a reader may, for a moment, find an empty file. */
function createWithoutLinks(path: string, holder: Holder): boolean {
  try {
    writeFileSync(path, `${JSON.stringify(holder)}\n`, { mode: 0o600, flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Removes a stale lock file; false when the file turned out to be a newer one, which is then put back. */
function moveAside(path: string, stale: Holder | 'unreadable'): boolean {
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
  try {
    const moved = readHolder(aside)
    const same = stale === 'unreadable' || moved === 'unreadable' ? moved === stale : moved?.lockId === stale.lockId
    if (!same) linkSync(aside, path)
    return same
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

function readHolder(path: string): Holder | 'unreadable' | undefined {
  try {
    const holder: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return isHolder(holder) ? holder : 'unreadable'
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    if (error instanceof SyntaxError) return 'unreadable'
    throw error
  }
}

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number' && 'lockId' in value
}

function isAlive(holder: Holder): boolean {
  if (!isRunning(holder.pid)) return false
  const mark = startMark(holder.pid)
  return mark === undefined || holder.startMark === undefined || mark === holder.startMark
}

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { DomainError, type PassphraseDeriver } from '@bonafide/core'
import { authHash, deviceKey } from '@bonafide/crypto'
import type { Derivation, Derived } from './passphrase-worker.ts'

/** Each derivation takes a second and 256 MiB: this many may wait, the rest are told to come back. */
const maxWaiting = 16
/** A thread without work gives its memory back. */
const idleMs = 60_000

type Derive = (kind: Derivation['kind'], email: string, password: string) => Promise<string>

/** Derives in a thread of its own, one password at a time, so that no sign-in by password slows anybody's exchange. */
export function createPassphrases(): PassphraseDeriver & { stop(): Promise<void> } {
  const thread = createThread()
  let waiting = 0
  let turn: Promise<unknown> = Promise.resolve()
  const derive: Derive = async (kind, email, password) => {
    if (waiting >= maxWaiting)
      throw new DomainError('unavailable', 'Too many sign-ins by password at once. Try again.', { retryAfterSeconds: 10 })
    waiting++
    const mine = turn.then(() => thread.derive(kind, email, password)).finally(() => waiting--)
    turn = mine.catch(() => undefined)
    return mine
  }
  return {
    authHash: (email, password) => derive('authHash', email, password),
    deviceKey: (email, password) => derive('deviceKey', email, password),
    stop: () => thread.stop(),
  }
}

interface Thread {
  derive: Derive
  stop(): Promise<void>
}

function createThread(): Thread {
  const start = workerFactory()
  if (!start) return withoutThread
  let worker: Worker | undefined
  let idle: NodeJS.Timeout | undefined
  let nextId = 0
  const stop = async () => {
    clearTimeout(idle)
    const stopped = worker
    worker = undefined
    await stopped?.terminate()
  }
  const derive: Derive = async (kind, email, password) => {
    clearTimeout(idle)
    worker ??= startWorker(start, () => {
      worker = undefined
    })
    try {
      return await ask(worker, { id: nextId++, kind, email, password })
    } finally {
      idle = setTimeout(() => void stop(), idleMs).unref()
    }
  }
  return { derive, stop }
}

function startWorker(start: () => Worker, onExit: () => void): Worker {
  const worker = start()
  worker.on('exit', onExit)
  worker.unref()
  return worker
}

function ask(worker: Worker, work: Derivation): Promise<string> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      worker.off('message', onMessage)
      worker.off('error', onError)
      worker.off('exit', onExit)
      worker.unref()
      finish()
    }
    const onMessage = (answer: Derived) => {
      if (answer.id !== work.id) return
      settle(() => ('hex' in answer ? resolve(answer.hex) : reject(new Error(answer.failure))))
    }
    const onError = (error: Error) => settle(() => reject(error))
    const onExit = () => settle(() => reject(new Error('The thread for passwords ended')))
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.on('exit', onExit)
    worker.ref()
    worker.postMessage(work)
  })
}

/** Starts the thread beside this file: JavaScript in the built server, TypeScript, through tsx, in development and tests. */
function workerFactory(): (() => Worker) | undefined {
  const here = fileURLToPath(import.meta.url)
  // Put together at run time, so that Next.js, which starts no thread, does not look for the file when it bundles this one.
  const beside = (extension: string) => join(dirname(here), ['passphrase-worker', extension].join('.'))
  if (here.endsWith('.ts')) {
    const code = `import('tsx/esm/api').then(({ tsImport }) => tsImport(${JSON.stringify(beside('ts'))}, ${JSON.stringify(import.meta.url)}))`
    return () => new Worker(code, { eval: true, name: 'passphrases' })
  }
  const built = beside('mjs')
  return existsSync(built) ? () => new Worker(built, { name: 'passphrases' }) : undefined
}

/** A serverless function has no second file; it serves few requests at a time, and the derivation lets others in between. */
const withoutThread: Thread = {
  derive: (kind, email, password) => (kind === 'authHash' ? authHash(password, email) : deviceKey(password, email)),
  stop: async () => undefined,
}

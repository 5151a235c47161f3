import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from './failure.ts'
import { backoffMs } from './patient-http.ts'

export interface Keeping {
  /** Proves anew who this machine is, and answers the token and its lifetime in seconds. */
  obtain(): Promise<{ token: string; ttlSeconds: number }>
  write(token: string): Promise<void>
  notice(text: string): void
}

// Nobody watches: a machine that slept is noticed within this time.
const stepMs = 15_000

/**
 * Keeps a token alive until it is stopped. Half of its lifetime before the end another one is asked for, with a proof of its own each time, so that no maximum is ever
 * reached and a server may be away for as long as the other half. Failures are told once and tried again, ever more slowly.
 */
export function keepAlive(ttlSeconds: number, keeping: Keeping): { stop(): Promise<void> } {
  const ending = new AbortController()
  let writing: Promise<void> = Promise.resolve()
  void keep(ttlSeconds, { ...keeping, write: (token) => (writing = keeping.write(token)) }, ending.signal)
  return {
    async stop() {
      ending.abort()
      await writing.catch(() => undefined)
    },
  }
}

async function keep(first: number, { obtain, write, notice }: Keeping, signal: AbortSignal): Promise<void> {
  let ttlSeconds = first
  while (await waited(ttlSeconds * 1000 * (0.45 + Math.random() / 10), signal)) {
    for (let attempt = 0; ; attempt++) {
      try {
        const renewed = await obtain()
        if (signal.aborted) return
        await write(renewed.token)
        ttlSeconds = renewed.ttlSeconds
        if (attempt > 0) notice('The token was renewed.')
        break
      } catch (error) {
        if (signal.aborted) return
        const message = error instanceof Failure ? error.message : 'Something unexpected happened.'
        if (attempt === 0) notice(`The token could not be renewed, and it is tried again: ${message}`)
        // Who was refused will mostly be refused again.
        const limitMs = error instanceof Failure && error.exit === 'network' ? 10_000 : 60_000
        if (!(await waited(backoffMs(attempt, limitMs), signal))) return
      }
    }
  }
}

/** False when it was stopped before. The clock that stands still while a machine sleeps and the one that somebody may set back are both believed. */
async function waited(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  const [wall, monotonic] = [Date.now(), performance.now()]
  const left = () => milliseconds - Math.max(Date.now() - wall, performance.now() - monotonic)
  while (left() > 0) {
    await sleep(Math.min(left(), stepMs), undefined, { signal, ref: false }).catch(() => undefined)
    if (signal.aborted) return false
  }
  return !signal.aborted
}

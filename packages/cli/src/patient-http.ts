import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from './failure.ts'
import type { Http } from './http.ts'
import { codeOf } from './private-file.ts'

// Longer than a server takes to start again.
const patienceMs = 60_000
const passing = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/**
 * Asks again while the server is away, for as long as a restart takes. Only for what changes nothing, and only where the server is known to have been there:
 * elsewhere a mistyped address should be told at once.
 */
export function patiently(http: Http, now: () => number): Http {
  return async (request) => {
    if (request.method !== 'GET') return http(request)
    const endsAt = now() + patienceMs
    for (let attempt = 0; ; attempt++) {
      const outcome = await http(request).catch((error: unknown) => error)
      const waitMs = backoffMs(attempt, 4000)
      if (!isPassing(outcome) || now() + waitMs > endsAt) {
        if (outcome instanceof Error) throw outcome
        return outcome as Awaited<ReturnType<Http>>
      }
      await sleep(waitMs)
    }
  }
}

/** Twice as long each time, up to a limit, and never in step with others that wait for the same. */
export const backoffMs = (attempt: number, limitMs: number): number =>
  Math.min(limitMs, 250 * 2 ** Math.min(attempt, 20)) * (0.5 + Math.random() / 2)

function isPassing(outcome: unknown): boolean {
  if (outcome instanceof Failure) return outcome.details.code === 'timeout' || passing.has(codeOf(outcome.details.cause) ?? '')
  return typeof outcome === 'object' && outcome !== null && 'status' in outcome && [502, 503, 504].includes(Number(outcome.status))
}

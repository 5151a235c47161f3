import { lookup } from 'node:dns/promises'
import { OutboundError } from '@bonafide/core'

/** The addresses of a host name, never empty. */
export type Resolve = (host: string) => Promise<string[]>

export interface ResolverOptions {
  lookUp?: Resolve
  /** Milliseconds of a clock that never goes back. */
  monotonicMs?: () => number
  deadlineMs?: number
}

/** A name that did not resolve is not asked for again this long. */
const failureLastsMs = 5_000
const maxFailures = 1_000

/**
 * The system's resolver, so that names of the local network work too, with a deadline that the system does not have. Each lookup holds one of
 * the process's few threads for as long as the system takes, so one name is never looked up twice at a time.
 */
export function createResolver({
  lookUp = systemLookUp,
  monotonicMs = () => performance.now(),
  deadlineMs = 2_000,
}: ResolverOptions = {}): Resolve {
  const underWay = new Map<string, Promise<string[]>>()
  const failedAtMs = new Map<string, number>()

  const start = (host: string): Promise<string[]> => {
    const started = lookUp(host)
      .catch((error: unknown) => {
        if (failedAtMs.size >= maxFailures) failedAtMs.clear()
        failedAtMs.set(host, monotonicMs())
        throw unresolved(host, error)
      })
      .finally(() => underWay.delete(host))
    underWay.set(host, started)
    return started
  }

  return (host) => {
    const failed = failedAtMs.get(host)
    if (failed !== undefined && monotonicMs() - failed < failureLastsMs) return Promise.reject(unresolved(host))
    failedAtMs.delete(host)
    return within(deadlineMs, underWay.get(host) ?? start(host), host)
  }
}

const systemLookUp: Resolve = async (host) => (await lookup(host, { all: true, order: 'verbatim' })).map(({ address }) => address)

async function within(deadlineMs: number, found: Promise<string[]>, host: string): Promise<string[]> {
  let timer: NodeJS.Timeout | undefined
  const tooSlow = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new OutboundError('timeout', `The name ${host} was not resolved in ${deadlineMs} ms`)), deadlineMs)
  })
  try {
    return await Promise.race([found, tooSlow])
  } finally {
    clearTimeout(timer)
  }
}

const unresolved = (host: string, cause?: unknown) => new OutboundError('unreachable', `The name ${host} does not resolve`, cause)

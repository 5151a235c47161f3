import { randomBytes, randomUUID } from 'node:crypto'
import {
  completeTrace,
  firstFailure,
  OutboundError,
  type OutboundRequest,
  type OutboundResponse,
  type ParsedIdentity,
  type ProviderRuntime,
  parse,
  type ReasonCode,
  type Verification,
} from '@bonafide/core'
import { type AwsSts, createAwsSts, createEntra, createOidcIssuer, type Entra, type IssuerKey, type OidcIssuer } from '@bonafide/stand-ins'
import type { z } from 'zod'

/** STS, Entra, an issuer of tokens and a clock, and a runtime that knows the way to them. */
export interface World {
  sts: AwsSts
  entra: Entra
  issuer: OidcIssuer
  runtime: ProviderRuntime
  /** Hosts that were called, in order. */
  calls: string[]
  /** Moves the clock, in seconds. */
  pass(seconds: number): void
  /** How long the runtime waits before it calls a time-out, whatever the caller asked for. */
  patienceMilliseconds: number
}

// Made once for all worlds: most tests do not mind, and finding primes takes longer than they do.
let firstKey: IssuerKey | undefined

/** A world of its own, at a fixed instant. */
export function createWorld(): World {
  let now = Date.UTC(2026, 3, 5, 12, 0, 0)
  const clock = { now: () => new Date(now) }
  const [sts, entra] = [createAwsSts(clock), createEntra(clock)]
  const issuer = createOidcIssuer({ issuer: 'https://tokens.example.test', key: firstKey, ...clock })
  firstKey ??= issuer.keys[0]
  const world: World = {
    sts,
    entra,
    issuer,
    calls: [],
    pass: (seconds) => {
      now += seconds * 1000
    },
    patienceMilliseconds: 2000,
    runtime: {
      now: () => now,
      randomBytes: (length) => new Uint8Array(randomBytes(length)),
      serverHost: 'secrets.example.test',
      serviceAccountId: randomUUID(),
      fetch: (url, init = {}) => {
        world.calls.push(new URL(url).host)
        const { host } = new URL(url)
        return guarded(
          host === 'tokens.example.test' ? issuer.fetch : url.includes('//sts') ? sts.fetch : entra.fetch,
          url,
          init,
          world.patienceMilliseconds,
        )
      },
    },
  }
  return world
}

/** An identity as core hands it to a provider. */
export function identity<Config>(schema: z.ZodType<Config>, config: unknown, id: string = randomUUID()): ParsedIdentity<Config> {
  return { id, config: parse(schema, config), simulated: false }
}

/** The reason of the first identity's refusal, or `accepted`. */
export function outcomeOf({ judgements }: Verification, index = 0): ReasonCode | 'accepted' | undefined {
  const failure = firstFailure(completeTrace(judgements[index]?.steps ?? []))
  return failure ? failure.code : 'accepted'
}

// The promises of Runtime.fetch: no redirects, bounded in time and size.
export async function guarded(
  fetch: Entra['fetch'],
  url: string,
  init: OutboundRequest,
  patienceMilliseconds: number,
): Promise<OutboundResponse> {
  const { maxBytes = Number.POSITIVE_INFINITY, timeoutMs: _, ...request } = init
  const signal = AbortSignal.timeout(patienceMilliseconds)
  try {
    const response = await fetch(url, { ...request, redirect: 'manual', signal })
    if (response.status >= 300 && response.status < 400) throw new OutboundError('redirected', 'redirected')
    const chunks: Uint8Array[] = []
    let size = 0
    for await (const chunk of response.body ?? []) {
      size += chunk.length
      if (size > maxBytes) throw new OutboundError('too_large', 'too large')
      chunks.push(chunk)
    }
    return { status: response.status, headers: Object.fromEntries(response.headers), body: new Uint8Array(Buffer.concat(chunks)) }
  } catch (error) {
    if (error instanceof OutboundError) throw error
    throw new OutboundError(signal.aborted ? 'timeout' : 'unreachable', 'no answer', error)
  }
}

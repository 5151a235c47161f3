/** What the outside lends to the rules, so that a test needs no mocks: a clock, dice and a network. */
export interface Runtime {
  /** Milliseconds since the epoch. */
  now(): number
  /** Cryptographically strong random bytes. */
  randomBytes(length: number): Uint8Array
  /** The guarded fetch: https and public addresses only, no redirects, bounded in time and size. */
  fetch(url: string, init?: OutboundRequest): Promise<OutboundResponse>
  /** The operator's token for reviewing those of the Kubernetes cluster with this API server; undefined where none was named. */
  reviewerToken?(apiServer: URL): Promise<string | undefined>
}

export interface OutboundRequest {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
  /** Total deadline in milliseconds for connection, headers and body together. */
  timeoutMs?: number
  /** More bytes than this (after decoding) end the call. */
  maxBytes?: number
  /** PEM certificates whose issuers are trusted for this call beside the public ones. */
  certificateAuthority?: string
}

export interface OutboundResponse {
  status: number
  /** Header names in lower case. */
  headers: Record<string, string>
  body: Uint8Array
  /** When the certificate of the other side ends, in milliseconds since the epoch; undefined over plain http. */
  certificateEndsAt?: number
}

/** Why an outbound call gave no answer. `refused`: our own guard did not let it out. */
export type OutboundFailure = 'timeout' | 'unreachable' | 'too_large' | 'redirected' | 'refused'

export class OutboundError extends Error {
  readonly failure: OutboundFailure
  constructor(failure: OutboundFailure, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'OutboundError'
    this.failure = failure
  }
}

/** The time of the runtime as a Date. */
export const dateOf = (runtime: Pick<Runtime, 'now'>): Date => new Date(runtime.now())

/** UUID version 7 (RFC 9562 5.7): sorts by time, so that the newest row is the largest id. */
export function newId(runtime: Pick<Runtime, 'now' | 'randomBytes'>): string {
  const bytes = new Uint8Array(16)
  bytes.set(runtime.randomBytes(16))
  let milliseconds = runtime.now()
  for (let index = 5; index >= 0; index--) {
    bytes[index] = milliseconds % 256
    milliseconds = Math.floor(milliseconds / 256)
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

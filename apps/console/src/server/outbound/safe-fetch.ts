import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { rootCertificates, TLSSocket } from 'node:tls'
import { OutboundError, type OutboundRequest, type OutboundResponse, type Runtime } from '@bonafide/core'
import { isPublicAddress } from './addresses.ts'
import { createResolver, type Resolve } from './resolve.ts'
import { type Override, portOf, refused, type Target, targetOf } from './target.ts'

export interface SafeFetchOptions {
  /** `host:port` that may be private and plain http. */
  allowPrivateHosts?: readonly string[]
  overrides?: readonly Override[]
  resolve?: Resolve
  /** The address to dial for one that was checked: itself, except where a test stands in for the Internet. */
  dial?: (checkedAddress: string) => string
}

const defaultTimeoutMs = 5_000
const defaultMaxBytes = 256 * 1024
const keepAlive = { keepAlive: true, maxSockets: 64, maxFreeSockets: 16, timeout: 30_000, maxTotalSockets: 256 }

/** The only way out of the server. See `Runtime.fetch` for what it promises. */
export function createSafeFetch(options: SafeFetchOptions = {}): Runtime['fetch'] {
  const { allowPrivateHosts = [], overrides = [], resolve = createResolver(), dial = (address) => address } = options
  // Connections are kept, but each was dialled to an address that was checked in the same breath: a later change of the name moves nothing.
  const guarded = agents(guardedLookup(resolve, dial))
  const exempt = agents(anyLookup(resolve))
  return async (text, init = {}) => {
    const target = targetOf(text, overrides, allowPrivateHosts)
    const host = target.url.hostname.replace(/^\[|\]$/g, '')
    if (!target.exempt && isIP(host) !== 0 && !isPublicAddress(host)) throw refused(`${host} is not a public address`)
    const pool = target.exempt ? exempt : guarded
    return send(target, target.url.protocol === 'https:' ? pool.https : pool.http, init)
  }
}

function agents(lookup: LookupFunction): { https: HttpsAgent; http: HttpAgent } {
  return { https: new HttpsAgent({ ...keepAlive, lookup }), http: new HttpAgent({ ...keepAlive, lookup }) }
}

type Family = 4 | 6
const familyOf = (address: string): Family => (isIP(address) === 6 ? 6 : 4)

/** One private address among the answers is enough to refuse: a name that is public must be public whichever answer is taken. */
function guardedLookup(resolve: Resolve, dial: (address: string) => string): LookupFunction {
  return lookupBy(async (host) => {
    const addresses = await resolve(host)
    const bad = addresses.find((address) => !isPublicAddress(address))
    if (bad !== undefined) throw refused(`${host} has an address that is not public`)
    return addresses.map(dial)
  })
}

const anyLookup = (resolve: Resolve): LookupFunction => lookupBy(resolve)

function lookupBy(find: Resolve): LookupFunction {
  return (host, lookupOptions, callback) => {
    const answer = (addresses: string[]) => {
      const [first] = addresses
      if (first === undefined) return callback(new OutboundError('unreachable', `The name ${host} has no address`), '')
      if (lookupOptions.all)
        return callback(
          null,
          addresses.map((address) => ({ address, family: familyOf(address) })),
        )
      callback(null, first, familyOf(first))
    }
    find(host).then(answer, (error: Error) => callback(error, ''))
  }
}

async function send(target: Target, agent: HttpsAgent | HttpAgent, init: OutboundRequest): Promise<OutboundResponse> {
  const { timeoutMs = defaultTimeoutMs } = init
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), timeoutMs)
  try {
    return await attempt(target, agent, init, deadline.signal)
  } catch (error) {
    if (deadline.signal.aborted) throw new OutboundError('timeout', `${target.url.host} did not answer in ${timeoutMs} ms`)
    throw error instanceof OutboundError ? error : new OutboundError('unreachable', `${target.url.host} could not be reached`, error)
  } finally {
    clearTimeout(timer)
  }
}

/** A kept connection may have been closed by the other side just now; then, and only then, a second one is opened. */
async function attempt(
  target: Target,
  agent: HttpsAgent | HttpAgent,
  init: OutboundRequest,
  signal: AbortSignal,
): Promise<OutboundResponse> {
  const first = open(target, agent, init, signal)
  try {
    return await read(await responseOf(first), init.maxBytes ?? defaultMaxBytes)
  } catch (error) {
    const stale = first.reusedSocket && error instanceof Error && 'code' in error && error.code === 'ECONNRESET'
    if (!stale || signal.aborted) throw error
    return read(await responseOf(open(target, agent, init, signal)), init.maxBytes ?? defaultMaxBytes)
  }
}

// Node decides about these; what a caller brought along must not.
const ownHeaders = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'expect',
  'upgrade',
  'accept-encoding',
  'te',
  'trailer',
])

function open({ url, headers: extra }: Target, agent: HttpsAgent | HttpAgent, init: OutboundRequest, signal: AbortSignal): ClientRequest {
  const kept = Object.entries(init.headers ?? {}).filter(([name]) => !ownHeaders.has(name.toLowerCase()))
  const headers: Record<string, string | number> = { ...Object.fromEntries(kept), ...extra, 'accept-encoding': 'identity' }
  const body = init.body === undefined ? undefined : Buffer.from(init.body, 'utf8')
  if (body) headers['content-length'] = body.length
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest
  const request = start({
    agent,
    headers,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    method: init.method ?? 'GET',
    path: `${url.pathname}${url.search}`,
    port: portOf(url),
    signal,
    // Part of what tells one kept connection from another, so a private authority vouches for nobody else's calls.
    ...(init.certificateAuthority && url.protocol === 'https:' && { ca: [...rootCertificates, init.certificateAuthority] }),
  })
  request.end(body)
  return request
}

function responseOf(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on('response', resolve)
    request.on('error', reject)
  })
}

async function read(response: IncomingMessage, maxBytes: number): Promise<OutboundResponse> {
  const { statusCode: status = 0, headers } = response
  if (status >= 300 && status <= 399) throw abandon(response, 'redirected', 'The answer is a redirect, which is not followed')
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') throw abandon(response, 'refused', 'The answer is compressed although that was not asked for')
  // Before the end of the answer, when the socket may already be gone.
  const certificateEndsAt = endOfCertificate(response)
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > maxBytes) throw abandon(response, 'too_large', `The answer is larger than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  if (!response.complete) throw new OutboundError('unreachable', 'The answer broke off')
  return { status, headers: flatten(headers), body: new Uint8Array(Buffer.concat(chunks)), certificateEndsAt }
}

/** A connection that is kept remembers whom it spoke to. */
function endOfCertificate({ socket }: IncomingMessage): number | undefined {
  const ends = socket instanceof TLSSocket ? Date.parse(socket.getPeerCertificate().valid_to ?? '') : Number.NaN
  return Number.isNaN(ends) ? undefined : ends
}

function abandon(response: IncomingMessage, failure: OutboundError['failure'], message: string): OutboundError {
  response.destroy()
  return new OutboundError(failure, message)
}

const flatten = (headers: IncomingMessage['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]))

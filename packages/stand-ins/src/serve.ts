import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A web-standard server in one function: the shape every stand-in has. */
export type Handle = (request: Request) => Promise<Response>

/** `fetch` as the product calls it. */
export type FetchLike = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

export interface Listening {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  url: string
  port: number
  /** Ends every open connection and frees the port. */
  close: () => Promise<void>
}

/**
 * Serves a handler over HTTP on 127.0.0.1, at a free port unless one is given. A body stream that errors destroys the socket in mid-answer; an answer of
 * `Response.error()` destroys it before the first byte; a caller that goes away aborts `request.signal`.
 */
export async function listen(handle: Handle, at = 0): Promise<Listening> {
  const server = createServer((incoming, outgoing) => {
    answer(handle, incoming, outgoing).catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(at, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()))
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}`, port, close }
}

/**
 * Calls a handler in process as `fetch` would call it over a network: aborts reach the answer's body, gzip is decoded, redirects obey
 * `redirect`, network errors are a `TypeError`. Redirects that are followed go to the same handler, so it sees and records them.
 */
export function inProcessFetch(handle: Handle): FetchLike {
  // The caller's own signal: that of a Request follows it only as long as the Request itself is not collected.
  return async (input, init) => {
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined)
    signal?.throwIfAborted()
    const answer = receive(handle, new Request(input, init), 0)
    return decoded(await (signal ? Promise.race([answer, rejectedWhenAborted(signal)]) : answer), signal)
  }
}

const rejectedWhenAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))

async function receive(handle: Handle, request: Request, hops: number): Promise<Response> {
  const again = request.clone()
  const response = await handle(request)
  if (response.type === 'error') throw networkError('the connection was refused')
  const location = response.headers.get('location')
  if (response.status < 300 || response.status > 399 || location === null || request.redirect === 'manual') return response
  if (request.redirect === 'error' || hops >= 20) throw networkError('unexpected redirect')
  return receive(handle, redirected(again, response.status, new URL(location, request.url)), hops + 1)
}

function redirected(request: Request, status: number, url: URL): Request {
  const becomesGet = status === 303 || (status < 303 && request.method === 'POST')
  const { headers, signal } = request
  if (becomesGet || request.body === null) return new Request(url, { method: becomesGet ? 'GET' : request.method, headers, signal })
  return new Request(url, request)
}

function decoded(response: Response, signal: AbortSignal | undefined): Response {
  if (response.body === null) return response
  const encodings = (response.headers.get('content-encoding') ?? '').split(',').filter((encoding) => encoding.trim() !== '')
  if (encodings.length > 5) throw networkError('too many content encodings')
  let body: ReadableStream<Uint8Array<ArrayBuffer>> = response.body
  for (const _ of encodings) body = body.pipeThrough(new DecompressionStream('gzip'))
  return new Response(body.pipeThrough(new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>(), { signal }), response)
}

function networkError(reason: string): TypeError {
  return new TypeError('fetch failed', { cause: new Error(reason) })
}

async function answer(handle: Handle, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const gone = new AbortController()
  outgoing.once('close', () => gone.abort(new DOMException('the caller went away', 'AbortError')))
  const request = await toRequest(incoming, gone.signal)
  const response = await Promise.race([handle(request), untilAborted(gone.signal)])
  if (!response || response.type === 'error') {
    outgoing.destroy()
    return
  }
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.flushHeaders()
  await pour(response.body, outgoing, gone.signal)
}

async function pour(body: ReadableStream<Uint8Array> | null, outgoing: ServerResponse, signal: AbortSignal): Promise<void> {
  const reader = body?.getReader()
  signal.addEventListener('abort', () => void reader?.cancel(signal.reason).catch(() => undefined))
  for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
    if (!outgoing.write(chunk.value)) await Promise.race([new Promise((resolve) => outgoing.once('drain', resolve)), untilAborted(signal)])
  }
  outgoing.end()
}

function untilAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}

async function toRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const headers = new Headers()
  for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
    headers.append(incoming.rawHeaders[index] ?? '', incoming.rawHeaders[index + 1] ?? '')
  }
  const chunks: Uint8Array[] = []
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array)
  const method = incoming.method ?? 'GET'
  const body = method === 'GET' || method === 'HEAD' ? undefined : Buffer.concat(chunks)
  return new Request(`http://${incoming.headers.host ?? '127.0.0.1'}${incoming.url ?? '/'}`, { method, headers, body, signal })
}

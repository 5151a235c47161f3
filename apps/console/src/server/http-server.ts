import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isMachinePath } from '@bonafide/rest'
import { getRequestListener } from '@hono/node-server'
import type { Api } from './api.ts'
import { nonceHeader, pagePathHeader } from './page-headers.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

export interface HttpServerOptions {
  api: Api
  /** Answers everything that is not the machines'. */
  pages: Handler
  /** True when people reach this server by https. */
  secure: boolean
  /** While it is aborted, connections end with their answer. */
  stopping: AbortSignal
}

/** Cuts off those who send headers or bodies drop by drop, and connections on which nothing moves. */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16 * 1024,
}
const silenceMs = 120_000
const maxHeaders = 100
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Read by Next.js as if they came from inside: a caller's own must never arrive there (CVE-2025-29927 and the nonce of our policy). */
const insideHeaders = [
  'content-security-policy',
  'content-security-policy-report-only',
  nonceHeader,
  pagePathHeader,
  'x-middleware-subrequest',
  'x-middleware-prefetch',
  'x-now-route-matches',
  'x-invoke-path',
  'x-invoke-status',
  'x-matched-path',
]

/** The doors set their own; Next.js leaves its own errors without any. */
const pageHeaders = [
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['referrer-policy', 'no-referrer'],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
] as const

/** One HTTP server for machines and pages; the machines' paths do not pass through Next.js. */
export function createHttpServer({ api, pages, secure, stopping }: HttpServerOptions): Server {
  const machine = getRequestListener((request, { incoming }) => api(request, incoming.socket.remoteAddress ?? undefined))
  const server = createServer(limits, (request, response) => {
    if (stopping.aborted) response.setHeader('connection', 'close')
    const refusal = refusalOf(request)
    if (refusal === undefined && isMachinePath(pathOf(request))) return machine(request, response)
    for (const [name, value] of pageHeaders) response.setHeader(name, value)
    if (secure) response.setHeader('strict-transport-security', 'max-age=63072000; includeSubDomains')
    if (refusal !== undefined) return refuse(response, refusal)
    for (const name of insideHeaders) delete request.headers[name]
    return pages(request, response)
  })
  server.timeout = silenceMs
  return server
}

/** The path as the URL parser sees it, since that is what both applications will match. */
const pathOf = ({ url = '/' }: IncomingMessage): string => new URL(url.replace(/^\/+/, '/'), 'http://server').pathname

/** Status for requests that neither application should see. */
function refusalOf({ method = '', url = '', rawHeaders }: IncomingMessage): number | undefined {
  if (!methods.has(method)) return 405
  // An absolute target asks for a proxy (RFC 9112 3.2.2), which this is not.
  if (!url.startsWith('/') || !URL.canParse(url.replace(/^\/+/, '/'), 'http://server')) return 400
  return rawHeaders.length > maxHeaders * 2 ? 431 : undefined
}

const reasons: Record<number, { code: string; error: string }> = {
  400: { code: 'malformed_request', error: 'The request target must be a path.' },
  405: { code: 'method_not_allowed', error: 'This method is not served.' },
  431: { code: 'malformed_request', error: `At most ${maxHeaders} headers.` },
}

function refuse(response: ServerResponse, status: number): void {
  const headers = {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    connection: 'close',
  }
  response.writeHead(status, headers).end(JSON.stringify({ status, ...reasons[status] }))
}

/** @throws an Error that says what to do when the port is taken. */
export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' ? new Error(`Port ${port} is in use. Stop the program that uses it, or set PORT.`) : error
      reject(taken)
    })
    server.listen(port, resolve)
  })
}

/** Stops accepting, lets what is under way finish for `graceMs`, then cuts it off. */
export async function closeHttpServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  const idle = setInterval(() => server.closeIdleConnections(), 100)
  const deadline = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearInterval(idle)
  clearTimeout(deadline)
}

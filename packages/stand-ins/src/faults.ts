import { gzipSync } from 'node:zlib'

/** What goes wrong on the way, whatever the service: usable with every stand-in. */
export type TransportFault =
  | 'unavailable'
  | 'internal'
  | 'hang'
  | 'drip'
  | 'empty'
  | 'truncated'
  | 'html'
  | 'bom'
  | 'garbage'
  | 'garbage_prefix'
  | 'huge'
  | 'gzip_bomb'
  | 'stacked_encodings'
  | 'redirect'
  | 'reset'
  | 'refused'

/** A fault with its particulars. */
export type TunedFault =
  | { kind: 'redirect'; status: 301 | 302 | 303 | 307 | 308; location: string }
  | { kind: 'drip'; intervalMilliseconds: number }
  | { kind: 'body'; body: string | Uint8Array; status?: number; headers?: Record<string, string> }

export interface FaultContext {
  request: Request
  /** The answer that would have been right. */
  genuine: Response
}

type Fault = (context: FaultContext) => Response | Promise<Response>

const HUGE_BYTES = 10 * 1024 * 1024
const METADATA_SERVICE = 'http://169.254.169.254/latest/meta-data/'

const transportFaults: Record<TransportFault, Fault> = {
  unavailable: () => new Response('Service Unavailable', { status: 503 }),
  internal: () => new Response('Internal Failure', { status: 500 }),
  hang: ({ request }) => hang(request.signal),
  drip: (context) => drip(context, 1000),
  empty: ({ genuine }) => new Response('', head(genuine)),
  truncated: async ({ genuine }) => rewrite(genuine, (body) => body.subarray(0, Math.floor(body.length / 2))),
  html: () => new Response('<!doctype html><html><body><h1>It works!</h1></body></html>', { headers: { 'content-type': 'text/html' } }),
  bom: async ({ genuine }) => rewrite(genuine, (body) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body])),
  garbage: ({ genuine }) => new Response(Buffer.from('\u0000\u0001{<not xml, not json', 'latin1'), head(genuine)),
  garbage_prefix: async ({ genuine }) => rewrite(genuine, (body) => Buffer.concat([Buffer.from('garbage'), body])),
  huge: async ({ genuine }) => rewrite(genuine, (body) => Buffer.concat([body, Buffer.alloc(HUGE_BYTES, ' ')])),
  gzip_bomb: ({ genuine }) => gzipBomb(genuine),
  stacked_encodings: ({ genuine }) => withHeaders(genuine, { 'content-encoding': Array(500).fill('gzip').join(', ') }),
  redirect: () => redirect(307, METADATA_SERVICE),
  reset: ({ genuine }) => reset(genuine),
  refused: () => Response.error(),
}

const tunedFaults: { [K in TunedFault['kind']]: (context: FaultContext, fault: Extract<TunedFault, { kind: K }>) => Response } = {
  redirect: (_, fault) => redirect(fault.status, fault.location),
  drip: (context, fault) => drip(context, fault.intervalMilliseconds),
  body: (_, fault) => new Response(bytesOf(fault.body), { status: fault.status ?? 200, headers: fault.headers }),
}

/** Whether a name is one of the faults any stand-in knows. */
export function isTransportFault(name: string): name is TransportFault {
  return Object.hasOwn(transportFaults, name)
}

/** The answer a transport fault turns a genuine one into. */
export async function applyTransportFault(fault: TransportFault | TunedFault, context: FaultContext): Promise<Response> {
  if (typeof fault === 'string') return transportFaults[fault](context)
  if (fault.kind === 'redirect') return tunedFaults.redirect(context, fault)
  if (fault.kind === 'drip') return tunedFaults.drip(context, fault)
  return tunedFaults.body(context, fault)
}

function head(genuine: Response): ResponseInit {
  return { status: 200, headers: new Headers(genuine.headers) }
}

function withHeaders(genuine: Response, added: Record<string, string>, body: ReadableStream<Uint8Array> | null = genuine.body): Response {
  const headers = new Headers(genuine.headers)
  for (const [name, value] of Object.entries(added)) headers.set(name, value)
  return new Response(body, { status: 200, headers })
}

async function rewrite(genuine: Response, change: (body: Uint8Array) => Uint8Array): Promise<Response> {
  return new Response(bytesOf(change(new Uint8Array(await genuine.arrayBuffer()))), head(genuine))
}

/** A copy in memory of its own: what browsers' types ask of a body. */
const bytesOf = (content: string | Uint8Array): string | Uint8Array<ArrayBuffer> =>
  typeof content === 'string' ? content : Uint8Array.from(content)

function redirect(status: number, location: string): Response {
  return new Response(null, { status, headers: { location } })
}

/** Never answers; gives up only when the caller does. */
function hang(signal: AbortSignal): Promise<Response> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

/** The genuine answer, one byte at a time: each gap is short, the whole takes minutes. */
function drip({ genuine }: FaultContext, intervalMilliseconds: number): Response {
  let timer: NodeJS.Timeout | undefined
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const bytes = new Uint8Array(await genuine.arrayBuffer())
      let sent = 0
      timer = setInterval(() => {
        if (sent < bytes.length) controller.enqueue(bytes.subarray(sent, ++sent))
        if (sent < bytes.length) return
        clearInterval(timer)
        controller.close()
      }, intervalMilliseconds)
      timer.unref()
    },
    cancel: () => clearInterval(timer),
  })
  return new Response(body, head(genuine))
}

/** Half of the genuine answer, then the connection is gone. */
function reset(genuine: Response): Response {
  let sent = false
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (sent) return controller.error(new TypeError('terminated', { cause: new Error('the connection was reset') }))
      const bytes = new Uint8Array(await genuine.arrayBuffer())
      sent = true
      controller.enqueue(bytes.subarray(0, Math.floor(bytes.length / 2)))
    },
  })
  return withHeaders(genuine, {}, body)
}

const BOMB_MEMBERS = 64
let bombMember: Uint8Array | undefined

/** 1 GiB of zeros in about 1 MB: one compressed member of 16 MiB, sent 64 times (RFC 1952 allows concatenated members). */
function gzipBomb(genuine: Response): Response {
  bombMember ??= gzipSync(Buffer.alloc(16 * 1024 * 1024), { level: 9 })
  const member = bombMember
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(member)
      if (++sent === BOMB_MEMBERS) controller.close()
    },
  })
  return withHeaders(genuine, { 'content-encoding': 'gzip' }, body)
}

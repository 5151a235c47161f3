import { DomainError, requireExchangeReader, type SignedInContext } from '@bonafide/core'
import { Hono } from 'hono'
import type { Door } from '../door.ts'
import type { Env, HonoContext } from '../env.ts'
import { endOf, exchangesFrom } from './exchanges.ts'
import { createMailbox, type Mailbox } from './mailbox.ts'

export interface StreamOptions {
  /** Ids of the organisation's exchanges, on whatever node they happen, from the moment in which this resolves. */
  live(organisationId: string, signal: AbortSignal): Promise<AsyncIterable<{ id: string }>>
  /** Aborted when the server stops: streams end and readers come back to another node. */
  stopping: AbortSignal
  /** Milliseconds between signs of life; each also asks whether the reader may still read. */
  heartbeatMs?: number
  /** Milliseconds that an exchange waits for others to share its questions to the database. */
  batchMs?: number
  /** Streams that this node holds open at once. */
  maxStreams?: number
}

/** Tabs of one person, more or less. */
const maxStreamsPerReader = 20

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Exchanges as they happen, as server-sent events (WHATWG HTML 9.2). `Last-Event-ID` resumes after the exchange with that id. */
export function streamRoutes(door: Door, options: StreamOptions): Hono<Env> {
  const { maxStreams = 500 } = options
  let open = 0
  const openOf = new Map<string, number>()
  const routes = new Hono<Env>()
  routes.get('/api/v1/exchanges/stream', async (request) => {
    const context = await door.authenticated(request)
    requireExchangeReader(context)
    if (open >= maxStreams) throw new DomainError('unavailable', 'This node holds all the streams it can.', { retryAfterSeconds: 30 })
    const { id: reader } = context.actor
    const mine = openOf.get(reader) ?? 0
    if (mine >= maxStreamsPerReader)
      throw new DomainError('rate_limited', 'You hold all the streams that one reader may. Close one first.', { retryAfterSeconds: 30 })
    open++
    openOf.set(reader, mine + 1)
    const close = () => {
      open--
      const left = (openOf.get(reader) ?? 1) - 1
      if (left > 0) openOf.set(reader, left)
      else openOf.delete(reader)
    }
    const ended = new AbortController()
    const signal = AbortSignal.any([ended.signal, options.stopping])
    const source = await options.live(context.actor.organisationId, signal).catch((error: unknown) => {
      close()
      throw error
    })
    const mailbox = createMailbox(source, signal)
    const body = toStream(events(request, door, context, mailbox, options), () => {
      ended.abort()
      close()
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' } })
  })
  return routes
}

async function* events(
  request: HonoContext,
  door: Door,
  first: SignedInContext,
  mailbox: Mailbox,
  options: StreamOptions,
): AsyncGenerator<string> {
  const { heartbeatMs = 15_000, batchMs = 200 } = options
  const lastEventId = request.req.header('last-event-id') ?? ''
  const sent = new Set<string>()
  let context = first
  if (uuidPattern.test(lastEventId)) {
    sent.add(lastEventId)
    mailbox.put(lastEventId)
  }
  yield 'retry: 2000\n\n'
  for (;;) {
    const outcome = await mailbox.wait(heartbeatMs)
    if (outcome === 'closed') return
    try {
      context = await door.authenticated(request)
      requireExchangeReader(context)
    } catch (error) {
      const code = endOf(error)
      if (code === undefined) throw error
      yield `event: end\ndata: ${JSON.stringify({ code })}\n\n`
      return
    }
    if (outcome === 'quiet') {
      yield ': still here\n\n'
      continue
    }
    await mailbox.pause(batchMs)
    // Two nodes may commit out of the order of their ids: go back to the oldest that was announced, and skip what was sent.
    const [oldest = ''] = mailbox.take().toSorted()
    for (const exchange of await exchangesFrom(oldest, context)) {
      if (sent.has(exchange.id)) continue
      sent.add(exchange.id)
      yield `id: ${exchange.id}\nevent: exchange\ndata: ${JSON.stringify(exchange)}\n\n`
    }
    forgetOldest(sent)
  }
}

function forgetOldest(sent: Set<string>): void {
  for (const id of sent) {
    if (sent.size <= 2000) return
    sent.delete(id)
  }
}

function toStream(lines: AsyncGenerator<string>, onEnd: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let ended = false
  const end = () => {
    if (!ended) onEnd()
    ended = true
  }
  return new ReadableStream({
    async pull(controller) {
      try {
        const next = await lines.next()
        if (!next.done) return controller.enqueue(encoder.encode(next.value))
        controller.close()
      } catch {
        // The status line is long gone: the reader sees the end of the stream and comes back.
        controller.close()
      }
      end()
    },
    cancel: end,
  })
}

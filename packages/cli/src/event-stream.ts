import { setTimeout as pause } from 'node:timers/promises'
import { Failure } from './failure.ts'
import type { OpenStream } from './http-stream.ts'
import { refusalOf } from './problem.ts'

/** A server-sent event (WHATWG HTML 9.2). */
export interface ServerEvent {
  id?: string
  name: string
  data: string
}

export interface Following {
  openStream: OpenStream
  url: string
  authorization: string
  /** Go on after the event with this id. */
  lastEventId?: string
  /** Hears that events come from now on. */
  onOpen(): void
  /** Hears that the connection was lost, and in how many seconds it is tried again. */
  onLost(seconds: number, why?: string): void
}

const firstPauseMs = 2000
const longestPauseMs = 30_000
const maxLineLength = 1024 * 1024

/** The events of a stream without end: a connection that is lost is opened again and goes on after the last event. Refusals end it, and a server that was never there. */
export async function* follow({ openStream, url, authorization, lastEventId, onOpen, onLost }: Following): AsyncGenerator<ServerEvent> {
  let last = lastEventId
  let losses = 0
  let connected = false
  for (;;) {
    let why: string | undefined
    try {
      const headers = { accept: 'text/event-stream', authorization, ...(last === undefined ? {} : { 'last-event-id': last }) }
      const { status, headers: answered, chunks, text } = await openStream({ method: 'GET', url, headers })
      if (status !== 200) throw refusalOf({ status, headers: answered, text: await text() }, 'the stream')
      if (!answered['content-type']?.startsWith('text/event-stream')) throw notOurs()
      connected = true
      onOpen()
      for await (const event of eventsIn(chunks)) {
        losses = 0
        last = event.id ?? last
        yield event
      }
    } catch (error) {
      const passing = error instanceof Failure && (error.exit === 'network' || error.exit === 'rateLimited')
      if (!connected || !passing) throw error
      why = error.message
    }
    const pauseMs = Math.min(firstPauseMs * 2 ** losses++, longestPauseMs)
    onLost(pauseMs / 1000, why)
    await pause(pauseMs)
  }
}

/** Takes a stream apart. What is not whole when it ends was never sent. */
export async function* eventsIn(chunks: AsyncIterable<string>): AsyncGenerator<ServerEvent> {
  let rest = ''
  let lines: string[] = []
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split(/\r?\n/)
    rest = parts.pop() ?? ''
    if (rest.length > maxLineLength) throw notOurs()
    for (const line of parts) {
      if (line !== '') {
        lines.push(line)
        continue
      }
      const event = eventOf(lines)
      lines = []
      if (event) yield event
    }
  }
}

/** Undefined for comments and for what carries no data. */
function eventOf(lines: readonly string[]): ServerEvent | undefined {
  const values = (wanted: string) =>
    lines.flatMap((line) => {
      const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? []
      return name === wanted ? [value] : []
    })
  const data = values('data')
  return data.length === 0 ? undefined : { id: values('id').at(-1), name: values('event').at(-1) ?? 'message', data: data.join('\n') }
}

const notOurs = (): Failure =>
  new Failure('network', 'The answer is not the stream of a Bonafide server.', {
    fix: 'Check the address: it must lead to the server itself, without a sign-in page or proxy in between',
    code: 'unexpected_answer',
  })

import { DomainError, newId, type PageRequest, type SignedInContext } from '@bonafide/core'
import { describe, expect, it } from 'vitest'
import type { Door } from '../door.ts'
import { streamRoutes } from './stream.ts'

let milliseconds = 1_700_000_000_000
const runtime = { now: () => milliseconds++, randomBytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) }

/** A reader whose sign-in ends when the test says so, and a list of exchanges that the test adds to. */
function world(roleKey: 'owner' | 'service' = 'owner') {
  const rows: { id: string }[] = []
  const announced: string[] = []
  let wake = () => {}
  let signedIn = true
  const list = async (_: string, __: unknown, { size, from }: PageRequest) => {
    const newestFirst = rows.toSorted((a, b) => (a.id < b.id ? 1 : -1)).filter(({ id }) => !from || id < from.id)
    return { rows: newestFirst.slice(0, size), hasNextPage: newestFirst.length > size, totalCount: rows.length }
  }
  const context = { actor: { kind: 'member', organisationId: newId(runtime), role: { key: roleKey } }, stores: { exchanges: { list } } }
  const authenticated = async () => {
    if (!signedIn) throw new DomainError('unauthenticated', 'The session ended.')
    // The stream asks for the actor and the list of exchanges alone.
    return context as unknown as SignedInContext
  }
  async function* live(_: string, signal: AbortSignal) {
    signal.addEventListener('abort', () => wake())
    while (!signal.aborted) {
      const id = announced.shift()
      if (id !== undefined) yield { id }
      else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  }
  const stopping = new AbortController()
  const app = streamRoutes({ authenticated } as unknown as Door, {
    live: async (organisationId, signal) => live(organisationId, signal),
    stopping: stopping.signal,
    heartbeatMs: 30,
    batchMs: 1,
  })
  return {
    stopping,
    happen(announce = true): string {
      const id = newId(runtime)
      rows.push({ id })
      if (announce) announced.push(id)
      wake()
      return id
    },
    announce(id: string): void {
      announced.push(id)
      wake()
    },
    endSession() {
      signedIn = false
    },
    async open(headers: Record<string, string> = {}) {
      const response = await app.request('/api/v1/exchanges/stream', { headers })
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
      let text = ''
      /** Reads until the text holds what is awaited, or the stream ends. */
      const until = async (wanted: string) => {
        while (!text.includes(wanted)) {
          const part = await reader?.read()
          if (!part || part.done) return `${text}(end)`
          text += part.value
        }
        return text
      }
      return { response, until, close: () => reader?.cancel() }
    },
  }
}

const idsIn = (text: string) => [...text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id)

describe('the stream of exchanges', () => {
  it('tells each exchange once, as it happens', async () => {
    const { open, happen } = world()
    const { response, until, close } = await open()
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const first = happen()
    await until(first)
    const second = happen()
    expect(idsIn(await until(`"id":"${second}"`))).toEqual([first, second])
    await close()
  })

  it('resumes after the last one that was seen, with those that happened meanwhile', async () => {
    const { open, happen } = world()
    const missed = Array.from({ length: 250 }, () => happen(false))
    const { until, close } = await open({ 'last-event-id': missed[99] ?? '' })
    expect(idsIn(await until(`"id":"${missed.at(-1)}"`))).toEqual(missed.slice(100))
    await close()
  })

  it('tells an exchange that is announced late although its id is older', async () => {
    const { open, happen, announce } = world()
    const { until, close } = await open()
    const older = happen(false)
    const newer = happen()
    await until(newer)
    announce(older)
    expect(idsIn(await until(`"id":"${older}"`))).toEqual([newer, older])
    await close()
  })

  it('ends when the session ends', async () => {
    const { open, endSession } = world()
    const { until } = await open()
    await until('still here')
    endSession()
    expect(await until('(never)')).toContain('event: end\ndata: {"code":"unauthenticated"}')
  })

  it('ends when the server stops', async () => {
    const { open, stopping } = world()
    const { until } = await open()
    await until('retry')
    stopping.abort()
    expect(await until('(never)')).toContain('(end)')
  })
})

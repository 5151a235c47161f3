import { connect, type Socket } from 'node:net'
import { serveParent } from './child.ts'
import { perSecond } from './lanes.ts'

/** Whole HTTP requests, made before the clock runs; each is sent once, or in turn until `count` have been. */
export interface Load {
  port: number
  requests: string[]
  count: number
  concurrency: number
}

export interface LoadResult {
  perSecond: number
  statuses: Record<string, number>
}

// A plain socket per lane: an HTTP client would take as much of the processor as the server that it measures.
serveParent<Load>(0, async ({ port, requests, count, concurrency }): Promise<LoadResult> => {
  const idle = await Promise.all(Array.from({ length: concurrency }, () => open(port)))
  const statuses: Record<string, number> = {}
  const rate = await perSecond(count, concurrency, async (index) => {
    const lane = idle.pop()
    if (!lane) throw new Error('more requests under way than lanes')
    const status = await lane.send(requests[index % requests.length] ?? '')
    statuses[status] = (statuses[status] ?? 0) + 1
    idle.push(lane)
  })
  for (const { socket } of idle) socket.destroy()
  return { perSecond: rate, statuses }
})

interface Lane {
  socket: Socket
  /** Answers the status when the whole answer is there. */
  send(request: string): Promise<string>
}

async function open(port: number): Promise<Lane> {
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  let received = ''
  let done: (status: string) => void = () => {}
  socket.setEncoding('latin1')
  socket.on('data', (text: string) => {
    received += text
    const status = wholeAnswer(received)
    if (status === undefined) return
    received = ''
    done(status)
  })
  return {
    socket,
    send: (request) =>
      new Promise((resolve, reject) => {
        done = resolve
        socket.once('error', reject)
        socket.write(request, () => socket.off('error', reject))
      }),
  }
}

/** The status of an answer that has arrived in full, by its length or its last chunk (RFC 9112 6 and 7.1). */
function wholeAnswer(text: string): string | undefined {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return undefined
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))?.[1]
  const complete = length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= head + 4 + Number(length)
  return complete ? text.slice(9, 12) : undefined
}

import { describe, expect, test } from 'vitest'
import { eventsIn, type ServerEvent } from './event-stream.ts'

async function read(...chunks: string[]): Promise<ServerEvent[]> {
  const found: ServerEvent[] = []
  const stream = (async function* () {
    yield* chunks
  })()
  for await (const event of eventsIn(stream)) found.push(event)
  return found
}

describe('server-sent events', () => {
  test('are whole wherever the stream is cut, and comments are none', async () => {
    const text = 'retry: 2000\n\n: still here\n\nid: 7\nevent: exchange\ndata: {"a":\ndata: 1}\n\n'
    const expected = [{ id: '7', name: 'exchange', data: '{"a":\n1}' }]
    expect(await read(text)).toEqual(expected)
    expect(await read(...text)).toEqual(expected)
    expect(await read(text.replaceAll('\n', '\r\n'))).toEqual(expected)
  })

  test('what the end cut off is not told', async () => {
    expect(await read('data: 1\n\ndata: 2\n')).toEqual([{ id: undefined, name: 'message', data: '1' }])
  })

  test('a line without end does not fill the memory', async () => {
    await expect(read('x'.repeat(2 * 1024 * 1024))).rejects.toMatchObject({ exit: 'network' })
  })
})

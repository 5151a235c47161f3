import { describe, expect, it } from 'vitest'
import { createMailbox } from './mailbox.ts'

async function* ids(...values: string[]) {
  for (const id of values) yield { id }
  await new Promise(() => {})
}

describe('a mailbox', () => {
  it('gathers what is announced and hands it over once', async () => {
    const mailbox = createMailbox(ids('a', 'b'), new AbortController().signal)
    expect(await mailbox.wait(10_000)).toBe('filled')
    await mailbox.pause(1)
    expect(mailbox.take()).toEqual(['a', 'b'])
    expect(mailbox.take()).toEqual([])
  })

  it('says when nothing came', async () => {
    expect(await createMailbox(ids(), new AbortController().signal).wait(5)).toBe('quiet')
  })

  it('wakes the reader when something comes', async () => {
    const mailbox = createMailbox(ids(), new AbortController().signal)
    const waiting = mailbox.wait(10_000)
    mailbox.put('late')
    expect(await waiting).toBe('filled')
  })

  it('closes with its signal and with its source', async () => {
    const stop = new AbortController()
    const waiting = createMailbox(ids(), stop.signal).wait(10_000)
    stop.abort()
    expect(await waiting).toBe('closed')
    const lost = Promise.reject(new Error('connection lost'))
    const broken = { [Symbol.asyncIterator]: () => ({ next: () => lost }) }
    expect(await createMailbox(broken, new AbortController().signal).wait(10_000)).toBe('closed')
  })
})

import { expect, it } from 'vitest'
import { createResolver } from './resolve.ts'

it('OPS-19 a slow name is given up at the deadline, and asked for once however many wait', async () => {
  let asked = 0
  let answer = (_: string[]) => {}
  const lookUp = (host: string) => {
    asked++
    return host === 'slow.example' ? new Promise<string[]>((resolve) => (answer = resolve)) : Promise.resolve(['192.0.2.1'])
  }
  const resolve = createResolver({ lookUp, deadlineMs: 20 })
  const waiting = Array.from({ length: 50 }, () => resolve('slow.example'))
  for (const one of waiting) await expect(one).rejects.toMatchObject({ failure: 'timeout' })
  await expect(resolve('slow.example')).rejects.toMatchObject({ failure: 'timeout' })
  expect(asked).toBe(1)
  await expect(resolve('other.example')).resolves.toEqual(['192.0.2.1'])
  answer(['192.0.2.2'])
  await new Promise((resolve) => setImmediate(resolve))
  void resolve('slow.example').catch(() => undefined)
  expect(asked).toBe(3)
})

it('OPS-19 a name that does not resolve is not asked for again at once, and is again later', async () => {
  let asked = 0
  let now = 0
  const resolve = createResolver({
    monotonicMs: () => now,
    lookUp: () => {
      asked++
      return asked === 1 ? Promise.reject(new Error('ENOTFOUND')) : Promise.resolve(['192.0.2.1'])
    },
  })
  await expect(resolve('away.example')).rejects.toMatchObject({ failure: 'unreachable' })
  await expect(resolve('away.example')).rejects.toMatchObject({ failure: 'unreachable' })
  expect(asked).toBe(1)
  now = 5_000
  await expect(resolve('away.example')).resolves.toEqual(['192.0.2.1'])
})

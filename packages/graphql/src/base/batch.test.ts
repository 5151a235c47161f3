import { describe, expect, it } from 'vitest'
import { batched, remembered } from './batch.ts'

describe('a batched lookup', () => {
  const noting = () => {
    const rounds: string[][] = []
    const load = batched(async (keys) => {
      rounds.push(keys)
      return new Map(keys.filter((key) => key !== 'missing').map((key) => [key, key.toUpperCase()]))
    })
    return { rounds, load }
  }

  it('asks for everything that is wanted at once, each key once, and answers in order', async () => {
    const { rounds, load } = noting()
    expect(await Promise.all(['a', 'b', 'a', 'missing'].map(load))).toEqual(['A', 'B', 'A', null])
    expect(rounds).toEqual([['a', 'b', 'missing']])
  })

  it('joins those who ask a few promises later in the same turn', async () => {
    const { rounds, load } = noting()
    const later = Promise.resolve()
      .then(() => undefined)
      .then(() => load('b'))
    await Promise.all([load('a'), later])
    expect(rounds).toEqual([['a', 'b']])
  })

  it('asks again for new keys only', async () => {
    const { rounds, load } = noting()
    await load('a')
    await Promise.all([load('a'), load('b')])
    expect(rounds).toEqual([['a'], ['b']])
  })

  it('fails for everybody who waits, and for nobody else', async () => {
    let broken = true
    const load = batched(async (keys) => {
      if (broken) throw new Error('away')
      return new Map(keys.map((key) => [key, key]))
    })
    const outcomes = await Promise.allSettled([load('a'), load('b')])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    broken = false
    expect(await load('c')).toBe('c')
  })
})

it('a remembered lookup is made once per key', async () => {
  const asked: string[] = []
  const load = remembered(async (key) => {
    asked.push(key)
    return key.length
  })
  expect(await Promise.all([load('abc'), load('abc'), load('d')])).toEqual([3, 3, 1])
  expect(asked).toEqual(['abc', 'd'])
})

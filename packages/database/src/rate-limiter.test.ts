import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { purgeRateLimits } from './rate-limit-leases.ts'
import { createRateLimiter } from './rate-limiter.ts'
import { createTestDatabase, type TestDatabase } from './testing.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

afterAll(() => database.drop())

const take = async (
  limiter: ReturnType<typeof createRateLimiter>,
  bucket: string,
  limit: { capacity: number; refillPerSecond: number },
  calls: number,
) => {
  const waits = await Promise.all(Array.from({ length: calls }, () => limiter.take(bucket, limit)))
  return { passed: waits.filter((wait) => wait === 0).length, waits }
}

/** As if the bucket had been left alone for a while. */
const elapse = (bucket: string, interval: string) =>
  database.pool.query('update rate_limit_buckets set refilled_at = refilled_at - $2::interval where bucket = $1', [bucket, interval])

const slow = 1 / 1_000_000

describe('a small bucket', () => {
  it('TOK-24 lets its capacity through on all nodes together, not one more, and a new node knows', async () => {
    const limit = { capacity: 10, refillPerSecond: slow }
    const nodes = [createRateLimiter(database.pool), createRateLimiter(database.pool)]
    const outcomes = await Promise.all(nodes.map((node) => take(node, 'small', limit, 30)))
    expect(outcomes.reduce((sum, { passed }) => sum + passed, 0)).toBe(10)
    expect((await take(createRateLimiter(database.pool), 'small', limit, 5)).passed).toBe(0)
  })

  it('fills again with time, up to its capacity, and says how long that takes', async () => {
    const limit = { capacity: 3, refillPerSecond: 0.5 }
    let now = 0
    const limiter = createRateLimiter(database.pool, { monotonicMs: () => now })
    expect((await take(limiter, 'refill', limit, 3)).passed).toBe(3)
    const wait = await limiter.take('refill', limit)
    expect(wait).toBeGreaterThan(1)
    expect(wait).toBeLessThanOrEqual(2)
    now += 1_000
    const later = await limiter.take('refill', limit)
    expect(later).toBeLessThan(wait)
    expect(later).toBeGreaterThan(0)
    now += 1_000
    await elapse('refill', '2 seconds')
    expect(await limiter.take('refill', limit)).toBe(0)
    now += 3_600_000
    await elapse('refill', '1 hour')
    expect((await take(limiter, 'refill', limit, 10)).passed).toBe(3)
  })
})

describe('a large bucket', () => {
  it('is leased in blocks: one statement per second, whatever the number of calls', async () => {
    let statements = 0
    const pool = new Proxy(database.pool, {
      get(target, name) {
        if (name === 'query') statements += 1
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    let now = 0
    const limiter = createRateLimiter(pool, { monotonicMs: () => now })
    const limit = { capacity: 600, refillPerSecond: slow }
    await limiter.take('large', limit)
    const begun = statements
    const { passed, waits } = await take(limiter, 'large', limit, 1_000)
    expect(passed).toBe(299)
    expect(Math.max(...waits)).toBeLessThanOrEqual(1)
    expect(statements).toBe(begun)
    now += 1_000
    expect((await take(limiter, 'large', limit, 1_000)).passed).toBe(150)
    expect(statements).toBe(begun + 1)
  })

  it('gives no two nodes the same calls: together they stay within the capacity', async () => {
    const limit = { capacity: 1_000, refillPerSecond: slow }
    let now = 0
    const nodes = Array.from({ length: 4 }, () => createRateLimiter(database.pool, { monotonicMs: () => now }))
    let passed = 0
    for (let second = 0; second < 15; second++) {
      const outcomes = await Promise.all(nodes.map((node) => take(node, 'shared', limit, 400)))
      passed += outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)
      now += 1_000
    }
    expect(passed).toBe(1_000)
  })

  it('takes back what a node did not use, so that a burst much later is no larger than the capacity', async () => {
    const limit = { capacity: 200, refillPerSecond: 1 }
    let now = 0
    const limiter = createRateLimiter(database.pool, { monotonicMs: () => now })
    expect((await take(limiter, 'returned', limit, 1)).passed).toBe(1)
    now += 3_600_000
    await elapse('returned', '1 hour')
    let passed = 0
    for (let second = 0; second < 10; second++) {
      passed += (await take(limiter, 'returned', limit, 300)).passed
      now += 1_000
    }
    expect(passed).toBeGreaterThanOrEqual(199)
    expect(passed).toBeLessThanOrEqual(201)
  })
})

it('a flood of addresses does not fill the memory of a node, and forgets the address unused for longest first', async () => {
  const limit = { capacity: 1_000, refillPerSecond: slow }
  const limiter = createRateLimiter(database.pool, { maxBuckets: 2, monotonicMs: () => 0 })
  await limiter.take('lru-a', limit)
  await limiter.take('lru-b', limit)
  await limiter.take('lru-a', limit)
  await limiter.take('lru-c', limit)
  const left = async (bucket: string) =>
    (await database.pool.query('select tokens from rate_limit_buckets where bucket = $1', [bucket])).rows[0].tokens
  await limiter.take('lru-a', limit)
  expect(await left('lru-a')).toBeCloseTo(500, 0)
  await limiter.take('lru-b', limit)
  expect(await left('lru-b')).toBeCloseTo(250, 0)
})

it('buckets left alone for a day are cleared away', async () => {
  const limiter = createRateLimiter(database.pool)
  await limiter.take('old', { capacity: 5, refillPerSecond: 1 })
  await limiter.take('young', { capacity: 5, refillPerSecond: 1 })
  await elapse('old', '25 hours')
  expect(await purgeRateLimits(database.pool)).toBe(1)
  expect(await limiter.take('old', { capacity: 5, refillPerSecond: 1 })).toBe(0)
})

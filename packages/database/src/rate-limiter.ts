import type { RateLimit, RateLimiter } from '@bonafide/core'
import type { Pool } from 'pg'
import { leaseCalls } from './rate-limit-leases.ts'

export interface RateLimiterOptions {
  /** Milliseconds of a clock that never goes back. */
  monotonicMs?: () => number
  /** Buckets remembered by this node; the one unused for longest is forgotten first. */
  maxBuckets?: number
}

/** What this node holds of one bucket. */
interface Holding {
  /** Calls it may still let through. */
  left: number
  leasedAtMs: number
  /** No lease before then. */
  nextLeaseMs: number
  /** The lease under way, which everybody who comes meanwhile waits for. */
  lease?: Promise<void>
}

/** At most one lease per bucket in this time. */
const leaseEveryMs = 1_000
/** A block older than this goes back with the next lease, so that a burst long after never exceeds the capacity. */
const blockLifetimeMs = 10_000
/** Buckets as small as this are counted call by call: half of ten tries, held by one node, would be refused on the others. */
const smallCapacity = 100

/**
 * Token buckets that hold across nodes. Of a large bucket each node leases half of what is left, at most once a second, and then lets
 * calls through without asking; small ones, which guard rare and costly calls, are exact. What all nodes let through never exceeds the
 * capacity and what was refilled since; blocks that a node loses are lost, not doubled.
 */
export function createRateLimiter(
  pool: Pool,
  { monotonicMs = () => performance.now(), maxBuckets = 10_000 }: RateLimiterOptions = {},
): RateLimiter {
  const holdings = new Map<string, Holding>()

  const holdingOf = (bucket: string): Holding => {
    const holding = holdings.get(bucket) ?? { left: 0, leasedAtMs: 0, nextLeaseMs: Number.NEGATIVE_INFINITY }
    // The map keeps the order of insertion: the first key is the one unused for longest.
    holdings.delete(bucket)
    holdings.set(bucket, holding)
    if (holdings.size > maxBuckets) holdings.delete(holdings.keys().next().value ?? bucket)
    return holding
  }

  const renew = async (bucket: string, limit: RateLimit, holding: Holding): Promise<void> => {
    const returned = holding.left
    holding.left = 0
    const startedMs = monotonicMs()
    holding.nextLeaseMs = startedMs + leaseEveryMs
    const { granted } = await leaseCalls(pool, bucket, limit, { share: 0.5, returned })
    holding.left = granted
    holding.leasedAtMs = startedMs
  }

  const takeFromBlock = async (bucket: string, limit: RateLimit): Promise<number> => {
    const holding = holdingOf(bucket)
    while (holding.lease) await holding.lease
    const isFresh = monotonicMs() - holding.leasedAtMs < blockLifetimeMs
    if (holding.left < 1 || !isFresh) {
      const waitMs = holding.nextLeaseMs - monotonicMs()
      if (waitMs > 0) return waitMs / 1_000
      holding.lease = renew(bucket, limit, holding).finally(() => {
        holding.lease = undefined
      })
      await holding.lease
    }
    if (holding.left < 1) return Math.max(0.001, (holding.nextLeaseMs - monotonicMs()) / 1_000)
    holding.left -= 1
    return 0
  }

  const takeOne = async (bucket: string, limit: RateLimit): Promise<number> => {
    const holding = holdingOf(bucket)
    const waitMs = holding.nextLeaseMs - monotonicMs()
    if (waitMs > 0) return waitMs / 1_000
    const { granted, waitSeconds } = await leaseCalls(pool, bucket, limit, { share: 0, returned: 0 })
    if (granted > 0) return 0
    // Nothing fills the bucket sooner, so a flood that would be refused anyway costs the database nothing.
    holding.nextLeaseMs = monotonicMs() + waitSeconds * 1_000
    return waitSeconds
  }

  return { take: (bucket, limit) => (limit.capacity <= smallCapacity ? takeOne(bucket, limit) : takeFromBlock(bucket, limit)) }
}

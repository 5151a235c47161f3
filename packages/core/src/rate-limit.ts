import { DomainError } from './errors.ts'

/** A token bucket: `capacity` calls at once, refilled at `refillPerSecond`. */
export interface RateLimit {
  capacity: number
  refillPerSecond: number
}

/**
 * Buckets that hold across nodes: leased from the database in blocks by each node, so that a call costs no round trip of its own.
 * `take` answers how many seconds to wait, or 0 when the call may go on.
 */
export interface RateLimiter {
  take(bucket: string, limit: RateLimit): Promise<number>
}

/** Every limit of the product in one place. */
export const rateLimits = {
  /** Far more than a console needs, far less than a loop can send. */
  graphqlPerCaller: { capacity: 600, refillPerSecond: 20 },
  /** Each may read the whole log. */
  auditExportPerCaller: { capacity: 30, refillPerSecond: 1 / 10 },
  /** Each asks somebody outside. */
  probePerCaller: { capacity: 20, refillPerSecond: 1 / 3 },
  /** Each signs in to a cloud, with what the caller names. */
  credentialCheckPerCaller: { capacity: 20, refillPerSecond: 1 / 3 },
  /** Each looks at a cloud: plans, lists, syncs that are run by hand. */
  destinationPerCaller: { capacity: 60, refillPerSecond: 1 },
  /** Each may judge thousands of attempts again. */
  replayPerCaller: { capacity: 30, refillPerSecond: 1 / 2 },
  /** Each sends something to an endpoint outside. */
  webhookPerCaller: { capacity: 20, refillPerSecond: 1 / 3 },
  exchangePerAddress: { capacity: 600, refillPerSecond: 15 },
  signInPerAddress: { capacity: 30, refillPerSecond: 0.5 },
  signInPerEmailAndAddress: { capacity: 10, refillPerSecond: 1 / 30 },
} as const satisfies Record<string, RateLimit>

/** Takes one call from the bucket, or fails with `rate_limited` and the seconds to wait. */
export async function requireRate(limiter: RateLimiter, bucket: string, limit: RateLimit): Promise<void> {
  const waitSeconds = await limiter.take(bucket, limit)
  if (waitSeconds <= 0) return
  throw new DomainError('rate_limited', 'Too many requests. Wait and try again.', { retryAfterSeconds: Math.ceil(waitSeconds) })
}

/**
 * The name under which an address is counted: an IPv4 address as it is, IPv4 inside IPv6 as that IPv4 address, any other IPv6 address as its
 * /64, since one customer usually owns a whole one. Whatever is not an address shares one bucket.
 */
export function addressBucket(ip: string): string {
  const [address = ''] = ip.trim().toLowerCase().split('%')
  if (isIpv4(address)) return canonicalIpv4(address)
  const groups = ipv6Groups(address)
  if (!groups) return 'unknown'
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (isMapped)
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 255])
      .join('.')
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}

const isIpv4 = (text: string): boolean => /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255)
const canonicalIpv4 = (text: string): string => text.split('.').map(Number).join('.')

/** The eight 16-bit groups of an IPv6 address (RFC 4291 2.2), or undefined. */
function ipv6Groups(address: string): number[] | undefined {
  const halves = address.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map((half, index) => groupsOfHalf(half, index === halves.length - 1))
  if (!head || (halves.length === 2 && !tail)) return undefined
  if (!tail) return head.length === 8 ? head : undefined
  const missing = 8 - head.length - tail.length
  return missing >= 1 ? [...head, ...Array<number>(missing).fill(0), ...tail] : undefined
}

function groupsOfHalf(half: string, isLast: boolean): number[] | undefined {
  if (half === '') return []
  const groups: number[] = []
  const parts = half.split(':')
  for (const [index, part] of parts.entries()) {
    if (isLast && index === parts.length - 1 && isIpv4(part)) {
      const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number)
      groups.push(a * 256 + b, c * 256 + d)
    } else if (/^[0-9a-f]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return groups
}

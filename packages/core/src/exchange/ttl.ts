import { DomainError } from '../errors.ts'

/** No token of an exchange lives shorter or longer than this, in seconds: one minute to ninety days. */
export const ttlBounds = { minimumSeconds: 60, maximumSeconds: 7_776_000 } as const

/** Simulated tokens are for looking, not for using. */
export const simulatedMaxTtlSeconds = 900

export interface Lifetimes {
  defaultTtlSeconds: number
  maxTtlSeconds: number
}

/** The requested lifetime in seconds, undefined when none was asked for; anything but an integer of 60 s … 90 d is `ttl_invalid`. */
export function requestedTtl(value: unknown): number | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= ttlBounds.minimumSeconds && value <= ttlBounds.maximumSeconds)
    return value
  throw new DomainError('ttl_invalid', 'ttl must be a whole number of seconds from 60 to 7776000 (90 days).', {
    fields: [{ pointer: '/tokenRequest/ttl', message: 'must be an integer from 60 to 7776000' }],
  })
}

/** True when the identity may grant what was asked. Above the maximum is refused, never clamped. */
export const ttlAllowed = (identity: Lifetimes, ttlSeconds: number | undefined): boolean =>
  ttlSeconds === undefined || ttlSeconds <= identity.maxTtlSeconds

/** Seconds the token will live. */
export function grantedTtl(identity: Lifetimes, ttlSeconds: number | undefined, simulated: boolean): number {
  const seconds = ttlSeconds ?? identity.defaultTtlSeconds
  return simulated ? Math.min(seconds, simulatedMaxTtlSeconds) : seconds
}

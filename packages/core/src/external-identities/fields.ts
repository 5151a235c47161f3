import * as z from 'zod'
import { DomainError } from '../errors.ts'
import { ttlBounds } from '../exchange/ttl.ts'
import { nameText, text } from '../parse.ts'

const seconds = z
  .number('must be a whole number of seconds')
  .int('must be a whole number of seconds')
  .min(ttlBounds.minimumSeconds, 'must be at least 60 seconds')
  .max(ttlBounds.maximumSeconds, 'must be at most 7776000 seconds (90 days)')

/** Fields that every provider's identities share; what is left out is defaulted or kept. */
export const sharedFields = {
  name: nameText(100),
  description: text(1000),
  tokenName: nameText(64),
  defaultTtlSeconds: seconds,
  maxTtlSeconds: seconds,
  enabled: z.boolean(),
}

export const versionNumber = z.number().int().positive()

export const defaultLifetimes = { defaultTtlSeconds: 3600, maxTtlSeconds: 86_400 } as const

/** Fails with `malformed_request` when the default lifetime is above the maximum. */
export function requireSoundLifetimes({ defaultTtlSeconds, maxTtlSeconds }: { defaultTtlSeconds: number; maxTtlSeconds: number }): void {
  if (defaultTtlSeconds <= maxTtlSeconds) return
  throw new DomainError('malformed_request', 'The default TTL must not be above the maximum TTL.', {
    fields: [{ pointer: '/defaultTtlSeconds', message: 'must not be above the maximum TTL' }],
  })
}

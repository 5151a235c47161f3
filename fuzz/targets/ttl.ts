import { isDomainError } from '@bonafide/core'
import fc from 'fast-check'
import { formatDuration, parseDuration } from '../../packages/core/src/duration.ts'
import { requestedTtl, ttlBounds } from '../../packages/core/src/exchange/ttl.ts'
import { awkwardJson, awkwardText, mutated } from '../fragments.ts'
import type { Target } from '../run.ts'

const values = fc.oneof(awkwardJson, fc.double(), fc.integer(), fc.bigInt(), awkwardText())
const durations = fc.constantFrom('15m', '1h30m', '3600', '7d', '90').chain(mutated)

/** A lifetime is a whole number of seconds within its bounds, or a refusal; a duration is read back as it was written. */
export const lifetimes: Target = (tried) =>
  fc.property(fc.tuple(values, durations), ([value, text]) => {
    tried()
    const seconds = parseDuration(text)
    if (seconds !== null && parseDuration(formatDuration(seconds)) !== seconds) throw new Error('a duration changes when it is written')
    try {
      const ttl = requestedTtl(value)
      if (ttl === undefined || (Number.isInteger(ttl) && ttl >= ttlBounds.minimumSeconds && ttl <= ttlBounds.maximumSeconds)) return
      throw new Error('a lifetime was taken that is none')
    } catch (error) {
      if (!isDomainError(error)) throw error
    }
  })

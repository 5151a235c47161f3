import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDuration, parseDuration } from './duration.ts'

describe('human durations', () => {
  it.each([
    ['60s', 60],
    ['1m', 60],
    ['10m', 600],
    ['2h', 7200],
    ['7d', 604_800],
    ['3600', 3600],
    ['1h30m', 5400],
    [' 1d ', 86_400],
  ])('R-047: %s is %d seconds', (text, seconds) => expect(parseDuration(text)).toBe(seconds))

  it.each(['', 'abc', '-1h', '1w', '1.5h', '1h1h', '30m1h', '1e3', '0x10', '９0', '1 h'])('R-049: %j is not a duration', (text) =>
    expect(parseDuration(text)).toBeNull(),
  )

  it.each([
    [3600, '1h'],
    [90, '90s'],
    [86_400, '1d'],
    [60, '1m'],
    [5400, '1h30m'],
  ])('R-048: %d seconds read %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text))

  it('reads back what it prints', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 7_776_000 }), (seconds) => parseDuration(formatDuration(seconds)) === seconds))
  })
})

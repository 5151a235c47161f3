import { expect, test } from 'vitest'
import { readExpiry } from './expiry.ts'

const now = new Date('2026-03-01T12:00:00').getTime()

test('lengths are told in seconds, and never is null, not zero', () => {
  expect(readExpiry('month', '', now)).toEqual({ expiresInSeconds: 2_592_000 })
  expect(readExpiry('never', '', now)).toEqual({ expiresInSeconds: null })
})

test('a date means the end of that day', () => {
  expect(readExpiry('date', '2026-03-01', now)).toEqual({ expiresInSeconds: 12 * 3600 - 1 })
})

test.each(['', '2026-02-30x', '2026-02-28', '2028-01-01'])('the date "%s" is refused with a sentence', (date) => {
  expect(readExpiry('date', date, now)).toEqual({ problem: expect.stringMatching(/\.$/) })
})

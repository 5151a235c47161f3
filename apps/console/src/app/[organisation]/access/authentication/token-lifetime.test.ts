import { describe, expect, it } from 'vitest'
import { secondsOf } from './token-lifetime.ts'

const noon = new Date('2027-03-01T12:00:00').getTime()

describe('how long a token lives', () => {
  it('is days from now, or never in so many words', () => {
    expect(secondsOf('30', '', noon)).toBe(30 * 86_400)
    expect(secondsOf('never', '', noon)).toBeNull()
  })

  it('until a date means to the end of that day', () => {
    expect(secondsOf('date', '2027-03-01', noon)).toBe(12 * 3600 - 1)
  })

  it.each(['', 'soon', '2027-02-28', '2026-01-01'])('a date such as %j is refused with a sentence', (date) => {
    expect(secondsOf('date', date, noon)).toEqual({ problem: expect.stringMatching(/\.$/) })
  })
})

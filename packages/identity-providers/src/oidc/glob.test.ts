import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchesGlob } from './glob.ts'

/** The same in the plainest way: every star takes one character more, or is over. */
function naive(pattern: string, text: string): boolean {
  const [first, ...others] = pattern
  if (first === undefined) return text === ''
  const [head] = text
  if (first !== '*') return first === head && naive(others.join(''), text.slice(1))
  if (head === undefined || head === ':' || head === '/') return false
  return naive(others.join(''), text.slice(1)) || naive(pattern, text.slice(1))
}

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', ':', '/'), maxLength: 9 }).filter((text) => !text.includes('**'))
const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', '/'), maxLength: 11 })
/** What stands in place of the stars, nothing included; or, alone, a text of its own. */
const fillings = fc.oneof(
  fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 2 }), { minLength: 5, maxLength: 5 }),
  fc.tuple(text),
)

describe('globs', () => {
  test('match as the plainest matcher does', () => {
    fc.assert(
      fc.property(pattern, fillings, (wanted, filled) => {
        let used = 0
        const given = filled.length === 1 ? (filled[0] ?? '') : wanted.replaceAll('*', () => filled[used++] ?? '')
        expect([wanted, given, matchesGlob(wanted, given)]).toEqual([wanted, given, naive(wanted, given)])
      }),
      { numRuns: 20_000 },
    )
  })

  test('match what they were made of, a star for a character or more', () => {
    fc.assert(
      fc.property(pattern, fc.array(fc.stringMatching(/^[a-z*.]{1,4}$/), { minLength: 9, maxLength: 9 }), (wanted, filled) => {
        let used = 0
        const given = wanted.replaceAll('*', () => filled[used++] ?? 'x')
        expect([wanted, given, matchesGlob(wanted, given)]).toEqual([wanted, given, true])
      }),
      { numRuns: 2000 },
    )
  })

  test('never match a text with more or fewer dividers', () => {
    const dividers = (one: string) => one.replaceAll(/[^:/]/g, '')
    fc.assert(
      fc.property(fc.oneof(pattern, fc.string()), fc.oneof(text, fc.string()), (wanted, given) => {
        if (dividers(wanted) !== dividers(given)) expect(matchesGlob(wanted, given)).toBe(false)
      }),
      { numRuns: 5000 },
    )
  })

  test('JWT-42 without a star match themselves alone', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (wanted, given) => {
        if (wanted.includes('*')) return
        expect(matchesGlob(wanted, wanted)).toBe(true)
        expect(matchesGlob(wanted, given)).toBe(wanted === given)
      }),
    )
  })

  test.each([
    ['a*b*c', 'abXc'],
    ['a*b*c', 'aXbc'],
    ['a*a', 'aa'],
    ['a*a', 'a'],
    ['*a*', 'a'],
    ['*', ''],
    ['a*', 'a'],
  ])('%s does not match %s: a star stands for a character at least', (wanted, given) => expect(matchesGlob(wanted, given)).toBe(false))

  test('JWT-42 the longest take no time', () => {
    const startedAt = performance.now()
    matchesGlob('a*'.repeat(500), 'a'.repeat(50_000))
    matchesGlob(`${'*a'.repeat(500)}b`, 'a'.repeat(50_000))
    matchesGlob('*:'.repeat(500), ':'.repeat(50_000))
    expect(performance.now() - startedAt).toBeLessThan(500)
  })
})

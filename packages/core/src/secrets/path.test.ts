import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from '../parse.ts'
import { normalisePath, secretPath } from './path.ts'

describe('a path', () => {
  it.each([
    ['', '/'],
    ['/', '/'],
    ['//', '/'],
    ['foo', '/foo'],
    ['/foo/', '/foo'],
    ['foo//bar///', '/foo/bar'],
    ['/a/../b', '/a/../b'],
    ['/./', '/.'],
    ['%2e%2e', '/%2e%2e'],
    ['\\', '/\\'],
    [' /A ', '/ /A '],
  ])('SEC-19 %j has the one spelling %j', (written, stored) => expect(normalisePath(written)).toBe(stored))

  it('SEC-19 is canonical after one pass', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('/', '.', 'a', '\\', ' ') }), (text) => {
        expect(normalisePath(normalisePath(text))).toBe(normalisePath(text))
      }),
    )
  })

  it.each([['nul \u0000'], ['\ud800'], ['x'.repeat(65)], ['/x'.repeat(600)]])('OPS-24 %j is refused', (path) => {
    expect(() => parse(secretPath, path)).toThrow(expect.objectContaining({ code: 'malformed_request' }))
  })
})

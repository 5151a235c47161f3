import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  concat,
  decodeBase64,
  decodeHex,
  decodeHexOfAnyCase,
  decodeUtf8,
  draw,
  encodeBase64,
  encodeHex,
  encodeUtf8,
  equalBytes,
  equalText,
  xor,
} from './bytes.ts'
import { codeOf } from './testing.ts'

const anyBytes = fc.uint8Array({ maxLength: 200 })

describe('hex', () => {
  it('round-trips', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(decodeHex(encodeHex(bytes))).toEqual(bytes)
      }),
    )
  })

  it.each(['a', 'AB', 'aB', 'zz', ' ab', 'ab\n', '0x', '１２', 'ab ', '-1', '\0\0'])('refuses %j', (text) => {
    expect(codeOf(() => decodeHex(text))).toBe('malformed_hex')
  })

  it('refuses another length than asked for, with the code asked for', () => {
    expect(codeOf(() => decodeHex('abcd', 3, 'malformed_key'))).toBe('malformed_key')
    expect(codeOf(() => decodeHex('abcd', 1))).toBe('malformed_hex')
  })

  it('takes upper case only where that is asked for', () => {
    expect(decodeHexOfAnyCase('aBFf')).toEqual(Uint8Array.of(0xab, 0xff))
    expect(codeOf(() => decodeHexOfAnyCase('ag'))).toBe('malformed_hex')
  })
})

describe('base64', () => {
  it('round-trips and is what the platform writes', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(encodeBase64(bytes)).toBe(btoa(String.fromCharCode(...bytes)))
        expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes)
      }),
    )
  })

  it.each([
    'YQ',
    'YQ=',
    'YQ===',
    'Y===',
    '====',
    '=',
    'YQ==\n',
    ' YQ==',
    'YR==',
    'YWJ=',
    'YW-_',
    'YWJj YWJj',
    'YQ==YQ==',
    'Y=Q=',
    'ÿÿÿÿ',
    '\0AAA',
  ])('refuses %j', (text) => {
    expect(codeOf(() => decodeBase64(text))).toBe('malformed_base64')
  })

  it('has one spelling per value: whatever decodes encodes to the same text', () => {
    const nearly = fc.string({ unit: fc.constantFrom('A', 'Q', 'g', 'w', '/', '+', '=', '-', ' '), maxLength: 12 })
    fc.assert(
      fc.property(nearly, (text) => {
        let bytes: Uint8Array
        try {
          bytes = decodeBase64(text)
        } catch {
          return
        }
        expect(encodeBase64(bytes)).toBe(text)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('UTF-8', () => {
  it('round-trips, a leading byte order mark included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeUtf8(encodeUtf8(text))).toBe(text)
      }),
    )
    expect(decodeUtf8(encodeUtf8('\uFEFFtext'))).toBe('\uFEFFtext')
  })

  it('refuses half of a surrogate pair', () => {
    expect(codeOf(() => encodeUtf8('a\uD800b'))).toBe('malformed_text')
  })

  it.each([[[0xff]], [[0xc0, 0x80]], [[0xed, 0xa0, 0x80]], [[0xe2, 0x82]]])('refuses the bytes %j', (bytes) => {
    expect(codeOf(() => decodeUtf8(Uint8Array.from(bytes)))).toBe('malformed_text')
  })
})

describe('bytes', () => {
  it('are concatenated, combined and compared', () => {
    expect(concat(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3))
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const mask = bytes.map(() => 170)
        expect(xor(xor(bytes, mask), mask)).toEqual(bytes)
      }),
    )
    fc.assert(
      fc.property(anyBytes, anyBytes, (left, right) => {
        expect(equalBytes(left, right)).toBe(encodeHex(left) === encodeHex(right))
      }),
    )
    expect([equalText('abc', 'abc'), equalText('abc', 'abd'), equalText('abc', 'ab')]).toEqual([true, false, false])
    expect(codeOf(() => xor(new Uint8Array(1), new Uint8Array(2)))).toBe('malformed_key')
  })

  it('from a source of randomness that gives too few or only zeros are refused', () => {
    expect(codeOf(() => draw((length) => new Uint8Array(length), 32))).toBe('malformed_randomness')
    expect(codeOf(() => draw(() => new Uint8Array(31).fill(1), 32))).toBe('malformed_randomness')
  })
})

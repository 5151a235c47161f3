import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeHeader, tagsOf } from './target.ts'

const asSent = (text: string) => Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')

describe('a header value', () => {
  it('1.9.1 that holds UTF-8 is read as UTF-8, whatever the text', () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed())
    fc.assert(fc.property(text, (value) => decodeHeader(asSent(value)) === value))
  })

  it.each([['/plain'], ['/caf\u00e9'], ['\u00ff\u00fe'], ['/overlong\u00c0\u00af']])('that is not UTF-8 stays as it came: %j', (value) => {
    expect(decodeHeader(value)).toBe(value)
  })
})

describe('a list of tags', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['a', ['a']],
    ['a,b c,', ['a', 'b c']],
    [',', []],
  ])('%j means %j', (list, tags) => expect(tagsOf(list)).toEqual(tags))
})

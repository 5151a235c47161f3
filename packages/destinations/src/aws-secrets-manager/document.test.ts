import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byteLength, emptyDocument, maxValueBytes, readDocument, writeDocument } from './document.ts'

const written = (entries: [string, string][]) => writeDocument(new Map(entries), [], emptyDocument, '')

describe('what is written', () => {
  test('is one flat object in the order of the source, numbers in keys and all', () => {
    expect(
      written([
        ['Z', '1'],
        ['10', '2'],
        ['A', ''],
      ]),
    ).toBe('{"Z":"1","10":"2","A":""}')
    expect(written([])).toBe('{}')
    expect(written([['__proto__', 'x']])).toBe('{"__proto__":"x"}')
  })

  test('SEC-23 any value comes back byte for byte', () => {
    const values = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom('', '\n', 'a\r\n', ' a ', '\t', '\0', '007', 'true', '1e5', '"', '🦊', '\ud800'),
    )
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), values), (entries) => {
        const source = new Map(Object.entries(entries))
        const text = writeDocument(source, [], emptyDocument, '')
        expect(readDocument(text)?.entries).toEqual(source)
        expect(JSON.parse(text)).toEqual(Object.fromEntries(source))
      }),
      { numRuns: 10_000 },
    )
  }, 60_000)

  test('what is kept stays as it was written, to the last digit', () => {
    const before = '{"theirs": 12345678901234567890, "list":[1, {"a":null}], "APP_A":"old", "text":"\\u00e4"}'
    const document = readDocument(before)
    expect(document?.entries).toEqual(
      new Map([
        ['theirs', null],
        ['list', null],
        ['APP_A', 'old'],
        ['text', 'ä'],
      ]),
    )
    const text = writeDocument(new Map([['A', 'new']]), ['theirs', 'list', 'text'], document ?? emptyDocument, 'APP_')
    expect(text).toBe('{"APP_A":"new","theirs":12345678901234567890,"list":[1, {"a":null}],"text":"\\u00e4"}')
  })
})

describe('what is read', () => {
  test.each([
    ['plain text', 'hunter2'],
    ['nothing', ''],
    ['a list', '["a"]'],
    ['a text', '"a"'],
    ['a number', '7'],
    ['half an object', '{"A":"1"'],
    ['an object and more', '{"A":"1"} {"B":"2"}'],
    ['a comment', '{"A":"1" /* why */}'],
    ['a comma too many', '{"A":"1",}'],
  ])('%s is no set of keys and values', (_, text) => {
    expect(readDocument(text)).toBeNull()
  })

  test('of a key that stands there twice the last counts', () => {
    expect(readDocument('{"A":"1","A":"2"}')?.entries).toEqual(new Map([['A', '2']]))
  })
})

test('bytes are counted as AWS counts them', () => {
  expect(byteLength(written([['K', 'ä'.repeat(10)]]))).toBe(28)
  expect(maxValueBytes).toBe(65_536)
})

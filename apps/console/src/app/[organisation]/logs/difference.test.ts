import { describe, expect, it } from 'vitest'
import { differenceOf } from './difference.ts'

describe('what changed', () => {
  it('is told field by field, by path where fields are nested', () => {
    const before = { name: 'a', config: { allowReuse: false, stsEndpoint: null } }
    const after = { name: 'a', config: { allowReuse: true, stsEndpoint: null } }
    expect(differenceOf(before, after)).toEqual([{ field: 'config.allowReuse', kind: 'value', before: 'false', after: 'true' }])
  })

  it('in lists is what came and what went', () => {
    const change = differenceOf({ principals: ['a', 'b'] }, { principals: ['b', 'c'] })
    expect(change).toEqual([{ field: 'principals', kind: 'list', added: ['c'], removed: ['a'] }])
  })

  it('of something new or gone is the whole of it', () => {
    expect(differenceOf(null, { name: 'a' })).toEqual([{ field: 'name', kind: 'value', before: undefined, after: 'a' }])
    expect(differenceOf({ list: ['x'] }, null)).toEqual([{ field: 'list', kind: 'list', added: [], removed: ['x'] }])
  })

  it('tells an empty text from nothing, and nothing from absence', () => {
    expect(differenceOf({ a: '', b: null }, { a: null, b: null })).toEqual([{ field: 'a', kind: 'value', before: '', after: 'none' }])
  })

  it.each([
    [null, null],
    [{}, {}],
    ['text', 5],
    [{ a: [] }, {}],
  ])('between %j and %j is nothing', (before, after) => {
    expect(differenceOf(before, after)).toEqual([])
  })
})

import { isDomainError } from '@bonafide/core'
import { describe, expect, it } from 'vitest'
import { connectionOfArray, cursorOf, keyOfText, pageOf, readCursor } from './connection.ts'

const rows = Array.from({ length: 7 }, (_, index) => ({ id: `row-${index}` }))
const options = { list: 'rows', keyOf: ({ id }: { id: string }) => id }
const codeOf = (deed: () => unknown): string => {
  try {
    deed()
  } catch (error) {
    return isDomainError(error) ? error.code : 'another error'
  }
  return 'nothing was refused'
}

describe('a page of a whole list', () => {
  it('goes on after its cursor, to the end', () => {
    const first = connectionOfArray(rows, { first: 4 }, options)
    expect(first.edges.map(({ node }) => node.id)).toEqual(['row-0', 'row-1', 'row-2', 'row-3'])
    expect(first).toMatchObject({ totalCount: 7, pageInfo: { hasNextPage: true } })
    const second = connectionOfArray(rows, { first: 4, after: first.pageInfo.endCursor }, options)
    expect(second.edges.map(({ node }) => node.id)).toEqual(['row-4', 'row-5', 'row-6'])
    expect(second.pageInfo.hasNextPage).toBe(false)
  })

  it('of an empty list has no end', () => {
    expect(connectionOfArray([], {}, options)).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      totalCount: 0,
    })
  })

  it.each([0, -1, 101])('GQL-24 of %i rows is refused', (first) => {
    expect(codeOf(() => connectionOfArray(rows, { first }, options))).toBe('malformed_request')
  })

  it('GQL-24 after a row that has gone says so, instead of beginning anew', () => {
    expect(codeOf(() => connectionOfArray(rows, { after: cursorOf('rows', 'row-9') }, options))).toBe('malformed_request')
  })
})

describe('a cursor', () => {
  it('is what it was made of, for the same list alone', () => {
    expect(readCursor('rows', cursorOf('rows', 'row-1'), 1)).toEqual(['row-1'])
    expect(codeOf(() => readCursor('others', cursorOf('rows', 'row-1'), 1))).toBe('malformed_request')
  })

  it('of free text fits too, whatever the text', () => {
    const key = keyOfText('/päth with 🐘/'.repeat(100))
    expect(readCursor('rows', cursorOf('rows', key), 1)).toEqual([key])
  })

  it('may be left out or null', () => {
    expect(pageOf('rows', { first: null, after: null, before: null, orderBy: null })).toEqual({
      first: undefined,
      after: undefined,
      last: undefined,
      before: undefined,
      orderBy: undefined,
    })
  })
})

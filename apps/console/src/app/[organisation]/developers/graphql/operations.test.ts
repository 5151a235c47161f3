import { describe, expect, it } from 'vitest'
import { operationsOf, variablesOf } from './operations.ts'

describe('what is about to be run', () => {
  it('is told with its kind, so that a change can be asked about first', () => {
    expect(operationsOf('query A { viewer { id } } mutation B { startLab { userErrors { code } } }').operations).toEqual([
      { name: 'A', kind: 'query' },
      { name: 'B', kind: 'mutation' },
    ])
  })

  it.each(['query {', 'fragment A on Viewer { id }', ''])('is nothing when %j cannot be run, and it says why', (document) => {
    const { operations, problem } = operationsOf(document)
    expect(operations).toEqual([])
    expect(problem).toBeTruthy()
  })

  it.each([
    ['', {}],
    ['  ', {}],
    ['{"id": "1"}', { id: '1' }],
  ])('takes the variables %j', (text, variables) => {
    expect(variablesOf(text)).toEqual({ variables, problem: undefined })
  })

  it.each(['[1]', 'null', '1', '{', '"a"'])('refuses the variables %j', (text) => {
    expect(variablesOf(text).problem).toBeTruthy()
  })
})

import { expect, test } from 'vitest'
import { rememberLast } from './remember.ts'

test('a text is worked on once while it is among the last that were asked for, also when nothing came of it', () => {
  const worked: string[] = []
  const upper = rememberLast(2, (text) => {
    worked.push(text)
    return text === 'nothing' ? undefined : text.toUpperCase()
  })
  expect(['a', 'nothing', 'a', 'nothing', 'a'].map(upper)).toEqual(['A', undefined, 'A', undefined, 'A'])
  expect(worked).toEqual(['a', 'nothing'])
  upper('b')
  expect(worked).toEqual(['a', 'nothing', 'b'])
  upper('a')
  expect(worked).toHaveLength(3)
  upper('nothing')
  expect(worked).toEqual(['a', 'nothing', 'b', 'nothing'])
})

test('what must not be kept is worked on each time', () => {
  let worked = 0
  const check = rememberLast(
    2,
    (text) => {
      worked++
      return text === 'good' ? undefined : 'refused'
    },
    (problem) => problem === undefined,
  )
  for (const text of ['bad', 'bad', 'good', 'good']) check(text)
  expect(worked).toBe(3)
})

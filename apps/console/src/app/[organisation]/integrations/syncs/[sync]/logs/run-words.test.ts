import { expect, it } from 'vitest'
import { countWords, durationWords } from './run-words.ts'

it('writes durations as people read them', () => {
  expect([durationWords(-3), durationWords(850), durationWords(1234), durationWords(125_000)]).toEqual([
    '0 ms',
    '850 ms',
    '1.2 s',
    '2 min 5 s',
  ])
})

it('names what was counted, and leaves out what was not', () => {
  expect(countWords({ addedCount: 2, changedCount: 1, removedCount: 0, unchangedCount: 21 })).toBe('2 added, 1 changed, 21 unchanged')
  expect(countWords({ addedCount: 0, changedCount: 0, removedCount: 0, unchangedCount: 0 })).toBe('')
})

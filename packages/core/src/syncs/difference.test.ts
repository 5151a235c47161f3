import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differenceOf, isNothing } from './difference.ts'

const map = (entries: Record<string, string | null>) => new Map(Object.entries(entries))
const source = (entries: Record<string, string>) => new Map(Object.entries(entries))
const all = { keyPrefix: '', neverDeletes: false }

test('what is new, other, gone and the same is told apart', () => {
  const difference = differenceOf(source({ NEW: '1', OTHER: '2', SAME: '3' }), map({ OTHER: '0', SAME: '3', GONE: '4' }), all)
  expect(difference).toEqual({ added: ['NEW'], changed: ['OTHER'], removed: ['GONE'], unchanged: ['SAME'], kept: [] })
})

test('a value that is no text is not the text that looks like it', () => {
  expect(differenceOf(source({ PORT: '5432' }), map({ PORT: null }), all).changed).toEqual(['PORT'])
})

test('keys without the prefix are never touched, and those with it only when the source once had them', () => {
  const remote = map({ APP_OLD: '1', DB: null, APP_KEY: '2' })
  expect(differenceOf(source({ KEY: '2' }), remote, { keyPrefix: 'APP_', neverDeletes: false })).toEqual({
    added: [],
    changed: [],
    removed: ['APP_OLD'],
    unchanged: ['APP_KEY'],
    kept: ['DB'],
  })
})

test('"never delete" keeps what the source does not have', () => {
  const difference = differenceOf(source({}), map({ OLD: '1' }), { keyPrefix: '', neverDeletes: true })
  expect(difference).toMatchObject({ removed: [], kept: ['OLD'] })
  expect(isNothing(difference)).toBe(true)
})

const entries = fc.dictionary(fc.constantFrom('A', 'B', 'C', 'P_A', 'P_B', '__proto__', 'constructor'), fc.string({ maxLength: 2 }))

test('once a difference is applied there is none, and what was kept is as it was', () => {
  fc.assert(
    fc.property(entries, entries, fc.constantFrom('', 'P_'), fc.boolean(), (ours, theirs, keyPrefix, neverDeletes) => {
      const ownership = { keyPrefix, neverDeletes }
      const before = map(theirs)
      const difference = differenceOf(source(ours), before, ownership)
      const after = new Map(before)
      for (const name of difference.removed) after.delete(name)
      for (const name of [...difference.added, ...difference.changed]) after.set(name, source(ours).get(name.slice(keyPrefix.length)) ?? '')
      expect(isNothing(differenceOf(source(ours), after, ownership))).toBe(true)
      for (const name of difference.kept) expect(after.get(name)).toBe(before.get(name))
      const named = Object.values(difference).flat()
      expect(new Set(named).size).toBe(named.length)
      expect(new Set(named)).toEqual(new Set([...before.keys(), ...[...source(ours).keys()].map((key) => keyPrefix + key)]))
    }),
  )
})

import { expect, it } from 'vitest'
import { kilobytes, namesOf, overwriteSentence } from './sentences.ts'
import type { ShownPlan } from './use-plan.ts'

const plan = (more: Partial<ShownPlan>): ShownPlan => ({
  id: 'p',
  account: '123456789012',
  region: 'eu-central-1',
  summary: 'shop/production',
  remoteState: 'PRESENT',
  remoteIsDocument: true,
  ownedByAnother: false,
  addedCount: 0,
  changedCount: 0,
  removedCount: 0,
  unchangedCount: 0,
  keptCount: 0,
  keys: [],
  moreAfter: null,
  bytes: 2,
  maxBytes: 65_536,
  referencedEnvironments: [],
  unresolvedReferences: [],
  neededActions: [],
  policy: '{}',
  warnings: [],
  ...more,
})

it('names each key that overwriting removes', () => {
  const keys = [
    { name: 'LEGACY_A', change: 'REMOVE', drifted: false },
    { name: 'URL', change: 'CHANGE', drifted: false },
    { name: 'LEGACY_B', change: 'REMOVE', drifted: false },
  ] as const
  expect(overwriteSentence(plan({ removedCount: 2, changedCount: 1, keys }))).toBe(
    'This replaces the whole JSON. 1 key will get another value. 2 keys in AWS are not here and will be removed: LEGACY_A, LEGACY_B',
  )
})

it('says how many more there are than it names', () => {
  const names = Array.from({ length: 12 }, (_, index) => `K${index}`)
  expect(namesOf(names, 40)).toMatch(/^K0, .*K11 and 28 more$/)
})

it('does not claim the whole JSON where keys of others stay', () => {
  expect(overwriteSentence(plan({ keptCount: 3 }))).not.toContain('whole JSON')
})

it('says that what is no set of keys and values is lost', () => {
  expect(overwriteSentence(plan({ remoteIsDocument: false }))).toContain('is lost')
})

it('writes sizes as people read them', () => {
  expect([kilobytes(2), kilobytes(3174), kilobytes(65_536)]).toEqual(['2 bytes', '3.1 kB', '64.0 kB'])
})

import { describe, expect, it } from 'vitest'
import type { Entry } from '../entry.ts'
import {
  type Created,
  changesOf,
  countOf,
  keepingMine,
  keyAt,
  nothingStaged,
  withCreated,
  withEdited,
  without,
  withRemoved,
} from './staged.ts'

const entry = (id: string, more: Partial<Entry> = {}): Entry => ({
  id,
  key: id.toUpperCase(),
  comment: '',
  path: '/',
  type: 'SECRET',
  tags: [],
  version: 1,
  valueLength: 3,
  hasOverride: false,
  updatedAt: '2026-01-01T00:00:00Z',
  unreadable: false,
  ...more,
})
const created = (id: string, key = 'NEW', path = '/'): Created => ({ id, key, value: 'v', path, type: 'SECRET', tags: [], comment: '' })

describe('a staged edit', () => {
  it('names for each change the version that it began from', () => {
    const staged = withRemoved(
      withEdited(withCreated(nothingStaged, [created('n')]), [{ entry: entry('a'), change: { value: '2' } }]),
      entry('b'),
    )
    expect(countOf(staged)).toBe(3)
    expect(changesOf(staged)).toEqual({
      create: [{ key: 'NEW', value: 'v', path: '/', type: 'SECRET', tags: [], comment: '' }],
      update: [{ id: 'a', version: 1, value: '2' }],
      delete: [{ id: 'b', version: 1 }],
    })
    expect([
      keyAt(staged, ['create', '0', 'key']),
      keyAt(staged, ['update', '0']),
      keyAt(staged, ['delete', '0']),
      keyAt(staged, null),
    ]).toEqual(['NEW', 'A', 'B', undefined])
  })

  it('holds one change per secret: later ones are merged, and a removal takes their place', () => {
    const twice = withEdited(withEdited(nothingStaged, [{ entry: entry('a'), change: { value: '2' } }]), [
      { entry: entry('a'), change: { comment: 'why' } },
    ])
    expect(changesOf(twice).update).toEqual([{ id: 'a', version: 1, value: '2', comment: 'why' }])
    expect(changesOf(withRemoved(twice, entry('a')))).toMatchObject({ update: [], delete: [{ id: 'a' }] })
    expect(countOf(without(withRemoved(twice, entry('a')), 'a'))).toBe(0)
  })

  it('holds one new secret per key and folder', () => {
    const staged = withCreated(withCreated(nothingStaged, [created('n'), created('o', 'NEW', '/db')]), [{ ...created('p'), value: 'w' }])
    expect(staged.created.map(({ id, value }) => [id, value])).toEqual([
      ['o', 'v'],
      ['p', 'w'],
    ])
  })
})

describe('keeping mine in a conflict', () => {
  const newer = { secretId: 'a', currentVersion: 4, isDeleted: false }

  it('begins the next deploy from what is there now', () => {
    expect(changesOf(keepingMine(withEdited(nothingStaged, [{ entry: entry('a'), change: { value: '2' } }]), newer)).update).toEqual([
      { id: 'a', version: 4, value: '2' },
    ])
    expect(changesOf(keepingMine(withRemoved(nothingStaged, entry('a')), newer)).delete).toEqual([{ id: 'a', version: 4 }])
  })

  it('makes a deleted secret anew when there is a value for it, and drops the edit otherwise', () => {
    const gone = { ...newer, isDeleted: true }
    const valued = withEdited(nothingStaged, [{ entry: entry('a', { comment: 'kept' }), change: { value: '2' } }])
    expect(changesOf(keepingMine(valued, gone))).toMatchObject({ create: [{ key: 'A', value: '2', comment: 'kept' }], update: [] })
    expect(countOf(keepingMine(withEdited(nothingStaged, [{ entry: entry('a'), change: { comment: 'x' } }]), gone))).toBe(0)
    expect(countOf(keepingMine(withRemoved(nothingStaged, entry('a')), gone))).toBe(0)
  })
})

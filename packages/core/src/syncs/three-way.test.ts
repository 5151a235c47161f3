import { describe, expect, test } from 'vitest'
import { baseOf } from './base.ts'
import type { RemoteEntries } from './difference.ts'
import type { DriftRule } from './sync.ts'
import { reconcile } from './three-way.ts'

const map = (entries: Record<string, string>) => new Map(Object.entries(entries))
const id = 'sync'

/** The outcome for a source, a destination and what was last written there. */
function outcome(
  source: Record<string, string>,
  remote: Record<string, string> | null,
  base: Record<string, string> | null,
  {
    onDrift = 'stop' as DriftRule,
    keyPrefix = '',
    neverDeletes = false,
    isSeen = false,
    entries = undefined as RemoteEntries | undefined,
  } = {},
) {
  const found = { state: 'present' as const, entries: entries ?? (remote === null ? null : map(remote)) }
  try {
    const { difference, drifted, edits } = reconcile(
      map(source),
      found,
      { base: base === null ? null : baseOf(id, map(base)), isSeen },
      { id, keyPrefix, neverDeletes, onDrift },
    )
    const { added, changed, removed } = difference
    return { writes: [...added, ...changed, ...removed], drifted, edits: Object.fromEntries(edits) }
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('nothing is overwritten unseen', () => {
  test('a value that nobody agreed to overwrite stops the first run, and an empty one does not', () => {
    expect(outcome({ A: '1' }, { A: '0' }, null)).toBe('not_empty')
    expect(outcome({ A: '1' }, { THEIRS: '0' }, null)).toBe('not_empty')
    expect(outcome({ A: '1' }, {}, null)).toMatchObject({ writes: ['A'] })
    expect(outcome({ A: '1' }, { A: '0' }, null, { isSeen: true })).toMatchObject({ writes: ['A'], drifted: [] })
  })

  test('a change of the source alone is no drift', () => {
    expect(outcome({ A: '2', B: '1' }, { A: '1' }, { A: '1' })).toEqual({ writes: ['B', 'A'], drifted: [], edits: {} })
  })

  test('SEC-40 an edit, an addition and a removal at the destination each stop a sync that says so', () => {
    expect(outcome({ A: '1' }, { A: 'edited' }, { A: '1' })).toBe('drifted')
    expect(outcome({ A: '1' }, { A: '1', NEW: 'x' }, { A: '1' })).toBe('drifted')
    expect(outcome({ A: '1', B: '1' }, { A: '1' }, { A: '1', B: '1' })).toBe('drifted')
    expect(outcome({ A: '1' }, {}, { A: '1' })).toBe('drifted')
  })

  test('the same edit on both sides is agreement', () => {
    expect(outcome({ A: '2' }, { A: '2' }, { A: '1' })).toEqual({ writes: [], drifted: [], edits: {} })
  })

  test('SEC-40 keys of others are no drift: beyond the prefix, and additional ones where nothing is deleted', () => {
    expect(outcome({ A: '1' }, { APP_A: '1', THEIRS: 'new' }, { APP_A: '1' }, { keyPrefix: 'APP_' })).toMatchObject({ writes: [] })
    expect(outcome({ A: '2' }, { A: '1', MORE: 'x' }, { A: '1' }, { neverDeletes: true })).toMatchObject({ writes: ['A'], drifted: [] })
  })
})

describe('overwrite', () => {
  test('writes over the edit and says which keys it were', () => {
    expect(outcome({ A: '1' }, { A: 'edited', NEW: 'x' }, { A: '1' }, { onDrift: 'overwrite' })).toEqual({
      writes: ['A', 'NEW'],
      drifted: ['A', 'NEW'],
      edits: {},
    })
  })

  test('replaces a value that is no set of keys and values only where something of ours was before', () => {
    expect(outcome({ A: '1' }, null, { A: '1' }, { onDrift: 'overwrite' })).toMatchObject({ writes: ['A'], drifted: ['A'] })
    expect(outcome({ A: '1' }, null, null, { onDrift: 'overwrite' })).toBe('not_a_document')
    expect(outcome({ A: '1' }, null, { A: '1' }, { onDrift: 'adopt' })).toBe('not_a_document')
    expect(outcome({ A: '1' }, null, { A: '1' }, { onDrift: 'stop' })).toBe('not_a_document')
    expect(outcome({ A: '1' }, null, null, { isSeen: true })).toMatchObject({ writes: ['A'] })
  })
})

describe('adopt', () => {
  const adopt = { onDrift: 'adopt' as const }

  test('takes over what was edited or added there', () => {
    expect(outcome({ A: '1' }, { A: 'edited', NEW: 'x' }, { A: '1' }, adopt)).toMatchObject({ edits: { A: 'edited', NEW: 'x' } })
    expect(outcome({ A: '1' }, { APP_A: 'edited' }, { APP_A: '1' }, { ...adopt, keyPrefix: 'APP_' })).toMatchObject({
      edits: { A: 'edited' },
    })
  })

  test('what was changed on both sides stays as the source has it, and is told', () => {
    expect(outcome({ A: '2' }, { A: 'edited' }, { A: '1' }, adopt)).toEqual({ writes: ['A'], drifted: ['A'], edits: {} })
    expect(outcome({}, { A: 'edited' }, { A: '1' }, adopt)).toEqual({ writes: ['A'], drifted: ['A'], edits: {} })
    expect(outcome({ A: '2' }, { A: 'theirs' }, {}, adopt)).toEqual({ writes: ['A'], drifted: ['A'], edits: {} })
  })

  test('what was taken away there is put back, not deleted here', () => {
    expect(outcome({ A: '1', B: '1' }, { A: '1' }, { A: '1', B: '1' }, adopt)).toEqual({ writes: ['B'], drifted: ['B'], edits: {} })
  })

  test('an edit that no environment could hold stops the sync', () => {
    expect(outcome({ A: '1' }, null, { A: '1' }, { ...adopt, entries: new Map([['A', null]]) })).toBe('drifted')
    expect(outcome({ A: '1' }, { A: '1', 'with=equals': 'x' }, { A: '1' }, adopt)).toBe('drifted')
  })
})

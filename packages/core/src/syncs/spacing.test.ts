import { describe, expect, test } from 'vitest'
import { isRetried, retryDelay } from './backoff.ts'
import { settlingMs, waitBeforeWrite } from './spacing.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** When a sync writes whose environment is edited at these moments: each change settles, then waits for its turn. */
function writesOf(edits: readonly number[]): Date[] {
  const writes: Date[] = []
  let written = -1
  for (let index = 0; index < edits.length; index++) {
    const edit = edits[index] ?? 0
    if (edit <= written) continue
    const due = Math.max(edit, written) + settlingMs
    const recent = writes.filter((at) => due - at.getTime() < DAY)
    written = due + waitBeforeWrite(recent, due)
    writes.push(new Date(written))
  }
  return writes
}

const every = (ms: number, forMs: number): number[] => Array.from({ length: Math.floor(forMs / ms) }, (_, index) => index * ms)

describe('SEC-32 how often a sync writes', () => {
  test('one edit is there after two seconds', () => {
    expect(writesOf([0]).map((at) => at.getTime())).toEqual([settlingMs])
  })

  test('two hundred edits in one minute are a handful of writes, and the last one is among them', () => {
    const edits = every(300, MINUTE)
    expect(edits).toHaveLength(200)
    const writes = writesOf(edits)
    expect(writes.length).toBeLessThanOrEqual(6)
    expect(writes.at(-1)?.getTime()).toBeGreaterThan(edits.at(-1) ?? 0)
  })

  test('edits without an end stay below the hundred versions of a day', () => {
    const writes = writesOf(every(10_000, 2 * DAY))
    const most = Math.max(...writes.map((at) => writes.filter((other) => at <= other && other.getTime() - at.getTime() < DAY).length))
    expect(most).toBeLessThan(100)
  })

  test('after a quiet hour an edit waits no longer than the first one', () => {
    const writes = every(MINUTE, 30 * MINUTE).map((at) => new Date(at))
    expect(waitBeforeWrite(writes, 100 * MINUTE)).toBe(0)
  })
})

describe('SEC-31 how a failed run comes back', () => {
  test('the limit doubles up to a quarter of an hour, and chance chooses below it', () => {
    expect([1, 2, 3].map((attempts) => retryDelay('upstream_error', attempts, 1))).toEqual([2000, 4000, 8000])
    expect(retryDelay('upstream_error', 1000, 1)).toBe(15 * MINUTE)
    expect(retryDelay('upstream_error', 3, 0.25)).toBe(2000)
    expect(retryDelay('upstream_error', 3, 0)).toBeGreaterThan(0)
  })

  test('throttling is given more time than an error', () => {
    expect(retryDelay('throttled', 1, 0.5)).toBeGreaterThan(retryDelay('upstream_error', 1, 0.5))
  })

  test('what waiting does not help is not tried again, and a defect of ours only so often', () => {
    expect(isRetried('throttled', 1000)).toBe(true)
    for (const code of ['access_denied', 'scheduled_for_deletion', 'key_unusable', 'drifted', 'not_empty'] as const) {
      expect(isRetried(code, 1)).toBe(false)
    }
    expect([isRetried('internal_error', 1), isRetried('internal_error', 5)]).toEqual([true, false])
  })
})

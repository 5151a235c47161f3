import { destinationFailures, httpStatus, stops } from '@bonafide/core'
import { describe, expect, it } from 'vitest'
import { documentationOnDisk } from './testing.ts'

const page = documentationOnDisk().pages.find(({ slug }) => slug === 'sync-failures')
const written = page?.headings.filter(({ depth }) => depth === 3).map(({ text }) => text) ?? []
const codes = [...Object.keys(destinationFailures), ...stops, 'internal_error']

/** What stands below the heading of a code. */
function entryOf(code: string): string {
  const blocks = page?.blocks ?? []
  const place = blocks.findIndex((block) => block.type === 'heading' && block.text === `\`${code}\``)
  const next = blocks.findIndex((block, index) => index > place && block.type === 'heading')
  return blocks
    .slice(place + 1, next === -1 ? undefined : next)
    .map(({ raw }) => raw)
    .join('')
}

describe('docs/sync-failures.md', () => {
  it('has an entry for each code that a run can end with, and for no other', () => {
    expect([...written].sort()).toEqual([...codes].sort())
  })

  it.each(codes)('says of %s what it means and what to do', (code) => {
    expect(entryOf(code)).toMatch(/^\s*\S[\s\S]+\n\n\*\*What to do:\*\* \S/)
  })

  it.each(Object.entries(destinationFailures))('says of %s whether it is tried again', (code, { retries }) => {
    expect(entryOf(code).includes('*Tried again by itself.*')).toBe(retries)
  })

  it('has no code that means something else elsewhere in the vocabulary', () => {
    const shared = codes.filter((code) => code in httpStatus)
    expect(shared).toEqual(['too_large', 'upstream_error', 'upstream_timeout', 'server_encryption_required', 'lab_off', 'internal_error'])
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { httpStatus } from '@bonafide/core'
import { describe, expect, it } from 'vitest'
import { reasonTitles } from '../app/[organisation]/exchanges/reason-titles.ts'
import { documentationOnDisk } from './testing.ts'

const page = documentationOnDisk().pages.find(({ slug }) => slug === 'troubleshooting')
const written = new Set(page?.headings.filter(({ depth }) => depth === 3).map(({ text }) => text))
const statuses: Record<string, number> = httpStatus

const packages = new URL('../../../../packages/', import.meta.url)
/** Findings have no list of their own: their codes are read from the files that make them. */
const findings = readdirSync(packages, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\/src\/(.*\/)?lint[\w-]*\.ts$/.test(path) && !path.includes('node_modules') && !path.endsWith('.test.ts'))
  .flatMap((path) => {
    const text = readFileSync(new URL(path, packages), 'utf8')
    return [...text.matchAll(/\bcode: (?:kind === '[\w-]+' \? '([a-z_]+)' : )?'([a-z_]+)'|\bfinding\(\s*'([a-z_]+)'/g)]
  })
  .flatMap(([, ...codes]) => codes.filter((code) => code !== undefined))

describe('docs/troubleshooting.md', () => {
  it.each([...new Set([...Object.keys(httpStatus), ...Object.keys(reasonTitles)])])('has an entry for the reason %s', (code) => {
    expect(written, `Add “### \`${code}\`” with what it means and what to do to docs/troubleshooting.md`).toContain(code)
  })

  it.each([...new Set(findings)])('has an entry for the finding %s', (code) => {
    expect(written, `Add “### \`${code}\`” under “Warnings about an identity” to docs/troubleshooting.md`).toContain(code)
  })

  it('finds the findings', () => {
    expect(findings).toEqual(
      expect.arrayContaining(['mutable_name', 'wildcard_user', 'long_lived_tokens', 'shared_audience', 'any_session']),
    )
  })

  it('says of each entry what to do, and the status under which it travels', () => {
    const blocks = page?.blocks ?? []
    for (const [place, block] of blocks.entries()) {
      if (block.type !== 'heading' || !written.has(block.text.replaceAll('`', ''))) continue
      const code = block.text.replaceAll('`', '')
      const next = blocks.findIndex((other, index) => index > place && other.type === 'heading')
      const text = blocks
        .slice(place + 1, next === -1 ? undefined : next)
        .map(({ raw }) => raw)
        .join('')
      expect(text, code).toContain('**What to do:** ')
      if (statuses[code] !== undefined) expect(text, code).toContain(`HTTP ${statuses[code]}`)
    }
  })
})

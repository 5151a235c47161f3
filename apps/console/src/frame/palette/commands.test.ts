import { describe, expect, it } from 'vitest'
import { documentation, matching, pages } from './commands.ts'

const labels = (typed: string) => matching(pages, typed).map(({ label }) => label)

describe('the palette', () => {
  it('shows every page before anything is typed', () => {
    expect(matching(pages, ' ')).toHaveLength(pages.length)
  })

  it('finds by parts of words, in any order and case', () => {
    expect(labels('IDENT ext')).toEqual(['External Identities'])
    expect(labels('refused')).toEqual(['Refused callers', 'Exchanges'])
  })

  it('puts what begins so first', () => {
    expect(labels('a')[0]).toBe('Apps')
    expect(labels('au')).toEqual(['Authentication', 'Audit Logs'])
  })

  it('finds pages of the documentation by their titles, and codes', () => {
    expect(matching(documentation, 'how it works')[0]?.path).toBe('/developers/docs/how-it-works')
    expect(matching(documentation, 'claim_mismatch')[0]?.path).toBe('/developers/docs/troubleshooting#claim_mismatch')
  })

  it('finds nothing for nonsense', () => {
    expect(labels('xyzzy')).toEqual([])
  })
})

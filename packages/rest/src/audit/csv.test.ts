import { describe, expect, it } from 'vitest'
import { csvRecord } from './csv.ts'

describe('a record of CSV', () => {
  it('ends as RFC 4180 says and quotes what needs it', () => {
    expect(csvRecord(['a', null, 'b,c', 'say "x"', 'two\nlines', ' padded'])).toBe('a,,"b,c","say ""x""","two\nlines"," padded"\r\n')
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("https://evil.example","x")'])(
    'WEB-38 %j is text to a spreadsheet',
    (cell) => {
      expect(csvRecord([cell]).replace(/^"/, '').startsWith("'")).toBe(true)
    },
  )

  it.each([';=1+1', 'x;@SUM(A1)', 'x\t-1', 'x;;+1', '{"name":"x;=1"}'])(
    'WEB-38 %j is text to a spreadsheet that parts cells at semicolons or tabs',
    (cell) => {
      expect(csvRecord([cell])).not.toMatch(/[;\t][=+\-@]/)
    },
  )
})

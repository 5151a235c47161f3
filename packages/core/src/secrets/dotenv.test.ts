import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDotEnv, printDotEnv } from './dotenv.ts'

const read = (source: string) => Object.fromEntries(parseDotEnv(source).entries.map(({ key, value }) => [key, value]))
const keys = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/)

describe('a .env file', () => {
  it('SEC-23 gives back every value that was printed, byte for byte', () => {
    const entry = fc.record({
      key: keys,
      value: fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom('\\', '"', "'", '`', '$', '#', '\n', '\r', ' ', '=', 'n') }),
      ),
    })
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const { entries: parsed, problems } = parseDotEnv(printDotEnv(entries))
        expect(problems).toEqual([])
        expect(parsed.map(({ key, value }) => ({ key, value }))).toEqual(entries)
      }),
      { numRuns: 10_000 },
    )
  })

  it('never fails to be read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (source) => void parseDotEnv(source)),
      { numRuns: 2000 },
    )
  })

  it('WEB-38 GQL-10 a line with a hundred thousand blanks costs no more than its length', () => {
    const value = `x${' '.repeat(100_000)}y`
    const started = performance.now()
    expect(read(`A=${value}`)).toEqual({ A: value })
    expect(read(`A=${value} # said`)).toEqual({ A: value })
    expect(performance.now() - started).toBeLessThan(500)
  })

  it('is read as people write it', () => {
    const source = [
      '\uFEFF# a comment',
      'PLAIN=one two  # said',
      '  export  SPACED = "x y"  # why',
      "SINGLE='a # b \\n $HOME'",
      'DOUBLE="line\\nnext \\"q\\" \\$X \\z"',
      'BACK=`it\'s "fine"`',
      'EMPTY=',
      'HASH=a#b',
      'URL=postgres://u:p=w@h/db?x=1&y=2',
      'LONG="first',
      'second"',
      'TWICE=1',
      'TWICE=2',
    ].join('\r\n')
    expect(read(source)).toEqual({
      PLAIN: 'one two',
      SPACED: 'x y',
      SINGLE: 'a # b \\n $HOME',
      DOUBLE: 'line\nnext "q" $X \\z',
      BACK: 'it\'s "fine"',
      EMPTY: '',
      HASH: 'a#b',
      URL: 'postgres://u:p=w@h/db?x=1&y=2',
      LONG: 'first\r\nsecond',
      TWICE: '2',
    })
  })

  it('names the lines that were not understood, and reads on', () => {
    const file = parseDotEnv("A=1\nnonsense\n1X=2\nB=\"open\nC=3\nD='x' y\nE=5")
    expect(file.problems.map(({ line }) => line)).toEqual([2, 3, 4, 6])
    expect(file.entries).toEqual([
      { key: 'A', value: '1', line: 1 },
      { key: 'C', value: '3', line: 5 },
      { key: 'E', value: '5', line: 7 },
    ])
  })

  it('is printed with comments, and only with usable names', () => {
    expect(printDotEnv([{ key: 'A', value: 'x y', comment: 'two\nlines' }])).toBe("# two\n# lines\nA='x y'\n")
    expect(() => printDotEnv([{ key: 'A B', value: '' }])).toThrow(/environment variable/)
  })
})

import { execFileSync } from 'node:child_process'
import { parse as parseHcl } from '@cdktn/hcl2json'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { hclText } from './hcl.ts'
import { shellWord } from './shell.ts'
import { hostileTexts } from './testing.ts'
import { indented, quoted, yamlText } from './yaml.ts'

const readByShell = (word: string): string =>
  execFileSync('bash', ['--norc', '-c', `printf %s ${word}`], { encoding: 'utf8', env: { LC_ALL: 'C.UTF-8' } })
// A shell has no NUL.
const texts = hostileTexts.map((text) => text.replaceAll('\u0000', ''))

describe('what an identity holds stays a text in every language', () => {
  test.each(texts)('a shell reads %j as it is written', (text) => {
    expect(readByShell(shellWord(text))).toBe(text)
  })

  test.each(texts)('and so it does with %j inside the template of a pipeline', (text) => {
    const word = shellWord(text, '$<%')
    expect(word.replace(/^\$'/, '')).not.toMatch(/[$<%]/)
    expect(readByShell(word)).toBe(text)
  })

  test('a plain word is left as it is', () => {
    expect(shellWord('https://secrets.example.test/a_b-c', '$<')).toBe('https://secrets.example.test/a_b-c')
    expect(shellWord("it's")).toBe("'it'\\''s'")
  })

  test.each([...hostileTexts, 'yes', 'No', 'null', '~', '1e3', '0x1f', 'true', '2026-01-01', '-', 'a:', 'a #b', 'plain'])(
    'YAML reads %j as it is written',
    (text) => {
      expect(parseYaml(`a:\n  b: ${yamlText(text)}\n  c: ${quoted(text)}\n`)).toEqual({ a: { b: text, c: text } })
      expect(parseYaml(`a: ${yamlText(text)}`, { version: '1.1' })).toEqual({ a: text })
    },
  )

  test.each(hostileTexts)('HCL reads %j as it is written', async (text) => {
    const parsed = await parseHcl('x.tf', `resource "a" "b" {\n  c = ${hclText(text)}\n}\n`)
    // The reader writes what is literal as a template again.
    const literal = parsed.resource.a.b[0].c.replaceAll('$${', '${').replaceAll('%%{', '%{')
    expect(literal).toBe(text)
  })

  test('lines of a script keep their order and their blank lines', () => {
    expect(indented(2, ['a', '', 'b\nc'])).toEqual(['  a', '', '  b', '  c'])
  })
})

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import type { Tokens } from './markdown.ts'
import { documentationOnDisk } from './testing.ts'

const { index, pages } = documentationOnDisk()
const blocks = [index, ...pages].flatMap(({ slug, blocks: tokens }) =>
  tokens
    .filter((token): token is Tokens.Code => token.type === 'code')
    .map(({ lang = '', text }, place) => ({ name: `${slug} ${place + 1}`, lang, text })),
)
const inLanguage = (...languages: string[]) => blocks.filter(({ lang }) => languages.includes(lang))
const schema = buildSchema(readFileSync(new URL('../../../../schema.graphql', import.meta.url), 'utf8'))

describe('an example in docs/', () => {
  it.each(inLanguage('graphql'))('of GraphQL is one that the schema takes: $name', ({ text }) => {
    expect(validate(schema, parse(text))).toEqual([])
  })

  it.each(inLanguage('json'))('of JSON can be read: $name', ({ text }) => {
    expect(() => JSON.parse(text)).not.toThrow()
  })

  it.each(inLanguage('yaml'))('of YAML can be read: $name', ({ text }) => {
    expect(parseDocument(text, { strict: true, uniqueKeys: true }).errors).toEqual([])
  })

  it.each(inLanguage('sh', 'bash'))('of a shell is one that it can read: $name', ({ text }) => {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' })
    expect(`${status} ${stderr}`).toBe('0 ')
  })

  it('says in which language it is', () => {
    expect(blocks.filter(({ lang }) => lang === '')).toEqual([])
    expect(blocks.length).toBeGreaterThan(80)
  })
})

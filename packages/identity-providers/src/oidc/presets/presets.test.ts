import { describe, expect, test } from 'vitest'
import { type OidcPreset, oidcPresets, type PresetAnswers, providerForms } from '../../forms.ts'
import { audience, exampleAnswers } from './testing.ts'

const hostile = [
  '*',
  '**',
  '*/*',
  'a*',
  'a:b',
  '../x',
  'x/../y',
  ' ',
  ' a',
  'a ',
  'a\nb',
  'a\u0000',
  'a\u200bb',
  'a"b',
  'a, b',
  '\n',
  '%2e%2e',
  '{"a":1}',
  'a'.repeat(5000),
]
// What is a subject or a list of rules by itself may have these in it.
const allowed: Record<string, readonly string[]> = {
  'generic.subject': ['a:b', '../x', 'x/../y', 'a"b', 'a, b', '%2e%2e', '{"a":1}'],
}

const answersFor = ({ id: presetId }: OidcPreset): PresetAnswers => exampleAnswers[presetId] ?? {}
const lifetimes = { defaultTtlSeconds: 900, maxTtlSeconds: 3600 }

test('every preset is in the list once, the generic one last', () => {
  expect(oidcPresets.map((preset) => preset.id)).toEqual(Object.keys(exampleAnswers))
})

describe.each(oidcPresets.map((preset) => [preset.id, preset] as const))('%s', (_, preset) => {
  const { oidc } = providerForms
  const answers = answersFor(preset)
  const { config } = preset.compile(answers, { audience })

  test('makes a configuration that the schema takes as it is, without a finding of danger', () => {
    expect(oidc.configSchema.parse(config)).toEqual(config)
    if (!config) throw new Error('no configuration')
    expect(oidc.lint(config, lifetimes).filter(({ severity }) => severity === 'danger')).toEqual([])
    expect(JSON.stringify(config)).not.toContain('pull_request')
    expect(preset.compile(answers, { audience })).toEqual({ config })
  })

  test('names every question that has to be answered and was not', () => {
    const wanted = preset.fields.filter(({ required, options, askedWhen }) => required && !options && !askedWhen).map(({ name }) => name)
    const named = preset.compile({}, { audience }).problems?.map(({ field }) => field) ?? []
    expect(named).toEqual(expect.arrayContaining(wanted))
    const known = new Set(preset.fields.map(({ name }) => name))
    expect(named.every((name) => known.has(name))).toBe(true)
  })

  test.each(preset.fields.filter(({ control }) => control === 'text').map(({ name }) => name))(
    'JWT-44 takes nothing hostile for %s and names it',
    (name) => {
      for (const answer of hostile) {
        if (allowed[`${preset.id}.${name}`]?.includes(answer)) continue
        const field = preset.fields.find((one) => one.name === name)
        const asked = field?.askedWhen ? { [field.askedWhen.field]: field.askedWhen.is[0] ?? '' } : {}
        const result = preset.compile({ ...answers, ...asked, [name]: answer }, { audience })
        expect(result.config, JSON.stringify(answer)).toBeUndefined()
        expect(
          result.problems?.map((problem) => problem.field),
          JSON.stringify(answer),
        ).toContain(name)
      }
    },
  )

  test('refuses a choice that is none, an answer that is no text, and names of the prototype', () => {
    for (const { name } of preset.fields.filter(({ control }) => control === 'select'))
      expect(preset.compile({ ...answers, [name]: '*' }, { audience }).problems).toContainEqual({
        field: name,
        message: 'must be one of the choices',
      })
    const [first] = preset.fields
    const wrong = JSON.parse(JSON.stringify({ ...answers, [first?.name ?? '']: ['acme'] }))
    expect(preset.compile(wrong, { audience }).problems).toContainEqual({ field: first?.name, message: 'must be a text' })
    expect(preset.compile(Object.create(answers), { audience }).problems).not.toBeUndefined()
  })

  test('teaches in sentences', () => {
    expect(preset.teaches.length).toBeGreaterThan(2)
    for (const sentence of preset.teaches) expect(sentence).toMatch(/^[A-Z].*\.$/)
  })

  test('an audience that is none is named', () => {
    if (config?.audiences.includes(audience))
      for (const wrong of ['', '*', 'https://secrets.example.test/ *'])
        expect(preset.compile(answers, { audience: wrong }).problems).toMatchObject([{ field: 'audience' }])
  })
})

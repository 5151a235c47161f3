import { oidcPresets, providerForms } from '@bonafide/identity-providers/forms'
import { describe, expect, it } from 'vitest'
import type { Tokens } from './markdown.ts'
import { documentationFiles, documentationOnDisk } from './testing.ts'

const forms = [
  { slug: 'aws-iam', fields: providerForms.aws_iam.form.fields },
  { slug: 'azure', fields: providerForms.azure_entra.form.fields },
  { slug: 'generic', fields: providerForms.oidc.form.fields },
]
const asked = oidcPresets.filter(({ id }) => id !== 'generic')
const { pages } = documentationOnDisk()

describe('the page of a platform', () => {
  it.each(forms)('$slug names every field of the form as the form does', ({ slug, fields }) => {
    for (const { label } of fields) expect(documentationFiles[`${slug}.md`], label).toContain(`| **${label}**`)
  })

  it.each(asked)('$id names every question, and every choice, as the form does', ({ id, name, fields }) => {
    const page = documentationFiles[`${id}.md`]
    expect(page, name).toContain(`**${name}**`)
    for (const { label, options = [] } of fields) {
      expect(page, label).toContain(`| **${label}**`)
      for (const option of options) expect(page, option.label).toContain(option.label)
    }
  })

  it.each(oidcPresets)('$id shows an identity that a form takes, and the same to the command line and to GraphQL', ({ id }) => {
    const codes = pages.find(({ slug }) => slug === id)?.blocks.filter((token): token is Tokens.Code => token.type === 'code') ?? []
    const textOf = (lang: string) => codes.find((code) => code.lang === lang)?.text ?? ''
    const config = providerForms.oidc.configSchema.parse(JSON.parse(textOf('json')))
    const command = codes.find(({ text }) => text.startsWith('bonafide identities create'))?.text ?? ''
    for (const part of [config.issuer, ...config.audiences, ...config.subjects, ...config.claims]) {
      expect(command, part).toContain(part)
      expect(textOf('graphql'), part).toContain(JSON.stringify(part))
    }
    expect(command).toContain(`--single-use ${config.singleUse}`)
    expect(textOf('graphql')).toContain(`singleUse: ${config.singleUse.toUpperCase()}`)
  })
})

it('every platform has a page', () => {
  expect(pages.map(({ slug }) => slug)).toEqual(expect.arrayContaining(['aws-iam', 'azure', ...oidcPresets.map(({ id }) => id)]))
})

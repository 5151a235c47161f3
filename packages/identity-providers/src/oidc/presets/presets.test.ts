import { describe, expect, test } from 'vitest'
import { type OidcPreset, oidcPresets, type PresetAnswers, providerForms } from '../../forms.ts'
import { audience } from './testing.ts'

const id = (last: number) => `0192c5a1-7a3b-4000-8000-00000000000${last}`

/** Every question of every preset answered, the numbers that pin a name among them. */
const complete: Record<string, PresetAnswers> = {
  'github-actions': {
    owner: 'acme',
    repository: 'shop',
    repositoryId: '123',
    ownerId: '456',
    restrictTo: 'branch',
    ref: 'feature/cart',
    workflow: 'deploy.yml',
  },
  'gitlab-ci': { project: 'acme/shop', projectId: '123', namespaceId: '456', restrictTo: 'tag', ref: 'v1' },
  kubernetes: { issuer: 'https://oidc.example.test/id/A', namespace: 'shop', serviceAccount: 'checkout', uid: id(1) },
  'google-cloud': { uniqueId: '112233445566778899001', email: 'shop@acme.iam.gserviceaccount.com' },
  'aws-outbound': { issuer: 'https://a1.tokens.sts.global.api.aws', role: 'arn:aws:iam::111122223333:role/shop' },
  cognito: { kind: 'identity_pool', poolId: `eu-central-1:${id(1)}`, identityId: `eu-central-1:${id(2)}` },
  spiffe: { issuer: 'https://oidc.example.test', trustDomain: 'example.test', path: '/shop' },
  'azure-devops': { issuer: `https://vstoken.dev.azure.com/${id(1)}`, subject: 'p://acme/shop/deploy', projectId: id(2) },
  'terraform-cloud': {
    organization: 'acme',
    project: 'Default Project',
    workspace: 'shop',
    runPhase: 'apply',
    organizationId: 'org-AbCd1234',
    workspaceId: 'ws-AbCd1234',
    host: 'app.eu.terraform.io',
  },
  circleci: { organizationId: id(1), projectId: id(2), repository: 'github.com/acme/shop', restrictTo: 'branch', ref: 'main' },
  buildkite: { organization: 'acme', pipeline: 'shop', restrictTo: 'any', organizationId: id(1), pipelineId: id(2) },
  bitbucket: {
    workspace: 'acme',
    repositoryUuid: `{${id(1)}}`,
    workspaceUuid: `{${id(2)}}`,
    environmentUuid: `{${id(3)}}`,
    branch: 'main',
  },
  generic: { issuer: 'https://tokens.example.test', subject: 'job:acme', claims: 'project_id = 1' },
}

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

const answersFor = ({ id: presetId }: OidcPreset): PresetAnswers => complete[presetId] ?? {}
const lifetimes = { defaultTtlSeconds: 900, maxTtlSeconds: 3600 }

test('every preset is in the list once, the generic one last', () => {
  expect(oidcPresets.map((preset) => preset.id)).toEqual(Object.keys(complete))
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

  test('tells how the workload asks for its token, for this server', () => {
    const { code } = preset.workload({ audience })
    // Azure DevOps and Cognito choose the audience themselves.
    expect(code.includes(audience)).toBe(config?.audiences.includes(audience))
    expect(preset.teaches.length).toBeGreaterThan(2)
    for (const sentence of preset.teaches) expect(sentence).toMatch(/^[A-Z].*\.$/)
  })

  test('an audience that is none is named', () => {
    if (config?.audiences.includes(audience))
      for (const wrong of ['', '*', 'https://secrets.example.test/ *'])
        expect(preset.compile(answers, { audience: wrong }).problems).toMatchObject([{ field: 'audience' }])
  })
})

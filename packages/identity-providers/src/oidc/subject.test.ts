import { describe, expect, test } from 'vitest'
import { lintOidc } from './lint.ts'
import { subjectProblem } from './subject.ts'
import { canSave, useOidc } from './testing.ts'

const oidc = useOidc()
const { outcomeOfClaims, trusting } = oidc

const lifetimes = { defaultTtlSeconds: 3600, maxTtlSeconds: 3600 }
const findings = (subjects: string[], claims: string[] = []) =>
  lintOidc(trusting({ subjects, claims }).config, lifetimes).map(({ code }) => code)

describe('who matches', () => {
  test.each([
    ['JWT-43', 'repo:acme/*', ['repo:acme/app:pull_request', 'repo:acme/app:ref:refs/heads/main', 'repo:acme/', 'repo:acme/a/b']],
    [
      'JWT-43',
      'repo:acme/app:ref:refs/heads/*',
      ['repo:acme/app:pull_request', 'repo:acme/app:ref:refs/heads/a/b', 'repo:acme/app:ref:refs/pull/1/merge'],
    ],
    [
      'JWT-43',
      'repo:acme/*:environment:prod',
      ['repo:acme/app:pull_request', 'repo:acme/app:x:environment:prod', 'repo:acme/a/b:environment:prod'],
    ],
    [
      'JWT-44',
      'repo:acme/*:environment:prod',
      ['repo:acme-evil/app:environment:prod', 'repo:acm/app:environment:prod', 'Repo:acme/app:environment:prod'],
    ],
    [
      'JWT-47',
      'repo:acme/app:environment:prod',
      [
        'repo:acme/app:environment:prod-eu',
        'repo:acme/app:environment:pro',
        'repo:acme/app:environment:prod:x',
        'repo:acme/app:environment:prod%3Ax',
      ],
    ],
    [
      'JWT-47',
      'repo:acme/app:ref:refs/heads/main',
      [
        'repo:acme/app:ref:refs/heads/main2',
        'repo:acme/app:ref:refs/tags/main',
        'repo:acme/app:ref:refs/pull/1/merge',
        'repo:acme/app:ref:refs/heads/main/',
        'repo:acme/app:ref:refs/heads/Main',
      ],
    ],
    [
      'JWT-48',
      'repo:acme/app:*',
      [
        'repository_owner:acme',
        'job_workflow_ref:acme/ci/.github/workflows/x.yml@refs/heads/main:repo:acme/app',
        'repo:acme/app',
        'repo:acme/app:',
      ],
    ],
    ['JWT-48', 'repository_owner:acme', ['repository_owner:acme:repo:acme/app', 'repo:acme/app:ref:refs/heads/main']],
    [
      'JWT-50',
      'project_path:g/p:ref_type:branch:ref:main',
      [
        'project_path:g/p:ref_type:tag:ref:main',
        'project_path:g/p/q:ref_type:branch:ref:main',
        'project_path:x/g/p:ref_type:branch:ref:main',
      ],
    ],
    [
      'JWT-51',
      'organization:acme:project:p:workspace:w:run_phase:apply',
      [
        'organization:acme:project:p:workspace:w:run_phase:plan',
        'organization:acme:project:p:workspace:w',
        'organization:acme:project:p:workspace:w2:run_phase:apply',
      ],
    ],
    [
      'JWT-53',
      'arn:aws:iam::111122223333:role/app',
      [
        'arn:aws:iam::444455556666:role/app',
        'arn:aws:iam::111122223333:role/app2',
        'arn:aws:iam::111122223333:role/x/app',
        'arn:aws-cn:iam::111122223333:role/app',
      ],
    ],
    [
      'JWT-56',
      'system:serviceaccount:shop:*',
      ['system:serviceaccount:shop-dev:app', 'system:serviceaccount:shop:', 'system:node:shop:app', 'system:serviceaccount:shop:a:b'],
    ],
    ['JWT-60', '114810987654321098765', ['114810987654321098764', '1148109876543210987650', 'robot@project.iam.gserviceaccount.com']],
    [
      'JWT-62',
      'spiffe://acme.test/ns/shop/sa/web',
      ['spiffe://evil.test/ns/shop/sa/web', 'spiffe://acme.test.evil.test/ns/shop/sa/web', 'spiffe://acme.test/ns/shop/sa/web2'],
    ],
  ] as const)('%s %s is not %j', async (_, pattern, others) => {
    for (const sub of others) expect([sub, await outcomeOfClaims({ sub }, { subjects: [pattern] })]).not.toContain('accepted')
    const genuine = pattern.replaceAll('*', 'main')
    expect(await outcomeOfClaims({ sub: genuine }, { subjects: [pattern] })).toBe('accepted')
  })

  test.each([
    'SPIFFE://acme.test/ns/shop/sa/web',
    'spiffe://Acme.test/ns/shop/sa/web',
    'spiffe://acme.test/ns/a%2Fb/sa/web',
    'spiffe://acme.test/ns/shop/sa/web/',
    'spiffe://acme.test/ns//sa/web',
    'spiffe://acme.test/ns/../sa/web',
    'spiffe://acme.test/ns/./sa/web',
    'spiffe://acme.test/ns/shop?x/sa/web',
    'spiffe://acme.test/ns/shop#x/sa/web',
    'spiffe://acme.test:8443/ns/shop/sa/web',
    'spiffe://user@acme.test/ns/shop/sa/web',
    'spiffe://acme.test/ns/sh\u00f6p/sa/web',
    'spiffe:///ns/shop/sa/web',
  ])('JWT-62 %s is no SPIFFE ID: it vouches for nobody, and cannot be saved', async (sub) => {
    const subjects = ['spiffe://acme.test/ns/*/sa/web', 'spiffe://acme.test/ns/*/sa/web/', 'job:build'].filter((one) =>
      canSave({ subjects: [one] }),
    )
    expect(await outcomeOfClaims({ sub }, { subjects })).toBe('signature_invalid')
    expect(canSave({ subjects: [sub] })).toBe(false)
  })

  test('a * in a token is a character, not a pattern', async () => {
    for (const sub of ['repo:acme/*:ref:refs/heads/main', 'repo:*/shop:ref:refs/heads/main'])
      expect(await outcomeOfClaims({ sub })).toBe('subject_not_trusted')
    const { config } = trusting()
    expect(oidc.provider.admit(config, 'repo:acme/*:x')).toEqual([])
  })

  test('an empty, wild or unreadable list in the database trusts nobody', async () => {
    for (const subjects of [[], [''], ['*:*']]) {
      const smuggled = trusting()
      const { judgements } = await oidc.verify(oidc.issue({ claims: { sub: 'job' } }), [
        { ...smuggled, config: { ...smuggled.config, subjects } },
      ])
      expect(judgements[0]?.steps.at(-1)).toMatchObject({ name: 'trust', status: 'failed' })
    }
  })
})

describe('what may be saved', () => {
  test.each([
    [
      'JWT-44',
      [
        'repo:acme*',
        'repo:acme*/app:x',
        'repo:ac?e/app:*',
        'repo:acme/app:ref:refs/heads/release-*',
        'repo:acme/**',
        'job:**',
        'repo:ac*e/app',
      ],
    ],
    ['JWT-43', ['*', '**', '*:*', '*/*', ':*', '*:build', '*:acme/app:ref:refs/heads/main', '']],
    [
      'JWT-43',
      [
        'repo:*',
        'repo:*/app:x',
        'repo:*/*:*',
        'repository:*/app',
        'repository_owner:*',
        'job_workflow_ref:*/ci/.github/workflows/x.yml@refs/heads/main',
      ],
    ],
    [
      'JWT-48 customised subjects',
      [
        'repository_id:*:ref:refs/heads/main',
        'repository_owner_id:*:environment:prod',
        'environment:prod:repo:*/app',
        'ref:refs/heads/main:repository_owner_id:*',
        'event_name:push:job_workflow_ref:*/ci/.github/workflows/x.yml@refs/heads/main',
      ],
    ],
    ['JWT-50', ['project_id:*:ref_type:branch:ref:main', 'namespace_id:*:ref:main']],
    ['JWT-50', ['project_path:*/p:ref_type:branch:ref:main', 'project_path:*:ref_type:branch:ref:main', 'namespace_path:*:x']],
    [
      'JWT-51',
      [
        'organization:acme:project:p:workspace:w:run_phase:*',
        'organization:acme:project:*:workspace:*:run_phase:*',
        'organization:acme:project:p:workspace:w:*:*',
        'organization:acme:*:*:*:*:*:*',
        'organization:*:project:p:workspace:w:run_phase:apply',
        'organization:acme:project:p:stack:s:deployment:d:operation:*',
      ],
    ],
    ['JWT-53', ['arn:aws:iam::*:role/app', 'arn:*:iam::*:role/app', 'arn:*:*:*:*:*']],
    ['JWT-56', ['system:serviceaccount:*:app', 'system:serviceaccount:*:*', 'system:*:*:app', 'system:*:*:*', 'system:serviceaccount:*']],
    ['JWT-62', ['spiffe://*/ns/shop', 'spiffe://*', 'spiffe:*', 'spiffe://acme.test/*/', 'spiffe://acme.test/a*', 'Spiffe://acme.test/*']],
    ['JWT-31', ['x'.repeat(256), 'a\u200bb', 'a\u3164b', 'a\ufe0fb', 'a\u2800b', 'a\nb', ':', '//', 5, null, ['a']]],
  ] as const)('%s none of %j', (_, subjects) => {
    for (const subject of subjects) expect([subject, canSave({ subjects: [subject] })]).toEqual([subject, false])
  })

  test.each([
    'repo:acme/app:ref:refs/heads/*',
    'repo:acme/*:environment:prod',
    'repo:acme/app:environment:what?',
    'repo:acme/app:*:*',
    'repository_id:123456:ref:refs/heads/*',
    'project_id:345678:ref_type:*:ref:*',
    'environment:*:repo:acme/app',
    'repo:acme@123/app@456:ref:refs/heads/main',
    'organization:acme:project:*:workspace:*:run_phase:apply',
    'organization:acme:pipeline:web:ref:refs/heads/main:commit:*:step:deploy',
    'system:serviceaccount:shop:*',
    'system:serviceaccount:shop:app',
    'spiffe://acme.test/ns/*/sa/web',
    'spiffe://acme.test',
    'arn:aws:iam::111122223333:role/*',
    'auth0|5f7c8ec7c33c6c004bbafe82',
    '114810987654321098765',
  ])('%s can be', (pattern) => expect(subjectProblem(pattern)).toBeUndefined())

  test('no list of nobody, nor of more than a hundred', () => {
    expect(canSave({ subjects: [] })).toBe(false)
    expect(canSave({ subjects: Array.from({ length: 101 }, (_, index) => `job:${index}`) })).toBe(false)
    expect(trusting({ subjects: [' job:a ', 'job:a'] }).config.subjects).toEqual(['job:a'])
  })
})

describe('what is warned of', () => {
  test('JWT-43 pull requests and every event of a repository', () => {
    expect(findings(['repo:acme/app:pull_request'])).toContain('pull_request_trusted')
    expect(findings(['repo:acme/*:pull_request'])).toContain('pull_request_trusted')
    expect(findings(['repo:acme/app:*'])).toContain('any_event_trusted')
    expect(findings(['repo:acme/app:*'], ['event_name = push'])).not.toContain('any_event_trusted')
  })

  test.each([
    ['JWT-45', 'repo:acme/app:ref:refs/heads/main', 'repository_id = 1'],
    ['JWT-50', 'project_path:g/p:ref_type:branch:ref:main', 'project_id = 1'],
    ['JWT-57', 'system:serviceaccount:shop:app', '/kubernetes.io/serviceaccount/uid = 8f1c'],
    ['JWT-51', 'organization:acme:project:p:workspace:w:run_phase:apply', 'terraform_workspace_id = ws-1'],
  ])('%s a name alone (%s), until a number is pinned', (_, subject, rule) => {
    expect(findings([subject])).toContain('mutable_name')
    expect(findings([subject], [rule])).not.toContain('mutable_name')
    expect(findings([subject], [rule.replace(/=.*/, 'exists')])).toContain('mutable_name')
  })
})

import { describe, expect, test } from 'vitest'
import { oidcPresets, providerForms } from '../../forms.ts'
import { githubActions } from './github-actions.ts'
import { audience, compiled, outcomeFor, times } from './testing.ts'

const answers = { owner: 'acme', repository: 'shop', repositoryId: '123456789', ownerId: '9876543', restrictTo: 'branch', ref: 'main' }

/** As GitHub documents it. */
const token = {
  ...times,
  jti: '0192c5a1-7a3b-4000-8000-0000000000aa',
  iss: 'https://token.actions.githubusercontent.com',
  aud: audience,
  sub: 'repo:acme/shop:ref:refs/heads/main',
  repository: 'acme/shop',
  repository_id: '123456789',
  repository_owner: 'acme',
  repository_owner_id: '9876543',
  repository_visibility: 'private',
  ref: 'refs/heads/main',
  ref_type: 'branch',
  ref_protected: 'true',
  event_name: 'push',
  workflow: 'Deploy',
  workflow_ref: 'acme/shop/.github/workflows/deploy.yml@refs/heads/main',
  job_workflow_ref: 'acme/shop/.github/workflows/deploy.yml@refs/heads/main',
  runner_environment: 'github-hosted',
  actor: 'ada',
  actor_id: '42',
  run_id: '1001',
  run_attempt: '1',
  sha: '0123456789abcdef0123456789abcdef01234567',
}

const outcome = (changes: object, more: object = {}) =>
  outcomeFor(compiled(githubActions, { ...answers, ...more }), { ...token, ...changes })

describe('a branch of a repository', () => {
  test.each([
    ['the subject of old', {}],
    ['the subject with numbers', { sub: 'repo:acme@9876543/shop@123456789:ref:refs/heads/main' }],
    ['a run started by hand', { event_name: 'workflow_dispatch' }],
  ])('accepts %s', (_, changes) => {
    expect(outcome(changes)).toBe('accepted')
  })

  test.each([
    [
      'JWT-43 a pull request',
      { sub: 'repo:acme/shop:pull_request', event_name: 'pull_request', ref: 'refs/pull/7/merge' },
      'subject_not_trusted',
    ],
    ['JWT-43 a pull request with the subject of the branch', { event_name: 'pull_request' }, 'claim_mismatch'],
    ['JWT-43 a pull request from a fork, on the base branch', { event_name: 'pull_request_target' }, 'claim_mismatch'],
    ['JWT-43 a workflow set off by another', { event_name: 'workflow_run' }, 'claim_mismatch'],
    ['JWT-43 a comment', { event_name: 'issue_comment' }, 'claim_mismatch'],
    ['JWT-43 a token that says no event', { event_name: undefined }, 'claim_mismatch'],
    ['JWT-44 an owner that begins alike', { sub: 'repo:acme-evil/shop:ref:refs/heads/main' }, 'subject_not_trusted'],
    ['JWT-44 a repository that begins alike', { sub: 'repo:acme/shop-evil:ref:refs/heads/main' }, 'subject_not_trusted'],
    ['JWT-45 a repository of the same name made anew', { repository_id: '123456790' }, 'claim_mismatch'],
    ['JWT-45 an owner of the same name made anew', { repository_owner_id: '9876544' }, 'claim_mismatch'],
    ['JWT-45 the subject with another number', { sub: 'repo:acme@9876544/shop@123456789:ref:refs/heads/main' }, 'subject_not_trusted'],
    ['JWT-47 a branch that begins alike', { sub: 'repo:acme/shop:ref:refs/heads/main2' }, 'subject_not_trusted'],
    ['JWT-47 a branch below it', { sub: 'repo:acme/shop:ref:refs/heads/main/x' }, 'subject_not_trusted'],
    ['JWT-47 a tag of the same name', { sub: 'repo:acme/shop:ref:refs/tags/main' }, 'subject_not_trusted'],
    ['JWT-47 the merge of a pull request', { sub: 'repo:acme/shop:ref:refs/pull/1/merge' }, 'subject_not_trusted'],
    ['JWT-47 an environment', { sub: 'repo:acme/shop:environment:main' }, 'subject_not_trusted'],
    ['JWT-48 a subject of the owner alone', { sub: 'repository_owner:acme' }, 'subject_not_trusted'],
    [
      'JWT-48 a subject of the workflow',
      { sub: `job_workflow_ref:${token.job_workflow_ref}:repo:acme/shop:ref:refs/heads/main` },
      'subject_not_trusted',
    ],
    ['JWT-49 the issuer of an enterprise', { iss: 'https://token.actions.githubusercontent.com/acme' }, 'issuer_not_allowed'],
    ['JWT-49 a GitHub of somebody else', { iss: 'https://github.example.com/_services/token' }, 'issuer_not_allowed'],
    ['a token with the default audience', { aud: 'https://github.com/acme' }, 'audience_mismatch'],
    ['other capital letters', { sub: 'repo:Acme/shop:ref:refs/heads/main' }, 'subject_not_trusted'],
  ])('%s is refused', (_, changes, reason) => {
    expect(outcome(changes)).toBe(reason)
  })
})

describe('what else it can be restricted to', () => {
  test('JWT-47 an environment, to the letter', () => {
    const environment = { restrictTo: 'environment', environment: 'prod' }
    expect(outcome({ sub: 'repo:acme/shop:environment:prod' }, environment)).toBe('accepted')
    for (const sub of ['prod-eu', 'prod%3Aeu', 'prod:eu', 'staging'])
      expect(outcome({ sub: `repo:acme/shop:environment:${sub}` }, environment)).toBe('subject_not_trusted')
    expect(outcome({ sub: 'repo:acme/shop:environment:prod', event_name: 'pull_request' }, environment)).toBe('claim_mismatch')
    expect(outcome({}, environment)).toBe('subject_not_trusted')
  })

  test('a tag', () => {
    const tag = { restrictTo: 'tag', ref: 'v1.2.0' }
    expect(outcome({ sub: 'repo:acme/shop:ref:refs/tags/v1.2.0', event_name: 'release' }, tag)).toBe('accepted')
    expect(outcome({ sub: 'repo:acme/shop:ref:refs/heads/v1.2.0' }, tag)).toBe('subject_not_trusted')
  })

  test('JWT-43 any branch, tag or environment is still no pull request', () => {
    const any = { restrictTo: 'any' }
    for (const context of ['ref:refs/heads/next', 'ref:refs/heads/feature/cart', 'ref:refs/tags/v1', 'environment:prod'])
      expect(outcome({ sub: `repo:acme/shop:${context}` }, any)).toBe('accepted')
    for (const context of ['pull_request', 'ref:refs/pull/1/merge'])
      expect(outcome({ sub: `repo:acme/shop:${context}` }, any)).toBe('subject_not_trusted')
  })

  test.each([
    ['deploy.yml@refs/heads/main', 'branch', 'accepted'],
    ['deploy.yml@refs/heads/next', 'branch', 'claim_mismatch'],
    ['other.yml@refs/heads/main', 'branch', 'claim_mismatch'],
    ['deploy.yml@refs/tags/v1', 'any', 'accepted'],
    ['deploy.yml@refs/pull/1/merge', 'any', 'claim_mismatch'],
    ['other.yml@refs/tags/v1', 'any', 'claim_mismatch'],
  ])('one workflow: %s for %s is %s', (file, restrictTo, expected) => {
    expect(outcome({ workflow_ref: `acme/shop/.github/workflows/${file}` }, { restrictTo, workflow: 'deploy.yml' })).toBe(expected)
  })
})

test.each([
  [{ host: 'github.example.com' }, 'https://github.example.com/_services/token', 1],
  [{ host: 'acme.ghe.com' }, 'https://token.actions.acme.ghe.com', 1],
  [{ enterprise: 'acme-group' }, 'https://token.actions.githubusercontent.com/acme-group', 2],
])('JWT-49 %j has an issuer of its own', (more, issuer, subjects) => {
  const config = compiled(githubActions, { ...answers, ...more })
  expect(config.issuer).toBe(issuer)
  expect(config.subjects).toHaveLength(subjects)
  expect(outcomeFor(config, token)).toBe('issuer_not_allowed')
})

test('JWT-45 a name without its numbers is warned of, and one number alone makes no subject with numbers', () => {
  const config = compiled(githubActions, { ...answers, repositoryId: '', ownerId: '' })
  const lifetimes = { defaultTtlSeconds: 900, maxTtlSeconds: 3600 }
  expect(providerForms.oidc.lint(config, lifetimes).map(({ code }) => code)).toEqual(['mutable_name'])
  expect(compiled(githubActions, { ...answers, ownerId: '' }).subjects).toEqual(['repo:acme/shop:ref:refs/heads/main'])
  expect(oidcPresets[0]).toBe(githubActions)
})

import { describe, expect, test } from 'vitest'
import { gitlabCi } from './gitlab-ci.ts'
import { audience, compiled, outcomeFor, times } from './testing.ts'

const answers = { project: 'acme/platform/shop', projectId: '12345678', namespaceId: '7654321', restrictTo: 'branch', ref: 'main' }

/** As GitLab documents it. */
const token = {
  ...times,
  jti: '0192c5a1-7a3b-4000-8000-0000000000aa',
  iss: 'https://gitlab.com',
  aud: audience,
  sub: 'project_path:acme/platform/shop:ref_type:branch:ref:main',
  namespace_id: '7654321',
  namespace_path: 'acme/platform',
  project_id: '12345678',
  project_path: 'acme/platform/shop',
  user_id: '42',
  user_login: 'ada',
  pipeline_id: '574',
  pipeline_source: 'push',
  job_id: '302',
  ref: 'main',
  ref_type: 'branch',
  ref_path: 'refs/heads/main',
  ref_protected: 'true',
  runner_environment: 'gitlab-hosted',
  sha: '0123456789abcdef0123456789abcdef01234567',
  ci_config_ref_uri: 'gitlab.com/acme/platform/shop//.gitlab-ci.yml@refs/heads/main',
}

const outcome = (changes: object, more: object = {}) => outcomeFor(compiled(gitlabCi, { ...answers, ...more }), { ...token, ...changes })

describe('a protected branch of a project', () => {
  test.each([
    ['the usual subject', {}],
    ['the subject with the number', { sub: 'project_id:12345678:ref_type:branch:ref:main' }],
    ['a schedule', { pipeline_source: 'schedule' }],
  ])('accepts %s', (_, changes) => {
    expect(outcome(changes)).toBe('accepted')
  })

  test.each([
    ['JWT-50 a legacy token', { iss: 'gitlab.com', aud: undefined, sub: 'job_302' }, 'issuer_not_allowed'],
    ['JWT-50 a project of the same path made anew', { project_id: '12345679' }, 'claim_mismatch'],
    ['JWT-50 a group of the same path made anew', { namespace_id: '7654322' }, 'claim_mismatch'],
    ['JWT-50 the subject with another number', { sub: 'project_id:12345679:ref_type:branch:ref:main' }, 'subject_not_trusted'],
    ['a merge request', { pipeline_source: 'merge_request_event' }, 'claim_mismatch'],
    ['a child pipeline', { pipeline_source: 'parent_pipeline' }, 'claim_mismatch'],
    ['a branch that is not protected', { ref_protected: 'false' }, 'claim_mismatch'],
    ['a neighbour branch', { sub: 'project_path:acme/platform/shop:ref_type:branch:ref:main2' }, 'subject_not_trusted'],
    ['a branch below it', { sub: 'project_path:acme/platform/shop:ref_type:branch:ref:main/x' }, 'subject_not_trusted'],
    ['a tag of the same name', { sub: 'project_path:acme/platform/shop:ref_type:tag:ref:main' }, 'subject_not_trusted'],
    ['a group that begins alike', { sub: 'project_path:acme-evil/platform/shop:ref_type:branch:ref:main' }, 'subject_not_trusted'],
    ['a project that begins alike', { sub: 'project_path:acme/platform/shop-evil:ref_type:branch:ref:main' }, 'subject_not_trusted'],
    ['the project without its group', { sub: 'project_path:platform/shop:ref_type:branch:ref:main' }, 'subject_not_trusted'],
    ['another GitLab', { iss: 'https://gitlab.example.com' }, 'issuer_not_allowed'],
    ['another audience', { aud: 'https://gitlab.com' }, 'audience_mismatch'],
  ])('%s is refused', (_, changes, reason) => {
    expect(outcome(changes)).toBe(reason)
  })
})

test('any branch or tag, a GitLab of one’s own, and branches without protection', () => {
  const any = { restrictTo: 'any', protection: 'all', instance: 'https://gitlab.example.com' }
  const own = { iss: 'https://gitlab.example.com', ref_protected: 'false' }
  for (const ref of ['ref_type:branch:ref:feature/cart', 'ref_type:tag:ref:v1'])
    expect(outcome({ ...own, sub: `project_path:acme/platform/shop:${ref}` }, any)).toBe('accepted')
  expect(outcome({ sub: token.sub }, any)).toBe('issuer_not_allowed')
})

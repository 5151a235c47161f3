import { expect, test } from 'vitest'
import { buildkite } from './buildkite.ts'
import { audience, compiled, outcomeFor, times } from './testing.ts'

const organizationId = '0192c5a1-7a3b-4000-8000-000000000001'
const pipelineId = '0192c5a1-7a3b-4000-8000-000000000002'
const answers = { organization: 'acme-inc', pipeline: 'shop', restrictTo: 'branch', ref: 'main', organizationId, pipelineId }
const commit = '0123456789abcdef0123456789abcdef01234567'
const subject = (ref: string, step = 'deploy') => `organization:acme-inc:pipeline:shop:ref:${ref}:commit:${commit}:step:${step}`

/** As Buildkite documents it, with both claims that have to be asked for. */
const token = {
  ...times,
  jti: '0192c5a1-7a3b-4000-8000-0000000000aa',
  iss: 'https://agent.buildkite.com',
  aud: audience,
  sub: subject('refs/heads/main'),
  organization_slug: 'acme-inc',
  organization_id: organizationId,
  pipeline_slug: 'shop',
  pipeline_id: pipelineId,
  build_number: 5,
  build_branch: 'main',
  build_tag: null,
  build_commit: commit,
  build_source: 'webhook',
  step_key: 'deploy',
  job_id: '0192c5a1-7a3b-4000-8000-000000000003',
  agent_id: '0192c5a1-7a3b-4000-8000-000000000004',
  runner_environment: 'buildkite-hosted',
}

const outcome = (changes: object, more: object = {}) => outcomeFor(compiled(buildkite, { ...answers, ...more }), { ...token, ...changes })

test('accepts every step of a build of the branch, with a key or without', () => {
  expect(outcome({})).toBe('accepted')
  expect(outcome({ sub: subject('refs/heads/main', ''), step_key: null })).toBe('accepted')
  expect(outcome({ sub: subject('refs/tags/v1') }, { restrictTo: 'any' })).toBe('accepted')
})

test.each([
  ['a neighbour branch', { sub: subject('refs/heads/main2') }, 'subject_not_trusted'],
  ['JWT-43 the branch of a fork', { sub: subject('refs/heads/evil:main') }, 'subject_not_trusted'],
  ['a tag of the same name', { sub: subject('refs/tags/main') }, 'subject_not_trusted'],
  ['an organization that begins alike', { sub: token.sub.replace('acme-inc', 'acme-inc-evil') }, 'subject_not_trusted'],
  ['another pipeline', { sub: token.sub.replace(':shop:', ':shop-pull-requests:') }, 'subject_not_trusted'],
  ['JWT-45 an organization of the same name made anew', { organization_id: '0192c5a1-7a3b-4000-8000-000000000009' }, 'claim_mismatch'],
  ['JWT-45 a pipeline of the same name made anew', { pipeline_id: '0192c5a1-7a3b-4000-8000-000000000009' }, 'claim_mismatch'],
  ['a job that did not ask for the ids', { organization_id: undefined, pipeline_id: undefined }, 'claim_mismatch'],
  ['another audience', { aud: 'https://buildkite.com/acme-inc' }, 'audience_mismatch'],
])('%s is refused', (_, changes, reason) => {
  expect(outcome(changes)).toBe(reason)
})

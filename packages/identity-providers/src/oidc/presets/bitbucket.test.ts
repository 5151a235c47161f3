import { expect, test } from 'vitest'
import { bitbucket } from './bitbucket.ts'
import { audience, compiled, outcomeFor, times } from './testing.ts'

const uuid = (last: number) => `{0192c5a1-7a3b-4000-8000-00000000000${last}}`
const answers = { workspace: 'acme', repositoryUuid: uuid(1), workspaceUuid: uuid(2), branch: 'main' }

/** As the repository settings show it. */
const token = {
  iat: times.iat,
  exp: times.exp,
  iss: 'https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc',
  aud: ['ari:cloud:bitbucket::workspace/0192c5a1-7a3b-4000-8000-000000000002', audience],
  sub: `${uuid(1)}:${uuid(5)}`,
  repositoryUuid: uuid(1),
  workspaceUuid: uuid(2),
  pipelineUuid: uuid(4),
  pipelineRunUuid: uuid(6),
  stepUuid: uuid(5),
  branchName: 'main',
}

const outcome = (changes: object, more: object = {}) => outcomeFor(compiled(bitbucket, { ...answers, ...more }), { ...token, ...changes })

test('accepts a step, and one with a deployment environment', () => {
  expect(outcome({})).toBe('accepted')
  const deployment = { sub: `${uuid(1)}:${uuid(3)}:${uuid(5)}`, deploymentEnvironmentUuid: uuid(3) }
  expect(outcome(deployment)).toBe('accepted')
  expect(outcome(deployment, { environmentUuid: uuid(3) })).toBe('accepted')
})

test.each([
  ['a neighbour branch', { branchName: 'main2' }, {}, 'claim_mismatch'],
  ['JWT-43 the branch of a pull request', { branchName: 'feature/cart' }, {}, 'claim_mismatch'],
  ['a step without an environment', {}, { environmentUuid: uuid(3) }, 'claim_mismatch'],
  ['another environment', { deploymentEnvironmentUuid: uuid(7) }, { environmentUuid: uuid(3) }, 'claim_mismatch'],
  ['another repository', { sub: `${uuid(8)}:${uuid(5)}`, repositoryUuid: uuid(8) }, {}, 'subject_not_trusted'],
  ['JWT-45 a workspace of the same name made anew', { workspaceUuid: uuid(9) }, {}, 'claim_mismatch'],
  ['another workspace', { iss: token.iss.replace('acme', 'acme-evil') }, {}, 'issuer_not_allowed'],
  ['a token for everybody', { aud: token.aud.slice(0, 1) }, {}, 'audience_mismatch'],
])('%s is refused', (_, changes, more, reason) => {
  expect(outcome(changes, more)).toBe(reason)
})

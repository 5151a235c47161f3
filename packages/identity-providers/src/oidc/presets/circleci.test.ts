import { expect, test } from 'vitest'
import { circleci } from './circleci.ts'
import { audience, compiled, issuedAt, outcomeFor, times } from './testing.ts'

const organizationId = '0192c5a1-7a3b-4000-8000-000000000001'
const projectId = '0192c5a1-7a3b-4000-8000-000000000002'
const answers = { organizationId, projectId, repository: 'github.com/acme/shop', restrictTo: 'branch', ref: 'main' }
const user = `org/${organizationId}/project/${projectId}/user/0192c5a1-7a3b-4000-8000-000000000003`

/** As CircleCI documents it. */
const token = {
  iat: times.iat,
  exp: issuedAt + 3600,
  iss: `https://oidc.circleci.com/org/${organizationId}`,
  aud: audience,
  sub: user,
  'oidc.circleci.com/project-id': projectId,
  'oidc.circleci.com/org-id': organizationId,
  'oidc.circleci.com/vcs-origin': 'github.com/acme/shop',
  'oidc.circleci.com/vcs-ref': 'refs/heads/main',
  'oidc.circleci.com/context-ids': [],
  'oidc.circleci.com/ssh-rerun': false,
}

const outcome = (changes: object, more: object = {}) => outcomeFor(compiled(circleci, { ...answers, ...more }), { ...token, ...changes })
const origin = (ref: string) => ({ sub: `${user}/vcs-origin/github.com/acme/shop/vcs-ref/${ref}`, 'oidc.circleci.com/vcs-ref': ref })

test('accepts both forms of the subject, and any branch where that was chosen', () => {
  expect(outcome({})).toBe('accepted')
  expect(outcome(origin('refs/heads/main'))).toBe('accepted')
  expect(outcome(origin('refs/heads/feature/cart'), { restrictTo: 'any' })).toBe('accepted')
})

test.each([
  ['a neighbour branch', { 'oidc.circleci.com/vcs-ref': 'refs/heads/main2' }, 'claim_mismatch'],
  ['a neighbour branch with the long subject', origin('refs/heads/next'), 'subject_not_trusted'],
  [
    'JWT-43 a fork',
    { 'oidc.circleci.com/vcs-origin': 'github.com/evil/shop', 'oidc.circleci.com/vcs-ref': 'refs/heads/main' },
    'claim_mismatch',
  ],
  ['JWT-43 a pull request', { 'oidc.circleci.com/vcs-ref': 'refs/heads/pull/7' }, 'claim_mismatch'],
  ['a custom webhook', { 'oidc.circleci.com/vcs-origin': undefined, 'oidc.circleci.com/vcs-ref': undefined }, 'claim_mismatch'],
  ['a job with a person in it', { 'oidc.circleci.com/ssh-rerun': true }, 'claim_mismatch'],
  ['another project', { sub: user.replace(projectId, '0192c5a1-7a3b-4000-8000-000000000009') }, 'subject_not_trusted'],
  ['another organization', { iss: 'https://oidc.circleci.com/org/0192c5a1-7a3b-4000-8000-000000000009' }, 'issuer_not_allowed'],
  ['the issuer of all organizations', { iss: 'https://oidc.circleci.com' }, 'issuer_not_allowed'],
  ['a token for everybody', { aud: organizationId }, 'audience_mismatch'],
])('%s is refused', (_, changes, reason) => {
  expect(outcome(changes)).toBe(reason)
})

import type { Runtime } from '@bonafide/core'
import { createOidcIssuer, deriveIssuerKey } from '@bonafide/stand-ins'
import type { Derive } from './derive.ts'
import { accepted, refused, rowOf, type SimulatedPlatform } from './platform.ts'
import { type TokenPersona, tokenLogin } from './token-persona.ts'

const issuer = 'https://token.actions.githubusercontent.com'
const audience = 'https://bonafide.example'
const main = 'repo:acme/shop:ref:refs/heads/main'
const repositoryId = '123456'
const ownerId = '1234'
const production = 'repo:acme/shop:environment:production'
// The other form of a subject, which repositories of today have: names with their numbers.
const numbered = (owner: string, repository: string) => `repo:acme@${owner}/shop@${repository}:environment:production`
// As GitHub's documentation has it: a token lives for a few minutes.
const lifetimeSeconds = 300

const personas: readonly TokenPersona[] = [
  {
    id: 'github-main',
    provider: 'oidc',
    title: 'A workflow on the main branch',
    story: 'GitHub signs for every job who it is; this one runs on main of acme/shop, which the identity trusts.',
    expects: accepted,
  },
  {
    id: 'github-pull-request',
    provider: 'oidc',
    title: 'A pull request from a fork',
    story: 'It runs in the same repository, but what it runs nobody has reviewed: its subject is another one, and is not trusted.',
    expects: refused('subject_not_trusted'),
    claims: {
      sub: 'repo:acme/shop:pull_request',
      ref: 'refs/pull/7/merge',
      event_name: 'pull_request',
      head_ref: 'patch-1',
      base_ref: 'main',
      actor: 'mallory',
    },
  },
  {
    id: 'github-other-repository',
    provider: 'oidc',
    title: 'A new repository under the old name',
    story: 'Names can be given up and taken by somebody else. The subject is the same to the letter, the number of the repository is not.',
    expects: refused('claim_mismatch'),
    claims: { repository_id: '987654', repository_owner_id: '6543', actor: 'mallory' },
  },
  {
    id: 'github-expired',
    provider: 'oidc',
    title: "Yesterday's token from a log",
    story: 'A token lives for minutes: whoever finds it later gets nothing for it.',
    expects: refused('token_expired'),
    issuedSecondsAgo: 86_400,
  },
  {
    id: 'github-wrong-audience',
    provider: 'oidc',
    title: 'A token for a cloud',
    story: 'The right job, but it asked for its token to show it at AWS, where it might have been taken.',
    expects: refused('audience_mismatch'),
    claims: { aud: 'sts.amazonaws.com' },
  },
  {
    id: 'github-tag',
    provider: 'oidc',
    title: 'A release from a tag',
    story: 'The same repository and the same people, but a tag is no branch: whoever may make a tag is not trusted by this rule.',
    expects: refused('subject_not_trusted'),
    claims: { sub: 'repo:acme/shop:ref:refs/tags/v2.0.0', ref: 'refs/tags/v2.0.0', ref_type: 'tag', event_name: 'release' },
  },
  {
    id: 'github-environment',
    provider: 'oidc',
    title: 'A job in the environment production',
    story: 'Its subject has the environment in the place of the branch; a second identity trusts it, for reviewers stand before it.',
    expects: accepted,
    claims: { sub: production, environment: 'production' },
  },
  {
    id: 'github-environment-numbered',
    provider: 'oidc',
    title: 'The same job with numbers in its subject',
    story: 'Newer repositories carry the numbers of owner and repository beside their names; that identity trusts both forms.',
    expects: accepted,
    claims: { sub: numbered(ownerId, repositoryId), environment: 'production' },
  },
  {
    id: 'github-numbers-of-another',
    provider: 'oidc',
    title: 'The old names with new numbers in the subject',
    story: 'Somebody took the names after they were given up: with numbers in the subject, the subject alone gives it away.',
    expects: refused('subject_not_trusted'),
    claims: {
      sub: numbered('6543', '987654'),
      environment: 'production',
      repository_id: '987654',
      repository_owner_id: '6543',
      actor: 'mallory',
    },
  },
]

/** GitHub Actions: an issuer that signs who each job is, and publishes its keys under the name of the real one. */
export const simulatedGithub = (derive: Derive, { now }: Pick<Runtime, 'now'>): SimulatedPlatform => ({
  name: 'GitHub Actions',
  personas,
  standsInFor: (host) => host === new URL(issuer).host,
  open(organisationId) {
    // Everybody's jobs have the same names here, so each organisation has an issuer with a key of its own.
    const key = deriveIssuerKey(derive(`github ${organisationId} signing key`, 32))
    const github = createOidcIssuer({ issuer, key, now: () => new Date(now()), keepsRequests: false })
    return {
      identities: [
        {
          provider: 'oidc',
          name: 'demo-github',
          description: 'Belongs to the Lab: trusts simulated workflows on one branch of one repository.',
          config: { issuer, audiences: [audience], subjects: [main], claims: [`repository_id = ${repositoryId}`], singleUse: 'jti' },
        },
        {
          provider: 'oidc',
          name: 'demo-github-production',
          description: 'Belongs to the Lab: trusts simulated jobs in one environment, in both forms that their subjects have.',
          config: {
            issuer,
            audiences: [audience],
            subjects: [production, numbered(ownerId, repositoryId)],
            claims: [`repository_id = ${repositoryId}`, `repository_owner_id = ${ownerId}`],
            singleUse: 'jti',
          },
        },
      ],
      fetch: github.fetch,
      async login(personaId, target) {
        return tokenLogin(rowOf(personas, personaId), target, { issuer: github, claims: job, lifetimeSeconds, now: now() })
      },
    }
  },
})

/** What a token of a job says. Source: GitHub, "OpenID Connect reference". */
const job = {
  sub: main,
  aud: audience,
  ref: 'refs/heads/main',
  ref_type: 'branch',
  repository: 'acme/shop',
  repository_owner: 'acme',
  repository_id: repositoryId,
  repository_owner_id: ownerId,
  repository_visibility: 'private',
  event_name: 'push',
  workflow: 'deploy',
  workflow_ref: 'acme/shop/.github/workflows/deploy.yml@refs/heads/main',
  job_workflow_ref: 'acme/shop/.github/workflows/deploy.yml@refs/heads/main',
  runner_environment: 'github-hosted',
  actor: 'ada',
  run_id: '1001',
  run_number: '42',
  run_attempt: '1',
}

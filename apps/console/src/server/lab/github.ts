import type { Persona, Runtime } from '@bonafide/core'
import { createOidcIssuer, deriveIssuerKey } from '@bonafide/stand-ins'
import type { Derive } from './derive.ts'
import { rowOf, type SimulatedPlatform } from './platform.ts'

const issuer = 'https://token.actions.githubusercontent.com'
const audience = 'https://bonafide.example'
const main = 'repo:acme/shop:ref:refs/heads/main'
const repositoryId = '123456'
// As GitHub's documentation has it: a token lives for a few minutes.
const lifetimeSeconds = 300

interface GithubPersona extends Persona {
  claims?: Record<string, string>
  /** How long ago its token was issued. */
  issuedSecondsAgo?: number
}

const accepted = { outcome: 'accepted', code: null } as const
const refused = (code: Persona['expects']['code']) => ({ outcome: 'refused', code }) as const

const personas: readonly GithubPersona[] = [
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
]

/** GitHub Actions: an issuer that signs who each job is, and publishes its keys under the name of the real one. */
export const simulatedGithub = (derive: Derive, { now }: Pick<Runtime, 'now'>): SimulatedPlatform => ({
  personas,
  standsInFor: (host) => host === new URL(issuer).host,
  open(organisationId) {
    // Everybody's jobs have the same names here, so each organisation has an issuer with a key of its own.
    const key = deriveIssuerKey(derive(`github ${organisationId} signing key`, 32))
    const github = createOidcIssuer({ issuer, key, now: () => new Date(now()), keepsRequests: false })
    return {
      identity: {
        provider: 'oidc',
        name: 'demo-github',
        description: 'Belongs to the Lab: trusts simulated workflows on one branch of one repository.',
        config: { issuer, audiences: [audience], subjects: [main], claims: [`repository_id = ${repositoryId}`], singleUse: 'jti' },
      },
      fetch: github.fetch,
      async login(personaId, { serviceAccountId }) {
        const { claims, issuedSecondsAgo = 0 } = rowOf(personas, personaId)
        const issuedAt = Math.floor(now() / 1000) - issuedSecondsAgo
        const expiresAt = issuedAt + lifetimeSeconds
        const times = { iat: issuedAt, nbf: issuedAt, exp: expiresAt }
        const jwt = Buffer.from(github.issue({ claims: { ...job, ...claims, ...times } }), 'utf8').toString('base64')
        return {
          bodies: [{ account: { type: 'service', id: serviceAccountId }, oidc: { jwt } }],
          validUntil: expiresAt * 1000,
          // A job asks GitHub's runner for its token; there is none here.
          command: null,
        }
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
  repository_owner_id: '1234',
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

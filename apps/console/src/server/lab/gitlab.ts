import type { Runtime } from '@bonafide/core'
import { createOidcIssuer, deriveIssuerKey } from '@bonafide/stand-ins'
import type { Derive } from './derive.ts'
import { accepted, refused, rowOf, type SimulatedPlatform } from './platform.ts'
import { type TokenPersona, tokenLogin } from './token-persona.ts'

const issuer = 'https://gitlab.com'
const audience = 'https://bonafide.example'
const projectId = '345678'
// A job's token lives as long as the job may run; an hour is the default.
const lifetimeSeconds = 3600
const subject = (project: string, branch: string) => `project_path:${project}:ref_type:branch:ref:${branch}`

const personas: readonly TokenPersona[] = [
  {
    id: 'gitlab-protected-branch',
    provider: 'oidc',
    title: 'A pipeline on a protected branch',
    story: 'Only some members may push to a protected branch of acme/shop, and the identity trusts each of those branches.',
    expects: accepted,
  },
  {
    id: 'gitlab-unprotected-branch',
    provider: 'oidc',
    title: 'A pipeline on a branch of anybody',
    story: 'The same project, but every developer may put anything into this branch: GitLab says that it is not protected.',
    expects: refused('claim_mismatch'),
    claims: { sub: subject('acme/shop', 'patch-1'), ref: 'patch-1', ref_path: 'refs/heads/patch-1', ref_protected: 'false' },
  },
  {
    id: 'gitlab-merge-request',
    provider: 'oidc',
    title: 'A merge request against a protected branch',
    story: 'It names the protected branch and runs what its author wrote; what started the pipeline tells them apart.',
    expects: refused('claim_mismatch'),
    claims: { pipeline_source: 'merge_request_event', user_login: 'mallory' },
  },
  {
    id: 'gitlab-other-project',
    provider: 'oidc',
    title: 'A project of somebody else',
    story: 'Everybody at GitLab.com has the same issuer: its signature is good, and the subject is that of another project.',
    expects: refused('subject_not_trusted'),
    claims: {
      sub: subject('acme-shop/shop', 'main'),
      project_path: 'acme-shop/shop',
      project_id: '987654',
      namespace_path: 'acme-shop',
      namespace_id: '6543',
      user_login: 'mallory',
    },
  },
]

/** GitLab.com: one issuer that signs who each job is, for the projects of everybody. */
export const simulatedGitlab = (derive: Derive, { now }: Pick<Runtime, 'now'>): SimulatedPlatform => ({
  name: 'GitLab CI/CD',
  personas,
  standsInFor: (host) => host === new URL(issuer).host,
  open(organisationId) {
    const key = deriveIssuerKey(derive(`gitlab ${organisationId} signing key`, 32))
    const gitlab = createOidcIssuer({ issuer, key, now: () => new Date(now()), keepsRequests: false })
    return {
      identities: [
        {
          provider: 'oidc',
          name: 'demo-gitlab',
          description: 'Belongs to the Lab: trusts simulated pipelines on the protected branches of one project.',
          config: {
            issuer,
            audiences: [audience],
            subjects: [subject('acme/shop', '*')],
            claims: [`project_id = ${projectId}`, 'ref_protected = true', 'pipeline_source in push, web, schedule'],
            singleUse: 'jti',
          },
        },
      ],
      fetch: gitlab.fetch,
      async login(personaId, target) {
        return tokenLogin(rowOf(personas, personaId), target, { issuer: gitlab, claims: job, lifetimeSeconds, now: now() })
      },
    }
  },
})

/** What a token of a job says. Source: GitLab, "OpenID Connect (OIDC) Authentication Using ID Tokens". */
const job = {
  sub: subject('acme/shop', 'main'),
  aud: audience,
  project_id: projectId,
  project_path: 'acme/shop',
  namespace_id: '1234',
  namespace_path: 'acme',
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
}

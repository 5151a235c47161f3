import type { ProviderId } from '@bonafide/core'
import { describe, expect, test } from 'vitest'
import { providerForms } from './forms.ts'

const day = 86_400
const tenantId = '1b4e28ba-2fa1-41d2-883f-0016d3cca427'
const aws = (principal: string, more: object = {}) => ['aws_iam', { principals: [principal], ...more }] as const
const azure = (more: object) =>
  ['azure_entra', { tenantId, resource: 'api://bonafide', allowedServicePrincipalIds: [tenantId], ...more }] as const
const good = { issuer: 'https://token.actions.githubusercontent.com', audiences: ['https://bonafide.example'], subjects: ['job:build'] }
const oidc = (more: object) => ['oidc', { ...good, ...more }] as const
const sub = (subject: string, claims: string[] = []) => oidc({ subjects: [subject], claims })
const aud = (audience: string) => oidc({ audiences: [audience] })
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`

type Trust = readonly [provider: ProviderId, config: object]

/** What the linter says of a trust, at most, in one word each; `refused` when it can never be saved. */
function verdictOn([provider, config]: Trust, maxTtlSeconds = day): string[] {
  const { configSchema, lint } = providerForms[provider]
  const parsed = configSchema.safeParse(config)
  if (!parsed.success) return ['refused']
  const findings = (lint as typeof providerForms.oidc.lint)(parsed.data as never, { defaultTtlSeconds: 60, maxTtlSeconds })
  return findings.map(({ severity, code }) => `${severity} ${code}`)
}

const badTrusts: readonly (readonly [string, Trust, string])[] = [
  ['every role of an account', aws(role('*')), 'danger wildcard_role'],
  ['roles that begin alike', aws(role('web-*')), 'warning wildcard_role'],
  ['every user of an account', aws('arn:aws:iam::111122223333:user/*'), 'danger wildcard_user'],
  ['users that begin alike', aws('arn:aws:iam::111122223333:user/ci-*'), 'warning wildcard_user'],
  ['the root user, taken for everybody', aws('arn:aws:iam::111122223333:root'), 'warning root_user_only'],
  ['a role path, which STS drops', aws(role('team/web')), 'info role_path_dropped'],
  ['a session name as protection', aws('arn:aws:sts::111122223333:assumed-role/web/deploy'), 'info session_name_chosen_by_caller'],
  ['a * that would cross a /', aws('arn:aws:sts::111122223333:assumed-role/*/deploy'), 'refused'],
  ['a * for the account', aws('arn:aws:iam::*:role/web'), 'refused'],
  ['everybody', aws('*'), 'refused'],
  ['a signature that is good for long', aws(role('web'), { signatureExpirySeconds: 900 }), 'warning long_signature_expiry'],
  ['a signed request that works again', aws(role('web'), { allowReuse: true }), 'warning reuse_allowed'],
  ['the audience of Azure management', azure({ resource: 'https://management.azure.com/' }), 'warning shared_audience'],
  ['no audience, which is that of management', azure({ resource: undefined }), 'warning shared_audience'],
  ['management of another cloud', azure({ resource: 'https://management.usgovcloudapi.net/' }), 'warning resource_of_other_cloud'],
  ['the audience of Microsoft Graph', azure({ resource: 'https://graph.microsoft.com' }), 'warning borrowed_audience'],
  ['the audience of a vault', azure({ resource: 'https://vault.azure.net' }), 'warning borrowed_audience'],
  ['people of a directory', azure({ allowUserTokens: true }), 'warning user_tokens_allowed'],
  ['the directory of personal accounts', azure({ tenantId: '9188040d-6c67-4c5b-b112-36a304b66dad' }), 'refused'],
  ['an issuer without TLS', oidc({ issuer: 'http://issuer.example' }), 'danger issuer_without_tls'],
  ['no audience', oidc({ audiences: [] }), 'refused'],
  ['the audience of AWS', aud('sts.amazonaws.com'), 'warning borrowed_audience'],
  ['the audience of Entra', aud('api://AzureADTokenExchange'), 'warning borrowed_audience'],
  ['the audience of Azure management', aud('https://management.azure.com/'), 'warning borrowed_audience'],
  ['the audience of a cluster', aud('https://kubernetes.default.svc'), 'warning borrowed_audience'],
  [
    'the audience of Google Cloud',
    aud('//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/g'),
    'warning borrowed_audience',
  ],
  ['the audience that GitHub takes by default', aud('https://github.com/acme'), 'warning borrowed_audience'],
  ['the audience of Sigstore', aud('sigstore'), 'warning borrowed_audience'],
  ['every owner', sub('repo:*/shop:ref:refs/heads/main'), 'refused'],
  ['everybody at all', sub('*'), 'refused'],
  ['owners that begin alike', sub('repo:acme*/shop:ref:refs/heads/main'), 'refused'],
  ['every repository of an owner', sub('repo:acme/*:environment:prod'), 'danger wildcard_subject'],
  ['an owner as a whole', sub('repository_owner:acme'), 'danger wildcard_subject'],
  ['pull requests', sub('repo:acme/shop:pull_request'), 'danger pull_request_trusted'],
  ['every event of a repository', sub('repo:acme/shop:*'), 'danger any_event_trusted'],
  ['every branch', sub('repo:acme/shop:ref:refs/heads/*'), 'warning any_ref_trusted'],
  ['every tag', sub('repo:acme/shop:ref:refs/tags/*'), 'warning any_ref_trusted'],
  ['every environment', sub('repo:acme/shop:environment:*'), 'warning any_environment_trusted'],
  ['a repository by its name alone', sub('repo:acme/shop:ref:refs/heads/main'), 'warning mutable_name'],
  ['events that a fork causes', sub('job:build', ['event_name in push, pull_request_target']), 'danger fork_event_trusted'],
  [
    'workflows of any owner',
    sub('job:build', ['job_workflow_ref like */deploy/.github/workflows/ship.yml@refs/heads/main']),
    'danger wildcard_owner',
  ],
  ['every project of a group', sub('project_path:acme/*:ref_type:branch:ref:main'), 'danger wildcard_subject'],
  ['every branch of a project', sub('project_path:acme/shop:ref_type:branch:ref:*'), 'warning any_ref_trusted'],
  ['every service account of a namespace', sub('system:serviceaccount:shop:*'), 'warning wildcard_subject'],
  ['service accounts of every namespace', sub('system:serviceaccount:*:web'), 'refused'],
  ['a whole trust domain', sub('spiffe://acme.test/*'), 'warning wildcard_subject'],
  ['every trust domain', sub('spiffe://*/web'), 'refused'],
  ['plans, which nobody has reviewed', sub('organization:acme:project:p:workspace:w:run_phase:*'), 'refused'],
  ['every workspace', sub('organization:acme:project:p:workspace:*:run_phase:apply'), 'warning wildcard_subject'],
  ['every role of an account, by its issuer', sub('arn:aws:iam::111122223333:role/*'), 'danger wildcard_subject'],
  ['proofs that live for days', oidc({ maxProofLifetimeSeconds: 7 * day }), 'warning long_lived_proof'],
]

describe('N-25 a table of bad trusts', () => {
  test('has at least forty', () => expect(badTrusts.length).toBeGreaterThanOrEqual(40))

  test.each(badTrusts)('%s is found', (_, trust, finding) => {
    expect(verdictOn(trust)).toContain(finding)
  })

  test.each([
    [day, []],
    [day + 1, ['warning long_lived_tokens']],
    [7 * day, ['warning long_lived_tokens']],
    [8 * day, ['danger long_lived_tokens']],
  ])('tokens of %i seconds', (maxTtlSeconds, expected) => {
    for (const trust of [sub('job:build'), azure({}), aws('arn:aws:iam::111122223333:user/ada')])
      expect(verdictOn(trust, maxTtlSeconds)).toEqual(expected)
  })
})

describe('N-25 what is narrow enough', () => {
  test.each([
    sub('job:build'),
    sub('repo:acme/shop:ref:refs/heads/main', ['repository_id = 1']),
    sub('repo:acme@1/shop@2:environment:prod'),
    sub('repo:acme@1/*:environment:prod', ['repository_id in 1, 2']),
    sub('repo:acme/shop:ref:refs/heads/*', ['repository_id = 1', 'job_workflow_ref like acme/ci/*/*/ship.yml@refs/heads/main']),
    sub('repo:acme/shop:environment:prod', ['repository_id = 1', 'event_name = push']),
    sub('project_path:acme/shop:ref_type:branch:ref:main', ['project_id = 1']),
    sub('spiffe://acme.test/ns/shop/sa/web'),
    azure({}),
    aws('arn:aws:iam::111122223333:user/ada'),
  ])('%j has no finding', (provider, config) => {
    expect(verdictOn([provider, config])).toEqual([])
  })

  test('that a claim exists does not narrow anything', () => {
    expect(verdictOn(sub('repo:acme/*:environment:prod', ['repository exists']))).toContain('danger wildcard_subject')
  })
})

import type { LintFinding } from '@bonafide/core'
import { type Lifetimes, lintLifetimes } from '../lint-lifetimes.ts'
import { lintBreadth, lintRules } from './lint-breadth.ts'
import { parseRule } from './rules.ts'
import type { OidcConfig } from './schema.ts'
import { awsIamFits, isAwsAccountIssuer } from './which-aws.ts'

/** What deserves a second look in an identity of a token issuer. */
export function lintOidc(config: OidcConfig, lifetimes: Lifetimes): LintFinding[] {
  return [
    ...lintIssuer(config),
    ...config.audiences.flatMap(lintAudience),
    ...config.subjects.flatMap((subject, index) => lintSubject(subject, index, config)),
    ...lintBreadth(config),
    ...lintRules(config),
    ...lintKeys(config),
    ...lintAws(config),
    ...lintProofLifetime(config),
    ...lintLifetimes(lifetimes),
  ]
}

function lintIssuer({ issuer, keySource }: OidcConfig): LintFinding[] {
  if (issuer.startsWith('https://') || keySource === 'uploaded') return []
  return [
    {
      code: 'issuer_without_tls',
      severity: 'danger',
      pointer: '/issuer',
      message: 'Whoever sits between this server and the issuer can hand it keys of their own.',
    },
  ]
}

// Audiences that belong to somebody else: whoever gets such a token for its own purpose could show it here.
const borrowed: Record<string, string> = {
  'sts.amazonaws.com': 'AWS',
  'api://AzureADTokenExchange': 'Microsoft Entra',
  'api://AzureADTokenExchangeUSGov': 'Microsoft Entra',
  'api://AzureADTokenExchangeChina': 'Microsoft Entra',
  'aws.workload.identity': 'AWS',
  'azure.workload.identity': 'Microsoft Entra',
  'gcp.workload.identity': 'Google Cloud',
  'https://gitlab.com': 'GitLab itself',
  sigstore: 'the signing service of Sigstore',
  'https://management.azure.com/': 'Azure Resource Manager',
  'https://management.azure.com': 'Azure Resource Manager',
  'https://kubernetes.default.svc': 'the API server of a cluster',
  'https://kubernetes.default.svc.cluster.local': 'the API server of a cluster',
  vault: 'a secret store of another make',
}

function lintAudience(audience: string, index: number): LintFinding[] {
  const owner = Object.hasOwn(borrowed, audience)
    ? borrowed[audience]
    : /^https:\/\/github\.com\/[^/]+$/.test(audience)
      ? 'whatever its owner uses by default'
      : /^(https:)?\/\/iam\.googleapis\.com\//.test(audience)
        ? 'Google Cloud'
        : undefined
  if (owner === undefined) return []
  return [
    {
      code: 'borrowed_audience',
      severity: 'warning',
      pointer: `/audiences/${index}`,
      message: `Tokens for ${audience} are made for ${owner}, and whoever receives one could show it here. Ask for tokens with the address of this server.`,
    },
  ]
}

function lintSubject(subject: string, index: number, config: OidcConfig): LintFinding[] {
  const finding = (code: string, severity: LintFinding['severity'], message: string): LintFinding[] => [
    { code, severity, pointer: `/subjects/${index}`, message },
  ]
  return [
    ...(/^repo:.*:pull_request$/.test(subject)
      ? finding('pull_request_trusted', 'danger', 'Pull requests run what their author wrote before anybody has read it.')
      : []),
    ...(/^repo:[^:]+:\*/.test(subject) && !narrowsEvent(config)
      ? finding(
          'any_event_trusted',
          'danger',
          'This lets in every branch, tag and pull request of the repository. Name a branch or an environment.',
        )
      : []),
    ...(pinnedBy(subject, config)
      ? []
      : finding(
          'mutable_name',
          'warning',
          'The name can be given up and taken by somebody else. Add a rule for the number that stays, such as repository_id, namespace_id or the uid of the account.',
        )),
  ]
}

const narrowsEvent = ({ claims }: OidcConfig): boolean =>
  claims.some((text) =>
    ['ref', 'environment', 'event_name', 'job_workflow_ref', 'workflow_ref'].includes(parseRule(text).rule?.claim ?? ''),
  )

// What is named by people, and the claims that tell two bearers of one name apart.
const pins: readonly { subject: RegExp; claims: readonly string[] }[] = [
  { subject: /^repo:[^@/:]+\/[^@/:]+:/, claims: ['repository_id', 'repository_owner_id'] },
  { subject: /^project_path:/, claims: ['project_id', 'namespace_id'] },
  { subject: /^system:serviceaccount:/, claims: ['/kubernetes.io/serviceaccount/uid'] },
  { subject: /^organization:/, claims: ['terraform_workspace_id', 'terraform_organization_id', 'organization_id', 'pipeline_id'] },
]

function pinnedBy(subject: string, { claims }: OidcConfig): boolean {
  const known = pins.find((one) => one.subject.test(subject))
  if (!known) return true
  return claims.some((text) => {
    const { rule } = parseRule(text)
    return rule !== undefined && known.claims.includes(rule.claim) && (rule.operator === '=' || rule.operator === 'in')
  })
}

function lintKeys({ keySource }: OidcConfig): LintFinding[] {
  if (keySource !== 'uploaded') return []
  return [
    {
      code: 'uploaded_keys',
      severity: 'info',
      pointer: '/jwks',
      message: 'Nobody tells this server when the issuer changes its keys: upload the new ones before they are used.',
    },
  ]
}

// Both prove that somebody is a role of AWS, and only one of them needs nothing there.
function lintAws({ issuer }: OidcConfig): LintFinding[] {
  if (!isAwsAccountIssuer(issuer)) return []
  return [{ code: 'aws_iam_fits', severity: 'info', pointer: '/issuer', message: awsIamFits }]
}

const day = 86_400

function lintProofLifetime({ maxProofLifetimeSeconds }: OidcConfig): LintFinding[] {
  if (maxProofLifetimeSeconds <= day) return []
  return [
    {
      code: 'long_lived_proof',
      severity: 'warning',
      pointer: '/maxProofLifetimeSeconds',
      message: 'A token that lives for days is a stored secret again: whoever finds it can log in with it.',
    },
  ]
}

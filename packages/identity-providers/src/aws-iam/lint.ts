import type { LintFinding } from '@bonafide/core'
import { type Lifetimes, lintLifetimes } from '../lint-lifetimes.ts'
import { type PrincipalArn, readTrustedPrincipal } from './arn.ts'
import type { AwsIamConfig } from './schema.ts'

type Rule = (principal: PrincipalArn) => Omit<LintFinding, 'pointer'> | undefined

const rules: Rule[] = [
  ({ kind, segments, account }) =>
    kind === 'role'
      ? { code: 'any_session', severity: 'info', message: `Will match any session of role ${segments.at(-1)} in ${account}.` }
      : undefined,
  ({ kind, segments }) =>
    kind === 'role' && segments.length > 1
      ? {
          code: 'role_path_dropped',
          severity: 'info',
          message: `STS leaves out the path of a role, so /${segments.slice(0, -1).join('/')}/ takes no part in the comparison.`,
        }
      : undefined,
  ({ kind, segments, account }) => wildcardFinding(kind, segments.at(-1) ?? '', account),
  ({ kind, segments }) =>
    kind === 'assumed-role' && segments[1] !== '*'
      ? {
          code: 'session_name_chosen_by_caller',
          severity: 'info',
          message: 'Whoever assumes a role chooses the session name: it tells sessions apart, it does not protect.',
        }
      : undefined,
  ({ kind }) =>
    kind === 'root'
      ? { code: 'root_user_only', severity: 'warning', message: 'This is only the root user, not everybody in the account.' }
      : undefined,
]

/** What deserves a second look in an AWS IAM identity. */
export function lintAwsIam(config: AwsIamConfig, lifetimes: Lifetimes): LintFinding[] {
  const ofPrincipals = config.principals.flatMap((arn, index) => {
    const { principal } = readTrustedPrincipal(arn)
    if (!principal) return []
    return rules.flatMap((rule) => {
      const finding = rule(principal)
      return finding ? [{ ...finding, pointer: `/principals/${index}` }] : []
    })
  })
  return [...ofPrincipals, ...lintFreshness(config), ...lintLifetimes(lifetimes)]
}

function wildcardFinding(kind: PrincipalArn['kind'], last: string, account: string): Omit<LintFinding, 'pointer'> | undefined {
  if (!last.includes('*') || kind === 'assumed-role') return undefined
  const everyone = last === '*'
  return {
    code: kind === 'role' ? 'wildcard_role' : 'wildcard_user',
    severity: everyone ? 'danger' : 'warning',
    message: everyone
      ? `Every ${kind} in ${account} is trusted, those to come as well.`
      : `Whoever may create a ${kind} called ${last} in ${account} is trusted.`,
  }
}

function lintFreshness(config: AwsIamConfig): LintFinding[] {
  const findings: LintFinding[] = []
  if (config.signatureExpirySeconds > 300) {
    findings.push({
      code: 'long_signature_expiry',
      severity: 'warning',
      pointer: '/signatureExpirySeconds',
      message: 'A stolen request stays good for this long. 60 seconds are enough for machines whose clocks are right.',
    })
  }
  if (config.allowReuse) {
    findings.push({
      code: 'reuse_allowed',
      severity: 'warning',
      pointer: '/allowReuse',
      message: 'A request that is seen by somebody else can be sent again until its signature expires.',
    })
  }
  return findings
}

import { DomainError, type FieldProblem } from '../errors.ts'
import { failed, type Step } from '../exchange/trace.ts'
import type { ExternalIdentity } from '../external-identities/identity.ts'
import type { IdentityProvider, LintFinding } from '../external-identities/provider.ts'
import { notAllowed } from './issuers.ts'
import { blockingFindings, type TrustPolicy } from './trust-policy.ts'

/**
 * Fails with `blocked_by_policy`, naming every reason, when the policy keeps an identity from being saved. Identities of the Lab are spared:
 * nobody outside vouches for them, and no account but a simulated one ever meets them.
 */
export function requireAllowedByPolicy(identity: ExternalIdentity, provider: IdentityProvider, policy: TrustPolicy): void {
  const config = provider.configSchema.safeParse(identity.config)
  // What is not valid trusts nobody.
  if (identity.simulated || !config.success) return
  const issuers = notAllowed(provider.issuers(config.data), policy.allowedIssuers)
  const findings = blockingFindings(provider.lint(config.data, identity), policy)
  if (issuers.length === 0 && findings.length === 0) return
  const strangers = [...new Set(issuers.map(({ names }) => names[0] ?? ''))]
  const reasons = [
    ...(strangers.length > 0 ? [`${listed(strangers)} ${strangers.length === 1 ? 'is' : 'are'} not among its issuers`] : []),
    ...(findings.length > 0 ? [`it keeps out what is found here: ${listed(findings.map(({ code }) => code))}`] : []),
  ]
  throw new DomainError(
    'blocked_by_policy',
    `The trust policy of the organisation does not allow this: ${reasons.join(', and ')}. Change the identity, or ask somebody who may change the policy.`,
    { fields: [...issuers.map(issuerProblem), ...findings.map(findingProblem)] },
  )
}

const issuerProblem = ({ pointer, names }: { pointer: string; names: readonly string[] }): FieldProblem => ({
  pointer: `/config${pointer}`,
  message: `The issuer ${names[0] ?? ''} is not among those that the trust policy of the organisation allows.`,
})

const findingProblem = ({ code, pointer, message }: LintFinding): FieldProblem => ({
  pointer: pointer === '/maxTtlSeconds' ? pointer : `/config${pointer}`,
  message: `${message} The trust policy of the organisation does not allow it (${code}).`,
})

const mostListed = 5

function listed(words: readonly string[]): string {
  const unique = [...new Set(words)]
  const shown = unique.slice(0, mostListed).join(', ')
  return unique.length > mostListed ? `${shown} and ${unique.length - mostListed} more` : shown
}

/** The failed step of an identity whose issuer is not allowed any more; undefined when it may be judged. Findings never refuse anybody. */
export function refusalByPolicy(provider: IdentityProvider, config: unknown, allowedIssuers: readonly string[]): Step | undefined {
  const strangers = notAllowed(provider.issuers(config), allowedIssuers)
  if (strangers.length === 0) return undefined
  return failed('endpoint_allowed', 'issuer_blocked', {
    expected: listed(allowedIssuers),
    received: listed(strangers.map(({ names }) => names[0] ?? '')),
    detail: 'The trust policy of the organisation does not allow whom this identity trusts.',
  })
}

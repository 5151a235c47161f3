import type { SignedInContext } from '../context.ts'
import type { ExternalIdentity } from '../external-identities/identity.ts'
import type { LintFinding } from '../external-identities/provider.ts'
import type { Stores } from '../stores.ts'
import { notAllowed } from './issuers.ts'
import { blockingFindings, type TrustPolicy } from './trust-policy.ts'

/** What a policy means for one identity that is there already. */
export interface PolicyImpact {
  identity: ExternalIdentity
  /** Whom it trusts and must not: every login by it would be refused. */
  refusedIssuers: string[]
  /** It goes on working, and cannot be saved as it is. */
  blockingFindings: LintFinding[]
}

const batchSize = 500

/** The identities that a policy concerns: first those that would be refused, then those that could not be saved as they are. */
export async function impactOf(
  policy: Pick<TrustPolicy, 'blockedSeverity' | 'allowedIssuers'>,
  stores: Stores,
  context: SignedInContext,
): Promise<PolicyImpact[]> {
  const impacts: PolicyImpact[] = []
  let after: string | undefined
  do {
    const batch: ExternalIdentity[] = await stores.externalIdentities.listReal(context.actor.organisationId, after, batchSize)
    impacts.push(...batch.flatMap((identity) => impactOn(identity, policy, context)))
    after = batch.length < batchSize ? undefined : batch.at(-1)?.id
  } while (after !== undefined)
  return [...impacts.filter(isRefused), ...impacts.filter((impact) => !isRefused(impact))]
}

export const isRefused = ({ refusedIssuers }: PolicyImpact): boolean => refusedIssuers.length > 0

function impactOn(
  identity: ExternalIdentity,
  policy: Pick<TrustPolicy, 'blockedSeverity' | 'allowedIssuers'>,
  { providers }: SignedInContext,
): PolicyImpact[] {
  const provider = providers[identity.provider]
  const config = provider.configSchema.safeParse(identity.config)
  // What is not valid is refused by itself, and so is what is disabled.
  if (!config.success) return []
  const strangers = identity.enabled ? notAllowed(provider.issuers(config.data), policy.allowedIssuers) : []
  const impact: PolicyImpact = {
    identity,
    refusedIssuers: [...new Set(strangers.map(({ names }) => names[0] ?? ''))],
    blockingFindings: blockingFindings(provider.lint(config.data, identity), policy),
  }
  return impact.refusedIssuers.length + impact.blockingFindings.length > 0 ? [impact] : []
}

import type { SignedInContext } from '../context.ts'
import { isDomainError } from '../errors.ts'
import type { ExternalIdentity, ParsedIdentity } from '../external-identities/identity.ts'
import type { IdentityProvider, Principal } from '../external-identities/provider.ts'
import { networkOf } from '../lab/network.ts'
import { refusalByPolicy } from '../trust-policy/enforce.ts'
import type { TrustPolicy } from '../trust-policy/trust-policy.ts'
import { askingOnce } from './asking-once.ts'
import { reportOnlyIds, withReportOnly } from './report-only.ts'
import { completeTrace, failed, firstFailure, firstReported, type Step } from './trace.ts'

/** How one identity would have judged the proof. */
export interface TryOutAttempt {
  identityId: string
  identityName: string
  accepted: boolean
  /** Accepted by report-only alone. */
  reported: boolean
  steps: Step[]
}

export interface TryOut {
  principal: Principal | null
  attempts: TryOutAttempt[]
  /** When the proof ended, in milliseconds; set where it was judged all the same. */
  expiredAt?: number
}

export type TriedIdentity = Pick<ExternalIdentity, 'id' | 'name' | 'enabled' | 'simulated' | 'config'> & { reportOnly: boolean }

/** An identity as it would be heard. */
export const triedAs = ({ reportOnlySince, ...identity }: ExternalIdentity): TriedIdentity => ({
  ...identity,
  reportOnly: reportOnlySince !== null,
})

interface Proof {
  proof: unknown
  /** Only a signed server binding depends on it. */
  serviceAccountId: string | undefined
  /** An expired token is judged as when it was made. */
  toleratesExpiry: boolean
}

/** What each identity says of a proof, as it would at a login: the platform is asked, nothing is minted, nothing of the proof is kept. */
export async function judgeProof(
  provider: IdentityProvider,
  { proof, serviceAccountId = '', toleratesExpiry }: Proof,
  identities: readonly TriedIdentity[],
  context: SignedInContext,
): Promise<TryOut> {
  const serverHost = new URL(context.settings.publicUrl).host
  const refused = refusedByPolicy(provider, identities, await context.stores.trustPolicies.find(context.actor.organisationId))
  const asked = identities.filter((one) => !refused.has(one.id))
  const worlds = worldsOf(asked, context)
  const answers = await Promise.allSettled(
    worlds.map(({ simulated, members }) => {
      const network = askingOnce(networkOf({ simulated, organisationId: context.actor.organisationId }, context))
      return provider.verify(proof, parsed(provider, members), { ...network, serviceAccountId, serverHost, toleratesExpiry })
    }),
  )
  const verifications = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
  const unanswered = worlds.flatMap(({ members }, index) => stepsWithout(answers[index], members, verifications.length > 0))
  const tried = parsed(provider, asked)
  const reportOnly = reportOnlyIds(asked)
  const judgements = verifications.flatMap((verification) => withReportOnly(provider, tried, reportOnly, verification))
  const stepsOf = new Map([...refused, ...unanswered, ...judgements.map((judgement) => [judgement.identityId, judgement.steps] as const)])
  return {
    principal: verifications.find(({ principal }) => principal)?.principal ?? null,
    expiredAt: verifications.find(({ expiredAt }) => expiredAt !== undefined)?.expiredAt,
    attempts: identities.map(({ id, name, enabled }) => {
      const steps = stepsOf.get(id) ?? [failed('identity_bound', enabled ? 'identity_misconfigured' : 'identity_disabled')]
      return { identityId: id, identityName: name, ...verdictOf(steps), steps: completeTrace(steps) }
    }),
  }
}

/** A platform that cannot be asked is told of the identities whom it concerns, as long as others could be judged; otherwise it is the answer. */
function stepsWithout(
  answer: PromiseSettledResult<unknown> | undefined,
  members: readonly TriedIdentity[],
  othersWereJudged: boolean,
): [string, Step[]][] {
  if (answer?.status !== 'rejected') return []
  const { reason } = answer
  if (!othersWereJudged || !isDomainError(reason)) throw reason
  return members.map(({ id }) => [id, [failed('proof_valid', reason.code, { detail: reason.note ?? reason.message })]])
}

const verdictOf = (steps: readonly Step[]) => ({ accepted: !firstFailure(steps), reported: firstReported(steps) !== undefined })

/** Real and simulated identities are asked apart, each over their own network; simulated ones not at all where the Lab is off. */
function worldsOf(identities: readonly TriedIdentity[], { lab }: SignedInContext) {
  const simulated = identities.filter((identity) => identity.simulated)
  const real = identities.filter((identity) => !identity.simulated)
  return [
    ...(real.length > 0 || simulated.length === 0 ? [{ simulated: false, members: real }] : []),
    ...(lab && simulated.length > 0 ? [{ simulated: true, members: simulated }] : []),
  ]
}

/** The steps of identities whose issuer the organisation does not allow: they are told, and nobody is asked. */
function refusedByPolicy(
  provider: IdentityProvider,
  identities: readonly TriedIdentity[],
  { allowedIssuers }: TrustPolicy,
): Map<string, Step[]> {
  const refusals = identities.flatMap(({ id, enabled, simulated, config: stored }) => {
    const config = provider.configSchema.safeParse(stored)
    const refusal = config.success && enabled && !simulated ? refusalByPolicy(provider, config.data, allowedIssuers) : undefined
    return refusal ? [{ id, steps: [refusal] }] : []
  })
  return new Map(refusals.map(({ id, steps }) => [id, steps]))
}

const parsed = (provider: IdentityProvider, identities: readonly TriedIdentity[]): ParsedIdentity<unknown>[] =>
  identities.flatMap(({ id, enabled, simulated, config: stored }) => {
    const config = provider.configSchema.safeParse(stored)
    return config.success && enabled ? [{ id, config: config.data, simulated }] : []
  })

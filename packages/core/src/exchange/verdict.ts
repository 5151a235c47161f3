import type { Verification } from '../external-identities/provider.ts'
import type { CandidateIdentity } from './store.ts'
import { firstFailure, firstReported, type ReasonCode, type Step, type StepName, stepNames } from './trace.ts'
import { ttlAllowed } from './ttl.ts'

/** What all judgements together mean: the identity that lets the caller in, or the one that came nearest. */
export type Verdict =
  | { trusted: true; identity: CandidateIdentity; steps: Step[] }
  | { trusted: false; identity: CandidateIdentity | null; steps: Step[]; step: StepName; code: ReasonCode }

const place = (step: StepName): number => stepNames.indexOf(step)

/**
 * Every identity is heard and their order does not matter: of those that trust the caller, one that may grant the requested lifetime is
 * preferred; of those that do not, the one whose first failure came latest is the nearest miss.
 */
export function reachVerdict(
  identities: readonly CandidateIdentity[],
  verification: Pick<Verification, 'judgements'>,
  ttlSeconds: number | undefined,
): Verdict {
  const heard = verification.judgements.flatMap((judgement) => {
    const identity = identities.find((candidate) => candidate.id === judgement.identityId)
    return identity ? [{ identity, steps: judgement.steps, failure: firstFailure(judgement.steps) }] : []
  })
  const trusting = heard.filter((one) => one.failure === undefined)
  // Who is trusted without report-only needs none of it.
  const wholly = trusting.filter((one) => firstReported(one.steps) === undefined)
  const preferred = wholly.length > 0 ? wholly : trusting
  const chosen = preferred.find((one) => ttlAllowed(one.identity, ttlSeconds)) ?? preferred[0]
  if (chosen) return { trusted: true, identity: chosen.identity, steps: chosen.steps }

  const nearest = heard.reduce<(typeof heard)[number] | undefined>(
    (best, one) => (best?.failure && one.failure && place(best.failure.name) >= place(one.failure.name) ? best : one),
    undefined,
  )
  if (!nearest?.failure) return { trusted: false, identity: null, steps: [], step: 'identity_bound', code: 'no_identity_bound' }
  return {
    trusted: false,
    identity: nearest.identity,
    steps: nearest.steps,
    step: nearest.failure.name,
    code: nearest.failure.code ?? 'login_denied',
  }
}

import type { IdentityProvider, Testimony } from '../external-identities/provider.ts'
import { refusalByPolicy } from '../trust-policy/enforce.ts'
import { reportInstead } from './report-only.ts'
import type { CandidateIdentity } from './store.ts'
import { requestedTtlIn } from './testimony.ts'
import { failed, firstReported, type Step } from './trace.ts'
import { ttlAllowed } from './ttl.ts'
import { reachVerdict } from './verdict.ts'

/** What some identities together would say to an attempt. `step`: the check that refuses, or that only report-only lets through. */
export type Replayed =
  | { kind: 'trusted' | 'reported' | 'refused'; identityId: string | null; step: Step | null }
  /** Other keys are to vouch than did, or the row cannot be read any more. */
  | { kind: 'undecided'; identityId: null; step: null }

const undecided: Replayed = { kind: 'undecided', identityId: null, step: null }

/** An identity whose configuration has been read, once for many attempts. */
export interface Replayable {
  identity: CandidateIdentity
  judge(testimony: Testimony): Step[] | null
}

/** `allowedIssuers`: those of the trust policy as it is now; empty: any. */
export function replayable(provider: IdentityProvider, identity: CandidateIdentity, allowedIssuers: readonly string[]): Replayable {
  const { enabled, reportOnly } = identity
  const config = provider.configSchema.safeParse(identity.config)
  if (!enabled) return { identity, judge: () => [failed('identity_bound', 'identity_disabled')] }
  if (!config.success) return { identity, judge: () => [failed('identity_bound', 'identity_misconfigured')] }
  const blocked = refusalByPolicy(provider, config.data, allowedIssuers)
  if (blocked) return { identity, judge: () => [blocked] }
  return {
    identity,
    judge(testimony) {
      const steps = provider.judgeAgain(config.data, testimony)
      return steps && reportOnly ? reportInstead(provider, config.data, steps, testimony) : steps
    },
  }
}

/** Judges an attempt of the past again, as of then, by the functions of an exchange: the same testimony and identities always give the same. */
export function replay(bound: readonly Replayable[], testimony: Testimony): Replayed {
  const judged = bound.map(({ identity, judge }) => ({ identityId: identity.id, steps: judge(testimony) }))
  const identities = bound.map(({ identity }) => identity)
  const known = judged.flatMap(({ identityId, steps }) => (steps ? [{ identityId, steps }] : []))
  const ttlSeconds = requestedTtlIn(testimony)
  const verdict = reachVerdict(identities, { judgements: known }, ttlSeconds)
  const isReported = verdict.trusted && firstReported(verdict.steps) !== undefined
  // Who is trusted by one needs no other; who is not might have been, by an identity that cannot be asked.
  if (known.length < judged.length && !(verdict.trusted && !isReported)) return undecided
  if (!verdict.trusted) {
    const { identity, steps, step, code } = verdict
    return {
      kind: 'refused',
      identityId: identity?.id ?? null,
      step: steps.find(({ status }) => status === 'failed') ?? failed(step, code),
    }
  }
  const { identity, steps } = verdict
  if (!ttlAllowed(identity, ttlSeconds)) {
    const more = { expected: `at most ${identity.maxTtlSeconds} s`, received: `${ttlSeconds} s` }
    return { kind: 'refused', identityId: identity.id, step: failed('lifetime', 'ttl_exceeds_max', more) }
  }
  return { kind: isReported ? 'reported' : 'trusted', identityId: identity.id, step: firstReported(steps) ?? null }
}

/** Two answers of one identity that no other identity can tell apart. */
export const alike = (before: Replayed, after: Replayed): boolean => before.kind === after.kind && before.step?.name === after.step?.name

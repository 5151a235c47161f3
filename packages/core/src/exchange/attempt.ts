import type { Context } from '../context.ts'
import type { DomainError } from '../errors.ts'
import type { IdentityProvider, Verification } from '../external-identities/provider.ts'
import { newId } from '../runtime.ts'
import { refusalFor } from './refusals.ts'
import type { ExchangeRequest } from './request.ts'
import type { CandidateAccount, CandidateIdentity, Candidates, Exchange } from './store.ts'
import { keptTestimony } from './testimony.ts'
import { completeTrace, passed, type ReasonCode, type Step, type StepName } from './trace.ts'

/** One exchange under way: its id, how long its steps took, and the columns that every outcome shares. */
export interface Attempt {
  id: string
  /** Milliseconds per step, of those that take any. */
  took: Partial<Record<StepName, number>>
  /** Does the work of a step and notes how long it took, also when it fails. */
  timed<Result>(step: StepName, work: () => Promise<Result>): Promise<Result>
  row(): Pick<Exchange, 'id' | 'provider' | 'ip' | 'userAgent' | 'requestId' | 'durationMs'>
}

/** What is known by the time an exchange is decided. */
export interface Known {
  request: ExchangeRequest
  candidates: Candidates
  verification: Verification
}

export interface Refusal {
  /** The step that failed, and why. */
  step: StepName
  code: ReasonCode
  steps: Step[]
  /** The identity that came nearest. */
  identity: CandidateIdentity | null
}

export function beginAttempt(provider: IdentityProvider, { runtime, request }: Context): Attempt {
  const startedAt = runtime.now()
  const id = newId(runtime)
  const { ip, userAgent, id: requestId } = request
  const durationMs = () => Math.max(0, Math.round(runtime.now() - startedAt))
  const took: Attempt['took'] = {}
  const timed: Attempt['timed'] = async (step, work) => {
    const stepStartedAt = runtime.now()
    try {
      return await work()
    } finally {
      took[step] = Math.max(0, runtime.now() - stepStartedAt)
    }
  }
  return { id, took, timed, row: () => ({ id, provider: provider.form.id, ip, userAgent, requestId, durationMs: durationMs() }) }
}

/** The steps that are behind whoever is judged by an identity. */
export const openingSteps = (account: CandidateAccount, identity: CandidateIdentity): Step[] => [
  passed('request_readable'),
  passed('account_usable', { received: account.name }),
  passed('identity_bound', { received: identity.name }),
]

/** Keeps a refusal and answers what the caller is told of it. */
export async function refuse(
  attempt: Attempt,
  refusal: Refusal,
  { candidates, verification }: Known,
  context: Context,
): Promise<DomainError> {
  const { account } = candidates
  const { identity } = refusal
  const opening = account && identity ? openingSteps(account, identity) : [passed('request_readable')]
  const failedSteps = new Set(refusal.steps.map((step) => step.name))
  const steps = [...opening.filter((step) => !failedSteps.has(step.name)), ...refusal.steps]
  await keepRefusal(attempt, { ...refusal, steps }, candidates, verification, context)
  return refusalFor(refusal.step, refusal.code, account && identity ? verification.principal : null)
}

/** Writes the row of a refusal. */
export const keepRefusal = (
  attempt: Attempt,
  { code, steps, identity }: Refusal,
  { account }: Candidates,
  verification: Verification | null,
  context: Context,
): Promise<void> =>
  context.stores.exchanges.refuse(
    {
      ...attempt.row(),
      organisationId: account?.organisationId ?? null,
      outcome: 'refused',
      code,
      serviceAccountId: account?.id ?? null,
      externalIdentityId: identity?.id ?? null,
      identityVersion: identity?.version ?? null,
      tokenId: null,
      principal: verification?.principal?.name ?? null,
      ttlSeconds: null,
      steps: completeTrace(steps, attempt.took),
    },
    account && keptTestimony(verification),
  )

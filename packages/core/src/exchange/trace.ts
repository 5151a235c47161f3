import type { ErrorCode } from '../errors.ts'

/** The eleven steps of every exchange, in the order in which they are told. */
export const stepNames = [
  'request_readable',
  'account_usable',
  'identity_bound',
  'fresh',
  'endpoint_allowed',
  'proof_valid',
  'audience',
  'trust',
  'network',
  'lifetime',
  'mint',
] as const
export type StepName = (typeof stepNames)[number]

/** Why a step failed; the administrators' vocabulary, wider than what a caller is told. */
export type ReasonCode =
  | ErrorCode
  | 'account_not_found'
  | 'account_disabled'
  | 'no_identity_bound'
  | 'identity_disabled'
  | 'identity_misconfigured'
  | 'signature_expired'
  | 'clock_skew'
  | 'replayed'
  | 'server_binding_missing'
  | 'server_binding_mismatch'
  | 'sts_endpoint_mismatch'
  | 'issuer_not_allowed'
  | 'issuer_blocked'
  | 'signature_invalid'
  | 'sts_rejected'
  | 'jwks_unreachable'
  | 'key_not_found'
  | 'token_review_denied'
  | 'token_review_failed'
  | 'token_expired'
  | 'token_type_not_allowed'
  | 'tenant_mismatch'
  | 'principal_recreated'

/** `reported`: failed, and let through all the same because the identity is report-only. */
export type StepStatus = 'passed' | 'failed' | 'skipped' | 'reported'

/** One check of an exchange. `expected` and `received` are for administrators; they never hold a secret, a signature or a token. */
export interface Step {
  name: StepName
  status: StepStatus
  code?: ReasonCode
  detail?: string
  expected?: string
  received?: string
  milliseconds?: number
}

export const passed = (name: StepName, more: Partial<Omit<Step, 'name' | 'status' | 'code'>> = {}): Step => ({
  name,
  status: 'passed',
  ...more,
})

export const failed = (name: StepName, code: ReasonCode, more: Partial<Omit<Step, 'name' | 'status' | 'code'>> = {}): Step => ({
  name,
  status: 'failed',
  code,
  ...more,
})

/** The steps in their order, every missing one filled in as skipped, with the milliseconds that each `took`. */
export function completeTrace(steps: readonly Step[], took: Partial<Record<StepName, number>> = {}): Step[] {
  const byName = new Map(steps.map((step) => [step.name, step]))
  return stepNames.map((name) => {
    const step = byName.get(name)
    if (!step) return { name, status: 'skipped' }
    return took[name] === undefined ? step : { ...step, milliseconds: took[name] }
  })
}

export const firstFailure = (steps: readonly Step[]): Step | undefined => steps.find((step) => step.status === 'failed')

/** The check that only report-only let through, if any. */
export const firstReported = (steps: readonly Step[]): Step | undefined => steps.find((step) => step.status === 'reported')

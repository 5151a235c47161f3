import { DomainError, type ErrorCode } from '../errors.ts'
import type { Principal } from '../external-identities/provider.ts'
import type { ReasonCode, StepName } from './trace.ts'

/** Before the platform has vouched for it, a caller learns nothing: one status, one body, whatever the reason. */
export const loginDenied = (): DomainError =>
  new DomainError('login_denied', 'The login was refused. An administrator can see why under Exchanges, by the request id.')

/** What the steps after the platform's word are called towards the caller. Everything else is `login_denied`. */
const told: Partial<Record<StepName, Partial<Record<ReasonCode, ErrorCode>>>> = {
  // A token whose tenant is not that of its issuer was never made by Entra: nothing vouches for its bearer.
  audience: { audience_mismatch: 'audience_mismatch' },
  trust: {
    principal_not_trusted: 'principal_not_trusted',
    principal_recreated: 'principal_not_trusted',
    subject_not_trusted: 'subject_not_trusted',
    claim_mismatch: 'claim_mismatch',
  },
  network: { network_denied: 'network_denied' },
}

const sentences: Partial<Record<ErrorCode, string>> = {
  audience_mismatch:
    'Your token was not issued for this server. Ask your platform for a token with the audience that the identity expects.',
  network_denied: 'Your address may not log in to this account.',
}

/** The answer to a refused caller: nothing of ours, and of its own only what its platform has confirmed. */
export function refusalFor(step: StepName, code: ReasonCode, principal: Principal | null): DomainError {
  const word = principal ? told[step]?.[code] : undefined
  if (!word || !principal) return loginDenied()
  const sentence = sentences[word] ?? `You are ${principal.name}, and no identity bound to this account trusts that.`
  return new DomainError(word, sentence, { caller: { principal: principal.name, ...principal.claims } })
}

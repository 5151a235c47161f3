import type { StepName } from './operations.generated.ts'

/** The checks of every exchange, as people read them. */
export const stepTitles: Record<StepName, string> = {
  request_readable: 'Request readable',
  account_usable: 'Service account usable',
  identity_bound: 'Identity bound',
  fresh: 'Fresh, not replayed',
  endpoint_allowed: 'Endpoint or issuer allowed',
  proof_valid: 'Proof valid',
  audience: 'Audience',
  trust: 'Trust rules',
  network: 'Network policy',
  lifetime: 'Lifetime',
  mint: 'Token minted',
}

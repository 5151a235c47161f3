import type { ReasonCode } from '@bonafide/core'

/** Reasons that only other doors give; no exchange ends with them. */
type NotOfExchanges =
  | 'server_encryption_required'
  | 'client_keys_required'
  | 'sealed_secret'
  | 'unauthenticated'
  | 'forbidden'
  | 'blocked_by_policy'
  | 'lab_off'
  | 'destination_failed'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'too_large'
  | 'unsupported_media_type'

export type ExchangeReason = Exclude<ReasonCode, NotOfExchanges>

/** What lists call a reason. */
export const reasonTitles: Record<ExchangeReason, string> = {
  malformed_request: 'request not readable',
  unsupported_provider: 'unknown platform',
  account_not_found: 'account unknown',
  account_disabled: 'account disabled',
  server_keys_required: 'client-managed keys',
  no_identity_bound: 'no identity bound',
  identity_disabled: 'identity disabled',
  identity_misconfigured: 'identity not valid',
  signature_expired: 'signature too old',
  clock_skew: 'clock ahead',
  replayed: 'used before',
  server_binding_missing: 'server not named',
  server_binding_mismatch: 'made for another server',
  sts_endpoint_mismatch: 'other STS endpoint',
  issuer_not_allowed: 'other issuer',
  issuer_blocked: 'blocked by the trust policy',
  signature_invalid: 'signature wrong',
  sts_rejected: 'AWS said no',
  jwks_unreachable: 'keys out of reach',
  key_not_found: 'key unknown',
  token_review_denied: 'cluster said no',
  token_review_failed: 'cluster out of reach',
  token_expired: 'token too old',
  token_type_not_allowed: 'wrong kind of token',
  upstream_timeout: 'platform too slow',
  upstream_error: 'platform failed',
  unavailable: 'platform busy',
  audience_mismatch: 'other audience',
  tenant_mismatch: 'other tenant',
  principal_not_trusted: 'not trusted',
  principal_recreated: 'made anew',
  subject_not_trusted: 'subject not trusted',
  claim_mismatch: 'claim differs',
  network_denied: 'address not allowed',
  ttl_invalid: 'lifetime not valid',
  ttl_exceeds_max: 'lifetime too long',
  scope_invalid: 'scope not understood',
  target_unreachable: 'scope out of reach',
  mint_failed: 'token not made',
  rate_limited: 'too many attempts',
  login_denied: 'refused',
  internal_error: 'error of this server',
}

/** Codes of later versions are shown as they are. */
export const titleOf = (code: string): string => (Object.hasOwn(reasonTitles, code) ? reasonTitles[code as ExchangeReason] : code)

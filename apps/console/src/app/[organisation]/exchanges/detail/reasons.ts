import type { ExchangeReason } from '../reason-titles.ts'

/** What a reason means, and what to do about it. */
interface Reason {
  meaning: string
  remedy: string
}

const reasons: Record<ExchangeReason, Reason> = {
  malformed_request: {
    meaning: 'The request did not have the shape of a login.',
    remedy: 'Compare what the workload sends with the commands under Developers, or use the command line, which builds it for you.',
  },
  unsupported_provider: {
    meaning: 'The request names a platform that this server does not know.',
    remedy: 'Use one of the providers that External Identities offers.',
  },
  account_not_found: {
    meaning: 'The request names a service account that does not exist, or was deleted.',
    remedy: 'Copy the id from the page of the service account into the configuration of the workload.',
  },
  account_disabled: {
    meaning: 'The service account is disabled, so nobody may become it.',
    remedy: 'Enable it again if its workloads should log in; otherwise stop them from trying.',
  },
  server_keys_required: {
    meaning: 'The service account manages its keys itself, so the server cannot make a token for it.',
    remedy: 'Switch on server-side key management on the page of the service account.',
  },
  no_identity_bound: {
    meaning: 'No external identity of this platform is bound to the service account.',
    remedy: 'Bind one that trusts the workload, or create it.',
  },
  identity_disabled: {
    meaning: 'The external identity that would judge this workload is disabled, or was unbound while it was judging.',
    remedy: 'Enable or bind it again if its workloads should log in.',
  },
  identity_misconfigured: {
    meaning: 'What is stored for the external identity is not a valid configuration.',
    remedy: 'Open the identity, mend what it complains about and save it.',
  },
  signature_expired: {
    meaning: 'The request was signed longer ago than the identity allows; it may have been copied on its way.',
    remedy: 'Let the workload sign a new request for each login. If signing is slow by design, raise the signature expiry of the identity.',
  },
  clock_skew: {
    meaning: 'The proof comes from the future: the clock of the workload is ahead of ours.',
    remedy: 'Synchronise the clock of the machine (NTP).',
  },
  replayed: {
    meaning: 'This very proof has been used already; each may be used once.',
    remedy: 'If the workload sent it twice, let it sign again. If it did not, somebody has a copy of it: look at where it came from.',
  },
  server_binding_missing: {
    meaning: 'The identity asks that a request names this server under its signature, and this one does not.',
    remedy: 'Log in with the bonafide command, or stop requiring the binding on the identity.',
  },
  server_binding_mismatch: {
    meaning: 'The request names another server or account, or the name is not signed.',
    remedy: 'Check the address and the service account that the workload is configured with.',
  },
  sts_endpoint_mismatch: {
    meaning: 'The request was signed for another endpoint of AWS STS than the identity accepts.',
    remedy: 'Set the region of the workload to that of the endpoint, or let the identity accept any endpoint.',
  },
  issuer_not_allowed: {
    meaning: 'The token was issued by somebody whom the identity does not name: another tenant, or another cloud.',
    remedy: 'Check tenant id and cloud of the identity against the token of the workload.',
  },
  issuer_blocked: {
    meaning: 'The trust policy of the organisation does not allow whom the identity trusts, so nobody was asked about the proof.',
    remedy: 'If its workloads should log in, somebody who may update the organisation can allow the issuer under Settings, Trust policy.',
  },
  signature_invalid: {
    meaning: 'The signature does not fit: whoever sent this does not hold the key it names.',
    remedy: 'Check the credentials of the workload. If nobody of yours sent it, nothing has to be done: it was refused.',
  },
  sts_rejected: {
    meaning: 'AWS STS did not accept the signed request.',
    remedy: 'Check that the credentials of the workload are live and belong to the region it signs for.',
  },
  jwks_unreachable: {
    meaning: 'The public keys of the issuer could not be fetched.',
    remedy: 'Check that this server reaches the issuer. Workloads may try again as soon as it does.',
  },
  key_not_found: {
    meaning: 'The token names a key that its issuer does not publish.',
    remedy: 'Ask the platform for a new token. If it stays, the token does not come from where it claims.',
  },
  token_review_denied: {
    meaning:
      'The API server of the cluster does not vouch for the token: it was revoked, its pod is gone, or it was made for somebody else.',
    remedy: 'Let the workload read its token anew, and compare the audience of its projected volume with that of the identity.',
  },
  token_review_failed: {
    meaning: 'The API server of the cluster could not be asked about the token.',
    remedy: 'See whether this server can reach it, and whether whoever reviews is bound to system:auth-delegator.',
  },
  token_expired: {
    meaning: 'The platform’s token is no longer valid, or older than the identity allows.',
    remedy: 'Let the workload ask its platform for a new token before it logs in.',
  },
  token_type_not_allowed: {
    meaning: 'The token is of a kind that the identity does not accept: one of a person, or no access token.',
    remedy: 'Log in with the managed identity or service principal of the workload. People are let in only where the identity allows it.',
  },
  upstream_timeout: {
    meaning: 'The platform did not answer in time, so nobody vouched for the caller.',
    remedy: 'The workload may try again. If it stays, check the connection from this server to the platform.',
  },
  upstream_error: {
    meaning: 'The platform answered with something that is no answer.',
    remedy: 'The workload may try again. If it stays, look at the status page of the platform.',
  },
  unavailable: {
    meaning: 'The platform, or this server, could not take the request at that moment.',
    remedy: 'The workload may try again after a short while.',
  },
  audience_mismatch: {
    meaning: 'The token was made for another service than the identity expects.',
    remedy: 'Let the workload ask for a token with the resource that the identity names, or change the resource of the identity.',
  },
  tenant_mismatch: {
    meaning: 'The token belongs to another tenant than the identity names.',
    remedy: 'Check the tenant id of the identity, and from which tenant the workload gets its token.',
  },
  principal_not_trusted: {
    meaning: 'The platform vouched for the caller, but no bound identity trusts it.',
    remedy: 'If it is one of yours, trust this principal; otherwise nothing has to be done: it was refused.',
  },
  principal_recreated: {
    meaning: 'The name is trusted, but behind it is not the principal that was pinned: it was deleted and made again.',
    remedy: 'Find out who made it again. If that was you, replace the pinned id on the identity.',
  },
  subject_not_trusted: {
    meaning: 'The token is genuine, but its subject is not among the trusted ones.',
    remedy: 'If it is one of yours, trust this principal; otherwise nothing has to be done: it was refused.',
  },
  claim_mismatch: {
    meaning: 'The token is genuine, but one of its claims is not as the identity asks.',
    remedy: 'Compare expected and received; change the rule of the identity or the configuration of the workload.',
  },
  network_denied: {
    meaning: 'The caller’s address may not log in to this account.',
    remedy: 'Log in from an allowed network, or widen the list.',
  },
  ttl_invalid: {
    meaning: 'The requested lifetime is not a number of seconds from one minute to 90 days.',
    remedy: 'Ask for a lifetime in that range, or leave it out for the default of the identity.',
  },
  ttl_exceeds_max: {
    meaning: 'The workload asked for a longer lifetime than the identity grants.',
    remedy: 'Ask for less, or raise the maximum lifetime of the identity.',
  },
  scope_invalid: {
    meaning: 'The workload asked for a token narrowed by a scope that cannot be read.',
    remedy: 'Words are secrets:read, secrets:write, app:, env: and path:, each once, with one space between them.',
  },
  target_unreachable: {
    meaning: 'The caller was trusted, but the account does not read the app or environment that the token was to be narrowed to.',
    remedy: 'Give the account the environment, or correct the name in the scope of the workload: it is case-exact.',
  },
  mint_failed: {
    meaning: 'The caller was trusted, but its token could not be made.',
    remedy: 'The workload may try again. The log of the server has the cause under the request id.',
  },
  rate_limited: {
    meaning: 'There were more attempts than the limit allows.',
    remedy: 'Let the workload keep its token until shortly before it expires instead of logging in each time.',
  },
  login_denied: {
    meaning: 'The login was refused before the platform vouched for the caller.',
    remedy: 'The failed step below says why.',
  },
  internal_error: {
    meaning: 'Something went wrong in this server.',
    remedy: 'The log of the server has the cause under the request id.',
  },
}

/** Undefined for a code of a later version. */
export const reasonOf = (code: string): Reason | undefined => (Object.hasOwn(reasons, code) ? reasons[code as ExchangeReason] : undefined)

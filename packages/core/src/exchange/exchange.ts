import type { Context } from '../context.ts'
import { DomainError, isDomainError } from '../errors.ts'
import type { ParsedIdentity } from '../external-identities/identity.ts'
import type { IdentityProvider, Judgement, Verification } from '../external-identities/provider.ts'
import { networkOf } from '../lab/network.ts'
import { addressBucket, rateLimits, requireRate } from '../rate-limit.ts'
import { type MintedToken, mintToken } from '../service-accounts/mint-token.ts'
import { narrow } from '../service-accounts/narrow.ts'
import { printScope, targetUnreachable } from '../service-accounts/scope.ts'
import { refusalByPolicy } from '../trust-policy/enforce.ts'
import { type Attempt, beginAttempt, type Known, keepRefusal, openingSteps, type Refusal, refuse } from './attempt.ts'
import { loginDenied } from './refusals.ts'
import { reportedCodeOf, reportOnlyIds, withReportOnly } from './report-only.ts'
import { type ExchangeRequest, namedAccount, readRequest } from './request.ts'
import type { CandidateAccount, CandidateIdentity, Candidates, Grant } from './store.ts'
import { keptTestimony, withRequestedTtl } from './testimony.ts'
import { completeTrace, failed, passed, type Step } from './trace.ts'
import { grantedTtl, ttlAllowed } from './ttl.ts'
import { reachVerdict } from './verdict.ts'

/** What a workload gets for its proof. */
export interface Granted {
  /** The whole token string, `pss_service:v2:…`. */
  token: string
  /** What goes behind `Bearer `: `ServiceAccount <64 hex digits>`. */
  bearerToken: string
  ttlSeconds: number
  maxTtlSeconds: number
  exchangeId: string
  /** What the token is narrowed to, in the one spelling; null where no scope was asked for. */
  scope: string | null
}

/** Doors call this before they read the body: a flood must not cost parsing. Fails with `rate_limited`. */
export const limitExchanges = (context: Context): Promise<void> =>
  requireRate(context.limits, `exchange:${addressBucket(context.request.ip)}`, rateLimits.exchangePerAddress)

/**
 * Trades a provider's proof for a short-lived service-account token: two database round trips and what the platform costs.
 * Refusals are DomainErrors by the table of `refusals.ts`; each leaves an exchange row with its trace.
 */
export async function exchange(
  provider: IdentityProvider,
  body: unknown,
  context: Context,
  attempt: Attempt = beginAttempt(provider, context),
): Promise<Granted> {
  const request = await readOrRecord(provider, body, attempt, context)
  const candidates = await attempt.timed('account_usable', () =>
    context.stores.exchanges.candidates(request.serviceAccountId, provider.form.id),
  )
  const { offered, unusable } = offer(provider, candidates, context)
  const verified = await verifyOrRecord(provider, request, offered, candidates, attempt, context)
  const verification = withRequestedTtl(verified, request.ttlSeconds)
  const known: Known = { request, candidates, verification }

  const { account } = candidates
  if (!account) throw await refuse(attempt, refusedAccount('account_not_found'), known, context)
  const unusableAccount = whyUnusable(account, candidates, context)
  if (unusableAccount) throw await refuse(attempt, unusableAccount, known, context)

  const judgements = withReportOnly(provider, offered, reportOnlyIds(candidates.identities), verification)
  const heard = { ...verification, judgements: [...unusable, ...judgements] }
  const verdict = reachVerdict(candidates.identities, heard, request.ttlSeconds)
  if (!verdict.trusted) throw await refuse(attempt, verdict, known, context)

  const { identity } = verdict
  const steps = [...openingSteps(account, identity), ...verdict.steps]
  if (!ttlAllowed(identity, request.ttlSeconds)) throw await refuseTtl(attempt, identity, steps, known, context)

  const minted = await mintOrRecord(account, identity, steps, attempt, known, context)
  const singleUse = provider.singleUse(offered.find((one) => one.id === identity.id)?.config)
  const grant = grantFor({ attempt, account, identity, steps, minted, singleUse }, known)
  const { outcome, narrowing } = await context.stores.exchanges.grant(grant)
  if (outcome === 'unreachable') throw targetUnreachable()
  if (outcome !== 'accepted') throw loginDenied()
  const { token, bearerToken } = minted
  const { ttlSeconds } = grant.exchange
  const scope = narrowing && printScope(narrowing)
  return { token, bearerToken, ttlSeconds, maxTtlSeconds: identity.maxTtlSeconds, exchangeId: attempt.id, scope }
}

/** A request that cannot be read is refused before anything is dialled; if it names an account, it is kept, and that account's organisation can see it. */
async function readOrRecord(provider: IdentityProvider, body: unknown, attempt: Attempt, context: Context): Promise<ExchangeRequest> {
  try {
    return readRequest(provider, body)
  } catch (error) {
    const serviceAccountId = namedAccount(body)
    if (!isDomainError(error) || !serviceAccountId) throw error
    const candidates = await context.stores.exchanges.candidates(serviceAccountId, provider.form.id)
    // The row is written for an unknown account too: its absence could be felt in the time that the answer takes.
    const step = error.code === 'ttl_invalid' ? 'lifetime' : 'request_readable'
    const steps = [failed(step, error.code, { detail: error.message })]
    await keepRefusal(attempt, { step, code: error.code, steps, identity: null }, candidates, null, context)
    throw error
  }
}

/**
 * Identities whose configuration its provider still accepts and whose issuers the organisation allows. One that its provider does not accept (a
 * row changed behind our back) fails closed and says so; for one that trusts a forbidden issuer nobody is asked.
 */
function offer(
  provider: IdentityProvider,
  candidates: Candidates,
  { lab }: Context,
): { offered: ParsedIdentity<unknown>[]; unusable: Judgement[] } {
  const offered: ParsedIdentity<unknown>[] = []
  const unusable: Judgement[] = []
  const simulated = candidates.account?.simulated ?? false
  if (simulated && !lab) return { offered, unusable }
  for (const { id, enabled, config: stored } of candidates.identities) {
    const config = provider.configSchema.safeParse(stored)
    if (!enabled) unusable.push({ identityId: id, steps: [failed('identity_bound', 'identity_disabled')] })
    else if (!config.success)
      unusable.push({
        identityId: id,
        steps: [failed('identity_bound', 'identity_misconfigured', { detail: 'Open the identity and save it again.' })],
      })
    else {
      const refusal = simulated ? undefined : refusalByPolicy(provider, config.data, candidates.allowedIssuers)
      if (refusal) unusable.push({ identityId: id, steps: [refusal] })
      else offered.push({ id, config: config.data, simulated })
    }
  }
  return { offered, unusable }
}

/** The platform is asked in every case, so that time tells nothing about the account. */
async function verifyOrRecord(
  provider: IdentityProvider,
  { proof, serviceAccountId }: ExchangeRequest,
  offered: readonly ParsedIdentity<unknown>[],
  candidates: Candidates,
  attempt: Attempt,
  context: Context,
): Promise<Verification> {
  const serverHost = new URL(context.settings.publicUrl).host
  const runtime = networkOf(candidates.account, context)
  try {
    return await attempt.timed('proof_valid', () => provider.verify(proof, offered, { ...runtime, serviceAccountId, serverHost }))
  } catch (error) {
    if (isDomainError(error)) {
      const steps = [failed('proof_valid', error.code, { detail: error.note ?? error.message })]
      await keepRefusal(attempt, { step: 'proof_valid', code: error.code, steps, identity: null }, candidates, null, context)
    }
    throw error
  }
}

const refusedAccount = (code: 'account_not_found' | 'account_disabled' | 'server_keys_required', detail?: string): Refusal => ({
  step: 'account_usable',
  code,
  steps: [failed('account_usable', code, { detail })],
  identity: null,
})

/** Why nobody can become an account, whatever the proof. */
export function whyUnusable(account: CandidateAccount, { identities }: Candidates, { lab }: Context): Refusal | null {
  if (account.simulated && !lab) return refusedAccount('account_disabled', 'The account is simulated, and the Lab is off on this server.')
  if (account.disabled) return refusedAccount('account_disabled')
  if (account.serverWrappedKeyring === null) {
    return refusedAccount(
      'server_keys_required',
      'Switch on server-side key management: the server mints the token while nobody is present.',
    )
  }
  if (identities.length > 0) return null
  const steps = [passed('account_usable', { received: account.name }), failed('identity_bound', 'no_identity_bound')]
  return { step: 'identity_bound', code: 'no_identity_bound', steps, identity: null }
}

async function refuseTtl(
  attempt: Attempt,
  identity: CandidateIdentity,
  steps: Step[],
  known: Known,
  context: Context,
): Promise<DomainError> {
  const more = { expected: `at most ${identity.maxTtlSeconds} s`, received: `${known.request.ttlSeconds} s` }
  const refusal: Refusal = {
    step: 'lifetime',
    code: 'ttl_exceeds_max',
    steps: [...steps, failed('lifetime', 'ttl_exceeds_max', more)],
    identity,
  }
  await keepRefusal(attempt, refusal, known.candidates, known.verification, context)
  return new DomainError('ttl_exceeds_max', 'The requested ttl is above the maximum of the identity. Ask for less, or leave it out.')
}

async function mintOrRecord(
  account: CandidateAccount,
  identity: CandidateIdentity,
  steps: Step[],
  attempt: Attempt,
  { candidates, verification }: Known,
  context: Context,
): Promise<ReturnType<typeof mintToken>> {
  try {
    return mintToken(account, context)
  } catch (cause) {
    const refusal: Refusal = { step: 'mint', code: 'mint_failed', steps: [...steps, failed('mint', 'mint_failed')], identity }
    await keepRefusal(attempt, refusal, candidates, verification, context)
    throw new DomainError('mint_failed', 'The token could not be made. An administrator can see more under Exchanges.', { cause })
  }
}

interface Decided {
  attempt: Attempt
  account: CandidateAccount
  identity: CandidateIdentity
  steps: Step[]
  minted: MintedToken
  singleUse: boolean
}

/** What the one statement writes, with the trace for each way in which it can end. */
function grantFor({ attempt, account, identity, steps, minted, singleUse }: Decided, { request, candidates, verification }: Known): Grant {
  const ttlSeconds = grantedTtl(identity, request.ttlSeconds, account.simulated)
  const lifetime = passed('lifetime', { expected: `at most ${identity.maxTtlSeconds} s`, received: `${ttlSeconds} s` })
  const replayed = failed('fresh', 'replayed', { detail: 'This very proof has been used before.' })
  const overtaken = failed('identity_bound', 'identity_disabled', {
    detail: 'The account, its binding, the identity or the trust policy changed while the proof was verified.',
  })
  const unreachable = failed('mint', 'target_unreachable', {
    detail: 'The scope names an app or environment that the account does not read, or that is not there.',
  })
  const instead = (step: Step) => completeTrace([...steps.filter((one) => one.name !== step.name), step], attempt.took)
  return {
    exchange: {
      ...attempt.row(),
      organisationId: account.organisationId,
      serviceAccountId: account.id,
      externalIdentityId: identity.id,
      identityVersion: identity.version,
      tokenId: minted.id,
      principal: verification.principal?.name ?? null,
      ttlSeconds,
      reportedCode: reportedCodeOf(steps),
    },
    testimony: keptTestimony(verification),
    token: {
      ...minted,
      name: identity.tokenName,
      maxTtlSeconds: identity.maxTtlSeconds,
      sought: request.narrowing && narrow(null, request.narrowing),
    },
    proof: { hash: verification.proofHash, endsAt: new Date(verification.proofEndsAt), singleUse },
    policyVersion: candidates.policyVersion,
    steps: {
      accepted: completeTrace([...steps, lifetime, passed('mint')], attempt.took),
      replayed: instead(replayed),
      changed: instead(overtaken),
      unreachable: completeTrace([...steps, lifetime, unreachable], attempt.took),
    },
  }
}

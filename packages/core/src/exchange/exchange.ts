import type { Context } from '../context.ts'
import { DomainError, isDomainError } from '../errors.ts'
import type { ParsedIdentity } from '../external-identities/identity.ts'
import type { IdentityProvider, Judgement, Verification } from '../external-identities/provider.ts'
import { addressBucket, rateLimits, requireRate } from '../rate-limit.ts'
import { newId } from '../runtime.ts'
import { type MintedToken, mintToken } from '../service-accounts/mint-token.ts'
import { loginDenied, refusalFor } from './refusals.ts'
import { type ExchangeRequest, namedAccount, readRequest } from './request.ts'
import type { CandidateAccount, CandidateIdentity, Candidates, Exchange } from './store.ts'
import { completeTrace, failed, passed, type ReasonCode, type Step, type StepName } from './trace.ts'
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
}

/** Doors call this before they read the body: a flood must not cost parsing. Fails with `rate_limited`. */
export const limitExchanges = (context: Context): Promise<void> =>
  requireRate(context.limits, `exchange:${addressBucket(context.request.ip)}`, rateLimits.exchangePerAddress)

/**
 * Trades a provider's proof for a short-lived service-account token: two database round trips and what the platform costs.
 * Refusals are DomainErrors by the table of `refusals.ts`; each leaves an exchange row with its trace.
 */
export async function exchange(provider: IdentityProvider, body: unknown, context: Context): Promise<Granted> {
  const attempt = begin(provider, context)
  const request = await readOrRecord(provider, body, attempt, context)
  const candidates = await context.stores.exchanges.candidates(request.serviceAccountId, provider.form.id)
  const { offered, unusable } = offer(provider, candidates)
  const verification = await verifyOrRecord(provider, request, offered, candidates, attempt, context)

  const account = candidates.account
  const refused = refusalBeforeTrust(candidates)
  if (!account || refused) throw await refuse(attempt, refused ?? noAccount, { request, candidates, verification }, context)

  const verdict = reachVerdict(
    candidates.identities,
    { ...verification, judgements: [...verification.judgements, ...unusable] },
    request.ttlSeconds,
  )
  if (!verdict.trusted) throw await refuse(attempt, verdict, { request, candidates, verification }, context)

  const { identity } = verdict
  const steps = [...openingSteps(account, identity), ...verdict.steps]
  if (!ttlAllowed(identity, request.ttlSeconds))
    throw await refuseTtl(attempt, identity, steps, { request, candidates, verification }, context)

  const minted = await mintOrRecord(account, identity, steps, attempt, { request, candidates, verification }, context)
  const ttlSeconds = grantedTtl(identity, request.ttlSeconds, account.simulated)
  const lifetime = passed('lifetime', { expected: `at most ${identity.maxTtlSeconds} s`, received: `${ttlSeconds} s` })
  const outcome = await context.stores.exchanges.grant({
    exchange: {
      ...attempt.row(),
      organisationId: account.organisationId,
      serviceAccountId: account.id,
      externalIdentityId: identity.id,
      identityVersion: identity.version,
      tokenId: minted.id,
      principal: verification.principal?.name ?? null,
      ttlSeconds,
    },
    token: { ...minted, name: identity.tokenName, maxTtlSeconds: identity.maxTtlSeconds },
    proof: {
      hash: verification.proofHash,
      endsAt: new Date(verification.proofEndsAt),
      singleUse: provider.singleUse(parsedConfig(offered, identity.id)),
    },
    steps: {
      accepted: completeTrace([...steps, lifetime, passed('mint')]),
      replayed: completeTrace([
        ...steps.filter((step) => step.name !== 'fresh'),
        failed('fresh', 'replayed', { detail: 'This very proof has been used before.' }),
      ]),
      changed: completeTrace([
        ...steps.filter((step) => step.name !== 'identity_bound'),
        failed('identity_bound', 'identity_disabled', {
          detail: 'The account, its binding or the identity changed while the proof was being verified.',
        }),
      ]),
    },
  })
  if (outcome !== 'accepted') throw loginDenied()
  return { token: minted.token, bearerToken: minted.bearerToken, ttlSeconds, maxTtlSeconds: identity.maxTtlSeconds, exchangeId: attempt.id }
}

interface Attempt {
  id: string
  /** The columns that every outcome shares. */
  row(): Pick<Exchange, 'id' | 'provider' | 'ip' | 'userAgent' | 'requestId' | 'durationMs'>
}

interface Refusal {
  step: StepName
  code: ReasonCode
  steps: Step[]
  identity: CandidateIdentity | null
}

interface Known {
  request: ExchangeRequest
  candidates: Candidates
  verification: Verification | null
}

function begin(provider: IdentityProvider, context: Context): Attempt {
  const startedAt = context.runtime.now()
  const id = newId(context.runtime)
  const { ip, userAgent, id: requestId } = context.request
  return {
    id,
    row: () => ({
      id,
      provider: provider.form.id,
      ip,
      userAgent,
      requestId,
      durationMs: Math.max(0, Math.round(context.runtime.now() - startedAt)),
    }),
  }
}

/** A request that cannot be read is refused before anything is dialled; if it names an account, that account's organisation can see it. */
async function readOrRecord(provider: IdentityProvider, body: unknown, attempt: Attempt, context: Context): Promise<ExchangeRequest> {
  try {
    return readRequest(provider, body)
  } catch (error) {
    const serviceAccountId = namedAccount(body)
    if (!isDomainError(error) || !serviceAccountId) throw error
    const candidates = await context.stores.exchanges.candidates(serviceAccountId, provider.form.id)
    if (!candidates.account) throw error
    const step = error.code === 'ttl_invalid' ? 'lifetime' : 'request_readable'
    await keepRefusal(
      attempt,
      { step, code: error.code, steps: [failed(step, error.code, { detail: error.message })], identity: null },
      candidates,
      null,
      context,
    )
    throw error
  }
}

/** Identities whose configuration its provider still accepts; one that it does not (a row changed behind our back) fails closed and says so. */
function offer(provider: IdentityProvider, candidates: Candidates): { offered: ParsedIdentity<unknown>[]; unusable: Judgement[] } {
  const offered: ParsedIdentity<unknown>[] = []
  const unusable: Judgement[] = []
  for (const identity of candidates.identities) {
    const config = provider.configSchema.safeParse(identity.config)
    if (!identity.enabled) unusable.push({ identityId: identity.id, steps: [failed('identity_bound', 'identity_disabled')] })
    else if (!config.success)
      unusable.push({
        identityId: identity.id,
        steps: [failed('identity_bound', 'identity_misconfigured', { detail: 'Open the identity and save it again.' })],
      })
    else offered.push({ id: identity.id, config: config.data, simulated: candidates.account?.simulated ?? false })
  }
  return { offered, unusable }
}

const parsedConfig = (offered: readonly ParsedIdentity<unknown>[], id: string): unknown =>
  offered.find((identity) => identity.id === id)?.config

/** The platform is asked in every case, so that time tells nothing about the account. An account that could not mint anyway is judged against nothing. */
async function verifyOrRecord(
  provider: IdentityProvider,
  request: ExchangeRequest,
  offered: readonly ParsedIdentity<unknown>[],
  candidates: Candidates,
  attempt: Attempt,
  context: Context,
): Promise<Verification> {
  try {
    return await provider.verify(request.proof, offered, {
      ...context.runtime,
      serviceAccountId: request.serviceAccountId,
      serverHost: new URL(context.settings.publicUrl).host,
    })
  } catch (error) {
    if (isDomainError(error)) {
      const steps = [failed('proof_valid', error.code, { detail: error.message })]
      await keepRefusal(attempt, { step: 'proof_valid', code: error.code, steps, identity: null }, candidates, null, context)
    }
    throw error
  }
}

const noAccount: Refusal = {
  step: 'account_usable',
  code: 'account_not_found',
  steps: [failed('account_usable', 'account_not_found')],
  identity: null,
}

function refusalBeforeTrust({ account, identities }: Candidates): Refusal | null {
  if (!account) return noAccount
  if (account.disabled) return { ...noAccount, code: 'account_disabled', steps: [failed('account_usable', 'account_disabled')] }
  if (account.serverWrappedKeyring === null) {
    const detail = 'Switch on server-side key management for this account: the server mints the token while nobody is present.'
    return { ...noAccount, code: 'server_keys_required', steps: [failed('account_usable', 'server_keys_required', { detail })] }
  }
  if (identities.length > 0) return null
  const steps = [passed('account_usable', { received: account.name }), failed('identity_bound', 'no_identity_bound')]
  return { step: 'identity_bound', code: 'no_identity_bound', steps, identity: null }
}

const openingSteps = (account: CandidateAccount, identity: CandidateIdentity): Step[] => [
  passed('request_readable'),
  passed('account_usable', { received: account.name }),
  passed('identity_bound', { received: identity.name }),
]

async function refuse(attempt: Attempt, refusal: Refusal, known: Known, context: Context): Promise<DomainError> {
  const { account } = known.candidates
  const opening = account && refusal.identity ? openingSteps(account, refusal.identity) : [passed('request_readable')]
  const told = new Set(refusal.steps.map((step) => step.name))
  const steps = [...opening.filter((step) => !told.has(step.name)), ...refusal.steps]
  await keepRefusal(attempt, { ...refusal, steps }, known.candidates, known.verification, context)
  const reached = account !== null && refusal.identity !== null
  return refusalFor(refusal.step, refusal.code, reached ? (known.verification?.principal ?? null) : null)
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
  known: Known,
  context: Context,
): Promise<MintedToken> {
  try {
    return mintToken(account, context)
  } catch (cause) {
    const refusal: Refusal = { step: 'mint', code: 'mint_failed', steps: [...steps, failed('mint', 'mint_failed')], identity }
    await keepRefusal(attempt, refusal, known.candidates, known.verification, context)
    throw new DomainError('mint_failed', 'The token could not be made. An administrator can see more under Exchanges.', { cause })
  }
}

const keepRefusal = (
  attempt: Attempt,
  refusal: Refusal,
  candidates: Candidates,
  verification: Verification | null,
  context: Context,
): Promise<void> =>
  context.stores.exchanges.refuse({
    ...attempt.row(),
    organisationId: candidates.account?.organisationId ?? null,
    outcome: 'refused',
    code: refusal.code,
    serviceAccountId: candidates.account?.id ?? null,
    externalIdentityId: refusal.identity?.id ?? null,
    identityVersion: refusal.identity?.version ?? null,
    tokenId: null,
    principal: verification?.principal?.name ?? null,
    ttlSeconds: null,
    steps: completeTrace(refusal.steps),
  })

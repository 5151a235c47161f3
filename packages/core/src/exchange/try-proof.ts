import * as z from 'zod'
import type { Context, SignedInContext } from '../context.ts'
import { notFound } from '../errors.ts'
import { requireProvider } from '../external-identities/create.ts'
import { type IdentityProvider, type Principal, providerIds } from '../external-identities/provider.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { rateLimits, requireRate } from '../rate-limit.ts'
import { whyUnusable } from './exchange.ts'
import { judgeProof, type TriedIdentity, type TryOutAttempt, triedAs } from './judge-proof.ts'
import { firstFailure, passed, type ReasonCode, type Step, stepNames } from './trace.ts'
import { identityToTry } from './try-out.ts'

/** Which identities would accept a proof, and why the others would not. */
export interface ProofTrial {
  /** Null when the platform vouched for nobody. */
  principal: Principal | null
  /** Set: the token has ended, and was judged as when it was made. No login takes it. */
  expiredAt: Date | null
  judgedCount: number
  acceptedCount: number
  /** There are more identities than were judged. */
  more: boolean
  /** Identities of other platforms: they were not asked, since a proof of this one is never theirs. */
  otherPlatformCount: number
  /** Why nobody can become the account just now; null when somebody could, or when no account was asked for. */
  accountProblem: ReasonCode | null
  /** Those that accept it first, then the nearest miss first; at most 50. */
  attempts: TryOutAttempt[]
}

const trialInput = z
  .object({
    provider: z.string(),
    proof: z.unknown(),
    /** One identity. */
    identityId: uuid.optional(),
    /** Those that are bound to one account. With neither, all of the organisation. */
    serviceAccountId: uuid.optional(),
    /** For whom the proof was made, where that is another account; only a signed server binding depends on it. */
    madeForId: uuid.optional(),
  })
  .refine(({ identityId, serviceAccountId }) => !identityId || !serviceAccountId, {
    path: ['serviceAccountId'],
    message: 'must not be given together with identityId',
  })

const mostJudged = 1000
const mostShown = 50

interface Tried {
  identities: TriedIdentity[]
  more: boolean
  otherPlatformCount: number
  accountProblem: ReasonCode | null
}

/**
 * Tries a proof on one identity, on those of one account, or on all of the organisation: asks the platform once, mints nothing, keeps nothing
 * of the proof. A token that has ended is judged as when it was made, and said to have ended.
 */
export async function tryProof(input: unknown, context: Context): Promise<ProofTrial> {
  authorise(context, 'ExternalIdentities', 'read')
  const { provider: id, proof: body, identityId, serviceAccountId, madeForId } = parse(trialInput, input)
  const provider = requireProvider(id, context.providers)
  const proof = parse(provider.proofSchema, body, '/proof')
  // It makes us ask a platform, and judge a thousand times.
  await requireRate(context.limits, `try:${context.actor.id}`, rateLimits.probePerCaller)
  const { identities, ...about } = await identitiesOf(provider, { identityId, serviceAccountId }, context)
  const made = { proof, serviceAccountId: madeForId ?? serviceAccountId, toleratesExpiry: true }
  const { principal, expiredAt, attempts } = await judgeProof(provider, made, identities, context)
  const told = expiredAt === undefined ? attempts : attempts.map((attempt) => ({ ...attempt, steps: withExpiry(attempt.steps, expiredAt) }))
  return {
    ...about,
    principal,
    expiredAt: expiredAt === undefined ? null : new Date(expiredAt),
    judgedCount: attempts.length,
    acceptedCount: attempts.filter(({ accepted }) => accepted).length,
    attempts: nearestFirst(told).slice(0, mostShown),
  }
}

interface Scope {
  identityId: string | undefined
  serviceAccountId: string | undefined
}

async function identitiesOf(provider: IdentityProvider, { identityId, serviceAccountId }: Scope, context: SignedInContext): Promise<Tried> {
  const alone = { more: false, otherPlatformCount: 0, accountProblem: null }
  if (identityId) return { ...alone, identities: [triedAs(await identityToTry(provider, identityId, context))] }
  if (serviceAccountId) return { ...alone, ...(await ofAccount(provider, serviceAccountId, context)) }
  const { organisationId } = context.actor
  const found = await context.stores.externalIdentities.listOfProvider(organisationId, provider.form.id, mostJudged + 1)
  const otherPlatformCount = await countOfOthers(provider, context)
  return { ...alone, identities: found.slice(0, mostJudged).map(triedAs), more: found.length > mostJudged, otherPlatformCount }
}

async function ofAccount(provider: IdentityProvider, serviceAccountId: string, context: SignedInContext) {
  authorise(context, 'ServiceAccounts', 'read')
  const candidates = await context.stores.exchanges.candidates(serviceAccountId, provider.form.id)
  const { account } = candidates
  if (account?.organisationId !== context.actor.organisationId) throw notFound('service account')
  const identities = candidates.identities.map((identity) => ({ ...identity, simulated: account.simulated }))
  return { identities, accountProblem: whyUnusable(account, candidates, context)?.code ?? null }
}

async function countOfOthers(provider: IdentityProvider, { actor, stores }: SignedInContext): Promise<number> {
  const first = { size: 1, backwards: false, order: { field: 'createdAt', descending: true } } as const
  const others = providerIds.filter((id) => id !== provider.form.id)
  const pages = await Promise.all(others.map((id) => stores.externalIdentities.list(actor.organisationId, { provider: id }, first)))
  return pages.reduce((total, { totalCount }) => total + (totalCount ?? 0), 0)
}

const withExpiry = (steps: readonly Step[], expiredAt: number): Step[] =>
  steps.map((step) => {
    if (step.name !== 'fresh' || step.status !== 'passed') return step
    return passed('fresh', { detail: `It ended at ${new Date(expiredAt).toISOString()}, and is judged as when it was made.` })
  })

/** How far an attempt came: beyond every step when it was accepted. */
function reached({ steps }: TryOutAttempt): number {
  const miss = firstFailure(steps)
  return miss ? stepNames.indexOf(miss.name) : stepNames.length
}

const nearestFirst = (attempts: readonly TryOutAttempt[]): TryOutAttempt[] =>
  attempts.toSorted((left, right) => reached(right) - reached(left) || left.identityName.localeCompare(right.identityName, 'en'))

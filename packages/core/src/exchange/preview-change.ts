import * as z from 'zod'
import type { Context, SignedInContext } from '../context.ts'
import { notFound } from '../errors.ts'
import { versionNumber } from '../external-identities/fields.ts'
import type { ExternalIdentity } from '../external-identities/identity.ts'
import { type IdentityChange, identityChange, wantedIdentity } from '../external-identities/update.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { rateLimits, requireRate } from '../rate-limit.ts'
import { type ChangePreview, summarise, type Tally } from './change-preview.ts'
import { requireExchangeReader } from './list.ts'
import { alike, type Replayable, replay, replayable } from './replay.ts'
import type { CandidateIdentity, KeptAttempt } from './store.ts'

const previewInput = z.object({
  identityId: uuid,
  /** What it would become, as for an update; or the version that it would become again. */
  change: identityChange.optional(),
  version: versionNumber.optional(),
  days: z.number().int().min(1, 'must be at least 1').max(30, 'must be at most 30').default(7),
})

/** More than this nobody waits for; the newest attempts are looked at first. */
const bounds = { attempts: 10_000, milliseconds: 5000, batch: 500 } as const

/**
 * What a change of an identity would have meant for the attempts of the last days: each is judged by the identities that are bound now, as they
 * are and with the change, both times by what the platform vouched for then and as of then. Nobody is asked and nothing is kept.
 */
export async function previewIdentityChange(input: unknown, context: Context): Promise<ChangePreview> {
  authorise(context, 'ExternalIdentities', 'update')
  requireExchangeReader(context)
  const { identityId, change, version, days } = parse(previewInput, input)
  const identity = await context.stores.externalIdentities.find(context.actor.organisationId, identityId)
  if (!identity) throw notFound('external identity')
  const wanted = wantedIdentity(
    identity,
    version === undefined ? (change ?? {}) : await changeOfVersion(identity, version, context),
    context,
  )
  await requireRate(context.limits, `replay:${context.actor.id}`, rateLimits.replayPerCaller)
  return replayAttempts(identity, wanted, new Date(context.runtime.now() - days * 86_400_000), context)
}

/** What a restored version changes: see `restoreExtIdentityVersion`. */
async function changeOfVersion({ id }: ExternalIdentity, version: number, { stores }: Context): Promise<IdentityChange> {
  const found = await stores.externalIdentities.findVersion(id, version)
  if (!found) throw notFound('version of this external identity')
  const { config, defaultTtlSeconds, maxTtlSeconds } = found
  return { config, defaultTtlSeconds, maxTtlSeconds }
}

async function replayAttempts(
  identity: ExternalIdentity,
  wanted: ExternalIdentity,
  since: Date,
  context: SignedInContext,
): Promise<ChangePreview> {
  const provider = context.providers[identity.provider]
  // What is simulated is under no policy.
  const policy = await context.stores.trustPolicies.find(identity.organisationId)
  const allowedIssuers = identity.simulated ? [] : policy.allowedIssuers
  const now = replayable(provider, candidateOf(identity), allowedIssuers)
  const then = replayable(provider, candidateOf(wanted), allowedIssuers)
  const others = othersBeside(identity, allowedIssuers, context)
  const accounts = await context.stores.serviceAccounts.boundAccounts(identity.id)
  const serviceAccountIds = accounts.filter(({ disabledAt }) => disabledAt === null).map(({ id }) => id)
  const deadline = context.runtime.now() + bounds.milliseconds
  const tally: Tally = { attempts: 0, replayed: 0, changes: [] }
  let last: KeptAttempt | undefined
  let isWhole = false
  while (!isWhole && tally.attempts < bounds.attempts && context.runtime.now() < deadline) {
    const wantedRows = { organisationId: identity.organisationId, provider: identity.provider, serviceAccountIds, since }
    const batch = await context.stores.exchanges.attempts({ ...wantedRows, before: last?.id ?? null, limit: bounds.batch })
    for (const attempt of batch) {
      tally.attempts++
      if (!attempt.testimony) continue
      tally.replayed++
      if (alike(replay([now], attempt.testimony), replay([then], attempt.testimony))) continue
      const beside = await others(attempt.serviceAccountId)
      const [before, after] = [replay([now, ...beside], attempt.testimony), replay([then, ...beside], attempt.testimony)]
      tally.changes.push({ attempt, before, after })
    }
    last = batch.at(-1) ?? last
    isWhole = batch.length < bounds.batch
  }
  return summarise(tally, { since, reachedBackTo: isWhole ? null : (last?.at ?? null) })
}

/** The other identities that are bound to an account, asked for once. */
function othersBeside({ id, provider: providerId }: ExternalIdentity, allowedIssuers: readonly string[], { stores, providers }: Context) {
  const known = new Map<string, Promise<Replayable[]>>()
  return (serviceAccountId: string): Promise<Replayable[]> => {
    const found =
      known.get(serviceAccountId) ??
      stores.exchanges
        .candidates(serviceAccountId, providerId)
        .then(({ identities }) =>
          identities.filter((one) => one.id !== id).map((one) => replayable(providers[providerId], one, allowedIssuers)),
        )
    known.set(serviceAccountId, found)
    return found
  }
}

const candidateOf = ({ reportOnlySince, ...identity }: ExternalIdentity): CandidateIdentity => ({
  ...identity,
  reportOnly: reportOnlySince !== null,
})

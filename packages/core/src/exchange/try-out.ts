import * as z from 'zod'
import type { Context, SignedInContext } from '../context.ts'
import { notFound } from '../errors.ts'
import { requireProvider } from '../external-identities/create.ts'
import type { ExternalIdentity, ParsedIdentity } from '../external-identities/identity.ts'
import type { IdentityProvider, Principal } from '../external-identities/provider.ts'
import { networkOf } from '../lab/network.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { reportOnlyIds, withReportOnly } from './report-only.ts'
import { completeTrace, failed, firstFailure, firstReported, type Step } from './trace.ts'

/** How one identity would have judged the proof. */
export interface TryOutAttempt {
  identityId: string
  identityName: string
  accepted: boolean
  /** Accepted by report-only alone. */
  reported: boolean
  steps: Step[]
}

export interface TryOut {
  principal: Principal | null
  attempts: TryOutAttempt[]
}

const tryOutInput = z.object({
  provider: z.string(),
  /** One identity; without it every identity of the provider. */
  identityId: uuid.optional(),
  /** For whom the proof was made; only a signed server binding depends on it. */
  serviceAccountId: uuid.optional(),
  proof: z.unknown(),
})

const maxIdentities = 100

/** Judges a proof as an exchange would: asks the platform, mints nothing, keeps nothing of the proof. */
export async function testExtIdentity(input: unknown, context: Context): Promise<TryOut> {
  authorise(context, 'ExternalIdentities', 'read')
  const { provider: id, identityId, serviceAccountId, proof: body } = parse(tryOutInput, input)
  const provider = requireProvider(id, context.providers)
  const proof = parse(provider.proofSchema, body, '/proof')
  const identities = await identitiesToTry(provider, identityId, context)
  const serverHost = new URL(context.settings.publicUrl).host
  const verifications = await Promise.all(
    worldsOf(identities, context).map(({ simulated, members }) => {
      const network = networkOf({ simulated, organisationId: context.actor.organisationId }, context)
      return provider.verify(proof, parsed(provider, members), { ...network, serviceAccountId: serviceAccountId ?? '', serverHost })
    }),
  )
  const tried = parsed(provider, identities)
  const reportOnly = reportOnlyIds(identities.map(({ id, reportOnlySince }) => ({ id, reportOnly: reportOnlySince !== null })))
  const judgements = verifications.flatMap((verification) => withReportOnly(provider, tried, reportOnly, verification))
  const stepsOf = new Map(judgements.map((judgement) => [judgement.identityId, judgement.steps]))
  return {
    principal: verifications.find(({ principal }) => principal)?.principal ?? null,
    attempts: identities.map((identity) => {
      const steps = stepsOf.get(identity.id) ?? [
        failed('identity_bound', identity.enabled ? 'identity_misconfigured' : 'identity_disabled'),
      ]
      const verdict = { accepted: !firstFailure(steps), reported: firstReported(steps) !== undefined }
      return { identityId: identity.id, identityName: identity.name, ...verdict, steps: completeTrace(steps) }
    }),
  }
}

/** Real and simulated identities are asked apart, each over their own network; simulated ones not at all where the Lab is off. */
function worldsOf(identities: readonly ExternalIdentity[], { lab }: Context) {
  const simulated = identities.filter((identity) => identity.simulated)
  const real = identities.filter((identity) => !identity.simulated)
  return [
    ...(real.length > 0 || simulated.length === 0 ? [{ simulated: false, members: real }] : []),
    ...(lab && simulated.length > 0 ? [{ simulated: true, members: simulated }] : []),
  ]
}

const parsed = (provider: IdentityProvider, identities: readonly ExternalIdentity[]): ParsedIdentity<unknown>[] =>
  identities.flatMap(({ id, enabled, simulated, config: stored }) => {
    const config = provider.configSchema.safeParse(stored)
    return config.success && enabled ? [{ id, config: config.data, simulated }] : []
  })

async function identitiesToTry(
  provider: IdentityProvider,
  identityId: string | undefined,
  context: SignedInContext,
): Promise<ExternalIdentity[]> {
  const { organisationId } = context.actor
  if (!identityId) return context.stores.externalIdentities.listOfProvider(organisationId, provider.form.id, maxIdentities)
  const identity = await context.stores.externalIdentities.find(organisationId, identityId)
  if (!identity || identity.provider !== provider.form.id) throw notFound('external identity')
  return [identity]
}

import * as z from 'zod'
import type { Context, SignedInContext } from '../context.ts'
import { notFound } from '../errors.ts'
import { requireProvider } from '../external-identities/create.ts'
import type { ExternalIdentity } from '../external-identities/identity.ts'
import type { IdentityProvider } from '../external-identities/provider.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { judgeProof, type TryOut, triedAs } from './judge-proof.ts'

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
  return judgeProof(provider, { proof, serviceAccountId, toleratesExpiry: false }, identities.map(triedAs), context)
}

async function identitiesToTry(
  provider: IdentityProvider,
  identityId: string | undefined,
  context: SignedInContext,
): Promise<ExternalIdentity[]> {
  const { organisationId } = context.actor
  if (!identityId) return context.stores.externalIdentities.listOfProvider(organisationId, provider.form.id, maxIdentities)
  return [await identityToTry(provider, identityId, context)]
}

/** An identity of this provider. */
export async function identityToTry(provider: IdentityProvider, identityId: string, context: SignedInContext): Promise<ExternalIdentity> {
  const identity = await context.stores.externalIdentities.find(context.actor.organisationId, identityId)
  if (!identity || identity.provider !== provider.form.id) throw notFound('external identity')
  return identity
}

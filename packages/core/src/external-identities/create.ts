import * as z from 'zod'
import { record } from '../audit/record.ts'
import type { Context } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse } from '../parse.ts'
import { dateOf, newId } from '../runtime.ts'
import { requireAllowedByPolicy } from '../trust-policy/enforce.ts'
import { requireDialable } from './dialable.ts'
import { defaultLifetimes, requireSoundLifetimes, sharedFields } from './fields.ts'
import { requireForeign } from './foreign.ts'
import type { ExternalIdentity } from './identity.ts'
import { keepVersion } from './keep-version.ts'
import { type IdentityProvider, type IdentityProviders, type ProviderId, providerIds } from './provider.ts'

const { name, description, tokenName, defaultTtlSeconds, maxTtlSeconds, enabled } = sharedFields

const createInput = z.object({
  provider: z.string(),
  name,
  description: description.default(''),
  config: z.unknown(),
  tokenName: tokenName.optional(),
  defaultTtlSeconds: defaultTtlSeconds.default(defaultLifetimes.defaultTtlSeconds),
  maxTtlSeconds: maxTtlSeconds.default(defaultLifetimes.maxTtlSeconds),
  enabled: enabled.default(true),
})

/** Trusts a platform: the workloads that the configuration names may become the accounts it is bound to. */
export const createExtIdentity = (input: unknown, context: Context): Promise<ExternalIdentity> =>
  makeExtIdentity(input, { simulated: false }, context)

/** The same, for the Lab too: no request can say what is simulated. */
export async function makeExtIdentity(input: unknown, { simulated }: { simulated: boolean }, context: Context): Promise<ExternalIdentity> {
  authorise(context, 'ExternalIdentities', 'create')
  const fields = parse(createInput, input)
  const provider = requireProvider(fields.provider, context.providers)
  const config = parse(provider.configSchema, fields.config, '/config')
  requireDialable(provider, config, context.settings)
  if (!simulated) requireForeign(provider, config, context.settings)
  requireSoundLifetimes(fields)
  const now = dateOf(context.runtime)
  const identity: ExternalIdentity = {
    ...fields,
    id: newId(context.runtime),
    organisationId: context.actor.organisationId,
    provider: provider.form.id,
    config,
    tokenName: fields.tokenName ?? provider.form.defaultTokenName,
    reportOnlySince: null,
    simulated,
    version: 1,
    createdAt: now,
    updatedAt: now,
  }
  await context.stores.transaction(async (stores) => {
    if (!simulated) requireAllowedByPolicy(identity, provider, await stores.trustPolicies.find(identity.organisationId, { lock: 'share' }))
    await stores.externalIdentities.insert(identity, context.actor.kind === 'member' ? context.actor.id : null)
    await keepVersion(identity, stores, context)
    const after = { ...fields, config, tokenName: identity.tokenName }
    await record(
      identity.organisationId,
      {
        action: 'external_identity.create',
        resourceType: 'external_identity',
        resourceId: identity.id,
        resourceName: identity.name,
        after,
      },
      stores,
      context,
    )
  })
  return identity
}

/** The provider of that name, or `unsupported_provider` with those that exist. */
export function requireProvider(id: string, providers: IdentityProviders): IdentityProvider {
  const known = providerIds.find((provider: ProviderId) => provider === id)
  if (known) return providers[known]
  throw new DomainError('unsupported_provider', `There is no such identity provider. Known: ${providerIds.join(', ')}.`)
}

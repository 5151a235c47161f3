import * as z from 'zod'
import { changed, record } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import { same } from '../same.ts'
import { requireReachOfAccount, requireRightsOfAccount } from '../service-accounts/rights.ts'
import type { Stores } from '../stores.ts'
import { requireAllowedByPolicy } from '../trust-policy/enforce.ts'
import { requireDialable } from './dialable.ts'
import { requireSoundLifetimes, sharedFields, versionNumber } from './fields.ts'
import { requireForeign } from './foreign.ts'
import type { ExternalIdentity } from './identity.ts'
import { keepVersion } from './keep-version.ts'

const { name, description, tokenName, defaultTtlSeconds, maxTtlSeconds, enabled } = sharedFields

/** What an edit may change; what is left out stays as it is. */
export const identityChange = z.object({
  name: name.optional(),
  description: description.optional(),
  config: z.unknown().optional(),
  tokenName: tokenName.optional(),
  defaultTtlSeconds: defaultTtlSeconds.optional(),
  maxTtlSeconds: maxTtlSeconds.optional(),
  enabled: enabled.optional(),
  /** Let through and count whom the inner rules refuse, until it is switched off again. */
  reportOnly: z.boolean().optional(),
})
export type IdentityChange = z.infer<typeof identityChange>

const updateInput = identityChange.extend({
  id: uuid,
  /** The version that the edit began from; another one in between is a `conflict`. */
  expectedVersion: versionNumber.optional(),
})

/**
 * Changes what an identity trusts or grants. Live tokens of principals that the new configuration no longer trusts are revoked in the same
 * transaction, all of them when the identity is disabled, and when report-only ends, those that it alone had let through. To trust others in a bound identity is to bind them, so it takes the same rights;
 * disabling does not.
 */
export async function updateExtIdentity(input: unknown, context: Context): Promise<ExternalIdentity> {
  authorise(context, 'ExternalIdentities', 'update')
  const { id, expectedVersion, ...fields } = parse(updateInput, input)
  return context.stores.transaction(async (stores) => {
    const identity = await stores.externalIdentities.find(context.actor.organisationId, id, { lock: true })
    if (!identity) throw notFound('external identity')
    if (expectedVersion !== undefined && expectedVersion !== identity.version) {
      throw new DomainError('conflict', 'Somebody else has changed this identity meanwhile. Reload it and make your change again.')
    }
    const wanted = wantedIdentity(identity, fields, context)
    const difference = changed(identity, wanted, [
      'name',
      'description',
      'config',
      'tokenName',
      'defaultTtlSeconds',
      'maxTtlSeconds',
      'enabled',
      'reportOnlySince',
    ])
    if (!difference) return identity
    if (isJudgedByPolicy(identity, wanted)) {
      const policy = await stores.trustPolicies.find(identity.organisationId, { lock: 'share' })
      requireAllowedByPolicy(wanted, context.providers[wanted.provider], policy)
    }
    if (letsOthersIn(identity, wanted)) await requireBindable(id, stores, context)
    await stores.externalIdentities.update(wanted)
    await keepVersion(wanted, stores, context)
    const revokedTokens = await revokeUntrusted(identity, wanted, stores, context)
    await record(
      identity.organisationId,
      {
        action: 'external_identity.update',
        resourceType: 'external_identity',
        resourceId: id,
        resourceName: wanted.name,
        before: difference.before,
        after: { ...difference.after, revokedTokens },
      },
      stores,
      context,
    )
    return wanted
  })
}

/** What an identity would be after a change; fails as the change would. */
export function wantedIdentity(
  identity: ExternalIdentity,
  { config, reportOnly, ...fields }: IdentityChange,
  context: Context,
): ExternalIdentity {
  const now = dateOf(context.runtime)
  const wanted: ExternalIdentity = {
    ...identity,
    ...given(fields),
    config: config === undefined ? identity.config : newConfig(identity, config, context),
    reportOnlySince: reportOnly === undefined ? identity.reportOnlySince : reportOnly ? (identity.reportOnlySince ?? now) : null,
    version: identity.version + 1,
    updatedAt: now,
  }
  requireSoundLifetimes(wanted)
  return wanted
}

function newConfig({ provider: id, simulated }: ExternalIdentity, given: unknown, { providers, settings }: Context): unknown {
  const provider = providers[id]
  const config = parse(provider.configSchema, given, '/config')
  requireDialable(provider, config, settings)
  if (!simulated) requireForeign(provider, config, settings)
  return config
}

/** Only the fields that were sent. */
const given = <Fields extends object>(fields: Fields): Partial<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>

// Whether a configuration became wider is for its provider alone to know, so any other one counts.
const letsOthersIn = (before: ExternalIdentity, after: ExternalIdentity): boolean =>
  (after.enabled && !before.enabled) ||
  (after.reportOnlySince !== null && before.reportOnlySince === null) ||
  !same(before.config, after.config)

// Names, and taking trust away by disabling, are nobody's weakness: an identity that was there before the policy stays manageable.
const isJudgedByPolicy = (before: ExternalIdentity, after: ExternalIdentity): boolean =>
  !after.simulated && (letsOthersIn(before, after) || before.maxTtlSeconds !== after.maxTtlSeconds)

/** Fails with `forbidden` unless the actor might bind the identity to every account that it is bound to. */
async function requireBindable(identityId: string, stores: Stores, context: SignedInContext): Promise<void> {
  const accounts = await stores.serviceAccounts.boundAccounts(identityId)
  if (accounts.length === 0) return
  authorise(context, 'ServiceAccounts', 'update')
  authorise(context, 'ExternalIdentities', 'bind')
  for (const account of accounts) {
    await requireRightsOfAccount(account, stores, context)
    await requireReachOfAccount(account, stores, context)
  }
}

async function revokeUntrusted(before: ExternalIdentity, after: ExternalIdentity, stores: Stores, context: Context): Promise<number> {
  const { serviceAccounts } = stores
  if (!after.enabled) return serviceAccounts.revokeTokens({ identityId: after.id })
  const isEnforced = before.reportOnlySince !== null && after.reportOnlySince === null
  const reported = isEnforced ? await serviceAccounts.revokeTokens({ identityId: after.id, reported: true }) : 0
  return reported + (await revokeStrangers(before, after, stores, context))
}

async function revokeStrangers(before: ExternalIdentity, after: ExternalIdentity, stores: Stores, context: Context): Promise<number> {
  if (same(before.config, after.config)) return 0
  const provider = context.providers[after.provider]
  const principals = await stores.serviceAccounts.livePrincipals(after.id)
  const untrusted = principals.filter((principal) => !provider.stillTrusts(after.config, principal, before.config))
  return untrusted.length === 0 ? 0 : stores.serviceAccounts.revokeTokens({ identityId: after.id, principals: untrusted })
}

/** Deletes an identity: it is unbound everywhere and the tokens it minted are revoked, all in one transaction. */
export async function deleteExtIdentity(input: unknown, context: Context): Promise<{ revokedTokens: number }> {
  authorise(context, 'ExternalIdentities', 'delete')
  const { id } = parse(z.object({ id: uuid }), input)
  return context.stores.transaction(async (stores) => {
    const identity = await stores.externalIdentities.find(context.actor.organisationId, id, { lock: true })
    if (!identity) throw notFound('external identity')
    await stores.externalIdentities.remove(id)
    const revokedTokens = await stores.serviceAccounts.revokeTokens({ identityId: id })
    const before = { name: identity.name, provider: identity.provider, config: identity.config }
    await record(
      identity.organisationId,
      {
        action: 'external_identity.delete',
        resourceType: 'external_identity',
        resourceId: id,
        resourceName: identity.name,
        before,
        after: { revokedTokens },
      },
      stores,
      context,
    )
    return { revokedTokens }
  })
}

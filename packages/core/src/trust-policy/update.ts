import * as z from 'zod'
import { changed, record } from '../audit/record.ts'
import type { Context } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import { policyFields } from './fields.ts'
import { impactOf, isRefused } from './impact.ts'
import type { TrustPolicy } from './trust-policy.ts'

const updateInput = z.object({
  ...policyFields,
  /** The version that the edit began from; another one in between is a `conflict`. */
  expectedVersion: z.int().min(0),
})

export interface UpdatedTrustPolicy {
  policy: TrustPolicy
  /** Live tokens of identities that are refused from now on. */
  revokedTokens: number
}

/**
 * Sets what identities may trust. It counts from the next login on, and live tokens of identities that it refuses are revoked with it, as if
 * those had been disabled. Whoever changes it must be allowed to see what it governs.
 */
export async function updateTrustPolicy(input: unknown, context: Context): Promise<UpdatedTrustPolicy> {
  authorise(context, 'Organisation', 'update')
  authorise(context, 'ExternalIdentities', 'read')
  const { expectedVersion, ...fields } = parse(updateInput, input)
  const { organisationId } = context.actor
  return context.stores.transaction(async (stores) => {
    const before = await stores.trustPolicies.find(organisationId, { lock: 'update' })
    if (expectedVersion !== before.version) {
      throw new DomainError('conflict', 'Somebody else has changed the trust policy meanwhile. Reload it and make your change again.')
    }
    const policy: TrustPolicy = { ...fields, version: before.version + 1, updatedAt: dateOf(context.runtime) }
    const difference = changed(before, policy, ['blockedSeverity', 'allowedIssuers'])
    if (!difference) return { policy: before, revokedTokens: 0 }
    // What takes long comes first: from `save` on, logins of the organisation wait.
    const refused = (await impactOf(policy, stores, context)).filter(isRefused).map(({ identity }) => identity.id)
    await stores.trustPolicies.save(organisationId, policy)
    const revokedTokens = refused.length === 0 ? 0 : await stores.serviceAccounts.revokeTokensOf(refused)
    await record(
      organisationId,
      {
        action: 'trust_policy.update',
        resourceType: 'trust_policy',
        resourceId: organisationId,
        before: difference.before,
        after: { ...difference.after, refusedIdentities: refused.length, revokedTokens },
      },
      stores,
      context,
    )
    return { policy, revokedTokens }
  })
}

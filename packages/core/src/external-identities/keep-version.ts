import type { SignedInContext } from '../context.ts'
import { newId } from '../runtime.ts'
import type { Stores } from '../stores.ts'
import type { ExternalIdentity } from './identity.ts'

/** Keeps what an identity has become, in the transaction that changes it. */
export async function keepVersion(identity: ExternalIdentity, stores: Stores, context: SignedInContext): Promise<void> {
  const { name, description, config, tokenName, defaultTtlSeconds, maxTtlSeconds, enabled, version: number, updatedAt } = identity
  await stores.externalIdentities.keepVersion(identity.id, {
    id: newId(context.runtime),
    name,
    description,
    config,
    tokenName,
    defaultTtlSeconds,
    maxTtlSeconds,
    enabled,
    reportOnly: identity.reportOnlySince !== null,
    version: number,
    createdAt: updatedAt,
    changedBy: context.actor.name,
  })
}

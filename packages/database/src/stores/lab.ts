import type { LabStore } from '@bonafide/core'
import { and, eq, inArray, isNull, or } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { apps, exchanges, externalIdentities, serviceAccounts, serviceAccountTokens } from '../tables/index.ts'

/** What belongs to the Lab, over the tables of accounts, identities, apps and exchanges. */
export function createLabStore(db: Executor): LabStore {
  const accountsOf = (organisationId: string) =>
    and(eq(serviceAccounts.organisationId, organisationId), eq(serviceAccounts.simulated, true))
  const identitiesOf = (organisationId: string) =>
    and(eq(externalIdentities.organisationId, organisationId), eq(externalIdentities.simulated, true))
  const appsOf = (organisationId: string) => and(eq(apps.organisationId, organisationId), eq(apps.simulated, true))

  return {
    async find(organisationId) {
      const [serviceAccount] = await db
        .select({ id: serviceAccounts.id, name: serviceAccounts.name })
        .from(serviceAccounts)
        .where(and(accountsOf(organisationId), isNull(serviceAccounts.deletedAt)))
        .orderBy(serviceAccounts.id)
        .limit(1)
      const identities = await db
        .select({ id: externalIdentities.id, name: externalIdentities.name, provider: externalIdentities.provider })
        .from(externalIdentities)
        .where(and(identitiesOf(organisationId), isNull(externalIdentities.deletedAt)))
        .orderBy(externalIdentities.id)
      const [app] = await db
        .select({ id: apps.id, name: apps.name })
        .from(apps)
        .where(and(appsOf(organisationId), isNull(apps.deletedAt)))
        .orderBy(apps.id)
        .limit(1)
      return { serviceAccount: serviceAccount ?? null, identities, app: app ?? null }
    },

    async remove(organisationId) {
      const accountIds = db.select({ id: serviceAccounts.id }).from(serviceAccounts).where(accountsOf(organisationId))
      const identityIds = db.select({ id: externalIdentities.id }).from(externalIdentities).where(identitiesOf(organisationId))
      const ofThese = or(inArray(exchanges.serviceAccountId, accountIds), inArray(exchanges.externalIdentityId, identityIds))
      const removedExchanges = await db.delete(exchanges).where(and(eq(exchanges.organisationId, organisationId), ofThese))
      const removedTokens = await db.delete(serviceAccountTokens).where(inArray(serviceAccountTokens.serviceAccountId, accountIds))
      // Bindings, keys, environments and secrets go with what they belong to.
      const removedAccounts = await db.delete(serviceAccounts).where(accountsOf(organisationId))
      const removedIdentities = await db.delete(externalIdentities).where(identitiesOf(organisationId))
      const removedApps = await db.delete(apps).where(appsOf(organisationId))
      return {
        serviceAccounts: removedAccounts.rowCount ?? 0,
        tokens: removedTokens.rowCount ?? 0,
        identities: removedIdentities.rowCount ?? 0,
        apps: removedApps.rowCount ?? 0,
        exchanges: removedExchanges.rowCount ?? 0,
      }
    },
  }
}

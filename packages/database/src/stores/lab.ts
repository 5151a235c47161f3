import type { LabStore } from '@bonafide/core'
import { and, eq, inArray, isNull, or } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { apps, credentials, exchanges, externalIdentities, labAws, serviceAccounts, serviceAccountTokens } from '../tables/index.ts'

/** What belongs to the Lab, over the tables of accounts, identities, apps and exchanges. */
export function createLabStore(db: Executor): LabStore {
  const accountsOf = (organisationId: string) =>
    and(eq(serviceAccounts.organisationId, organisationId), eq(serviceAccounts.simulated, true))
  const identitiesOf = (organisationId: string) =>
    and(eq(externalIdentities.organisationId, organisationId), eq(externalIdentities.simulated, true))
  const appsOf = (organisationId: string) => and(eq(apps.organisationId, organisationId), eq(apps.simulated, true))
  const credentialsOf = (organisationId: string) => and(eq(credentials.organisationId, organisationId), eq(credentials.simulated, true))

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
      const [credential] = await db
        .select({ id: credentials.id, name: credentials.name })
        .from(credentials)
        .where(and(credentialsOf(organisationId), isNull(credentials.deletedAt)))
        .orderBy(credentials.id)
        .limit(1)
      return { serviceAccount: serviceAccount ?? null, identities, app: app ?? null, credential: credential ?? null }
    },

    async remove(organisationId) {
      const accountIds = db.select({ id: serviceAccounts.id }).from(serviceAccounts).where(accountsOf(organisationId))
      const identityIds = db.select({ id: externalIdentities.id }).from(externalIdentities).where(identitiesOf(organisationId))
      const ofThese = or(inArray(exchanges.serviceAccountId, accountIds), inArray(exchanges.externalIdentityId, identityIds))
      const removedExchanges = await db.delete(exchanges).where(and(eq(exchanges.organisationId, organisationId), ofThese))
      const removedTokens = await db.delete(serviceAccountTokens).where(inArray(serviceAccountTokens.serviceAccountId, accountIds))
      // Bindings, keys, environments, secrets and syncs go with what they belong to.
      const removedAccounts = await db.delete(serviceAccounts).where(accountsOf(organisationId))
      const removedIdentities = await db.delete(externalIdentities).where(identitiesOf(organisationId))
      const removedApps = await db.delete(apps).where(appsOf(organisationId))
      const removedCredentials = await db.delete(credentials).where(credentialsOf(organisationId))
      await db.delete(labAws).where(eq(labAws.organisationId, organisationId))
      return {
        serviceAccounts: removedAccounts.rowCount ?? 0,
        tokens: removedTokens.rowCount ?? 0,
        identities: removedIdentities.rowCount ?? 0,
        apps: removedApps.rowCount ?? 0,
        credentials: removedCredentials.rowCount ?? 0,
        exchanges: removedExchanges.rowCount ?? 0,
      }
    },

    async readAws(organisationId) {
      const [row] = await db.select().from(labAws).where(eq(labAws.organisationId, organisationId))
      return row?.serverWrappedState ?? null
    },

    async lockAws(organisationId) {
      await db.insert(labAws).values({ organisationId }).onConflictDoNothing()
      const [row] = await db.select().from(labAws).where(eq(labAws.organisationId, organisationId)).for('update')
      return row?.serverWrappedState ?? null
    },

    async saveAws(organisationId, serverWrappedState) {
      await db.update(labAws).set({ serverWrappedState, updatedAt: new Date() }).where(eq(labAws.organisationId, organisationId))
    },
  }
}

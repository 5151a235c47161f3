import type { App, AppStore, Environment, FoundEnvironment, Holder } from '@bonafide/core'
import { and, asc, eq, getTableColumns, ilike, inArray, isNull, ne, type SQL, sql } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { apps, environmentKeys, environments, members, organisations, roles, secrets, serviceAccounts } from '../tables/index.ts'
import { introspectStatement } from './introspection.ts'
import { containing, listingOf, pageOf, textKey } from './pages.ts'
import { run } from './statement.ts'

const { deletedAt: _deletedAt, ...appColumns } = getTableColumns(apps)
const environmentColumns = getTableColumns(environments)

/** Apps, environments and who holds their keys. */
export function createAppStore(db: Executor): AppStore {
  const holds = (holder: Holder) =>
    sql<boolean>`(exists (select 1 from ${environmentKeys} where ${environmentKeys.environmentId} = ${environments.id} and ${eq(holderColumn(holder), holder.id)})${within(holder)})`

  const within = ({ within }: Holder) =>
    sql.join([
      ...(within?.appId ? [sql` and ${environments.appId} = ${within.appId}`] : []),
      ...(within?.environmentId ? [sql` and ${environments.id} = ${within.environmentId}`] : []),
    ])

  const findEnvironments = (organisationId: string, where: SQL | undefined, holder: Holder): Promise<FoundEnvironment[]> =>
    db
      .select({
        ...environmentColumns,
        appName: apps.name,
        serverEncryption: apps.serverEncryption,
        simulated: apps.simulated,
        held: holds(holder),
      })
      .from(environments)
      .innerJoin(apps, and(eq(apps.id, environments.appId), isNull(apps.deletedAt)))
      .where(and(eq(environments.organisationId, organisationId), where))
      .orderBy(asc(environments.appId), asc(environments.position), asc(environments.id))

  return {
    async lockOrganisation(organisationId) {
      // NO KEY UPDATE lets the foreign keys of others (audit rows above all) pass.
      await db.select({ id: organisations.id }).from(organisations).where(eq(organisations.id, organisationId)).for('no key update')
    },

    async insertApp(app) {
      await db.insert(apps).values(app)
    },

    async updateApp({ id, name, description, serverEncryption, updatedAt }) {
      await db.update(apps).set({ name, description, serverEncryption, updatedAt }).where(eq(apps.id, id))
    },

    async deleteApp(appId, at) {
      const ofApp = db.select({ id: environments.id }).from(environments).where(eq(environments.appId, appId))
      await db.update(apps).set({ deletedAt: at, updatedAt: at }).where(eq(apps.id, appId))
      await db.delete(environmentKeys).where(inArray(environmentKeys.environmentId, ofApp))
    },

    async findApp(organisationId, appId) {
      const found = await db
        .select(appColumns)
        .from(apps)
        .where(and(eq(apps.organisationId, organisationId), eq(apps.id, appId), isNull(apps.deletedAt)))
      return found[0]
    },

    async findApps(organisationId, ids) {
      if (ids.length === 0) return []
      return db
        .select(appColumns)
        .from(apps)
        .where(and(eq(apps.organisationId, organisationId), inArray(apps.id, [...ids]), isNull(apps.deletedAt)))
    },

    async appNameTaken(organisationId, name, exceptAppId) {
      const same = and(eq(apps.organisationId, organisationId), sql`lower(${apps.name}) = lower(${name})`, isNull(apps.deletedAt))
      const found = await db
        .select({ id: apps.id })
        .from(apps)
        .where(and(same, exceptAppId === null ? undefined : ne(apps.id, exceptAppId)))
        .limit(1)
      return found.length > 0
    },

    listApps(organisationId, { holder, search }, page) {
      const reached = holder && sql`exists (select 1 from ${environments} where ${environments.appId} = ${apps.id} and ${holds(holder)})`
      const where = and(
        eq(apps.organisationId, organisationId),
        isNull(apps.deletedAt),
        reached ?? undefined,
        search ? ilike(apps.name, containing(search)) : undefined,
      )
      return pageOf(db, listingOf(db, apps, where, toApp, { name: textKey(apps.name) }), page)
    },

    async insertEnvironments(rows) {
      if (rows.length > 0) await db.insert(environments).values([...rows])
    },

    async updateEnvironments(rows) {
      for (const { id, ...fields } of rows) await db.update(environments).set(changeable(fields)).where(eq(environments.id, id))
    },

    async deleteEnvironment(environmentId) {
      await db.delete(environments).where(eq(environments.id, environmentId))
    },

    listEnvironments: (organisationId, { appIds, ids }, holder) =>
      findEnvironments(
        organisationId,
        and(appIds ? inArray(environments.appId, [...appIds]) : undefined, ids ? inArray(environments.id, [...ids]) : undefined),
        holder,
      ),

    async findEnvironment(organisationId, target, holder) {
      if ('environmentId' in target) return (await findEnvironments(organisationId, eq(environments.id, target.environmentId), holder))[0]
      if ('appId' in target) {
        const named = and(eq(environments.appId, target.appId), sql`lower(${environments.name}) = lower(${target.environmentName})`)
        return (await findEnvironments(organisationId, named, holder))[0]
      }
      const ofSecret = db
        .select({ id: secrets.environmentId })
        .from(secrets)
        .where(and(eq(secrets.id, target.secretId), isNull(secrets.deletedAt)))
      return (await findEnvironments(organisationId, inArray(environments.id, ofSecret), holder))[0]
    },

    globalRecipients: (organisationId) =>
      db
        .select({ kind: sql<'member'>`'member'`, id: members.id, identityKey: members.identityKey })
        .from(members)
        .innerJoin(roles, eq(roles.id, members.roleId))
        .where(and(eq(members.organisationId, organisationId), isNull(members.deletedAt), inArray(roles.key, ['owner', 'admin']))),

    async findRecipient(organisationId, { kind, id }) {
      const table = kind === 'member' ? members : serviceAccounts
      const wanted = and(eq(table.organisationId, organisationId), eq(table.id, id), isNull(table.deletedAt))
      const found = await db.select({ id: table.id, identityKey: table.identityKey }).from(table).where(wanted)
      return found[0] && { kind, ...found[0] }
    },

    async isGlobalMember(organisationId, memberId) {
      const wanted = and(eq(members.organisationId, organisationId), eq(members.id, memberId), inArray(roles.key, ['owner', 'admin']))
      return (await db.select({ id: members.id }).from(members).innerJoin(roles, eq(roles.id, members.roleId)).where(wanted)).length > 0
    },

    async insertKeys(keys) {
      if (keys.length > 0)
        await db
          .insert(environmentKeys)
          .values([...keys])
          .onConflictDoNothing()
    },

    async deleteKeys(holder, environmentIds) {
      if (environmentIds.length === 0) return
      await db
        .delete(environmentKeys)
        .where(and(eq(holderColumn(holder), holder.id), inArray(environmentKeys.environmentId, [...environmentIds])))
    },

    listAccess: (organisationId, holder) =>
      db
        .select({
          environmentId: environments.id,
          environmentName: environments.name,
          appId: apps.id,
          appName: apps.name,
          serverEncryption: apps.serverEncryption,
          grantedAt: environmentKeys.createdAt,
        })
        .from(environmentKeys)
        .innerJoin(environments, eq(environments.id, environmentKeys.environmentId))
        .innerJoin(apps, and(eq(apps.id, environments.appId), isNull(apps.deletedAt)))
        .where(and(eq(holderColumn(holder), holder.id), eq(environments.organisationId, organisationId)))
        .orderBy(asc(apps.name), asc(environments.position), asc(environments.id)),

    async listKeys(organisationId, holder, environmentIds) {
      if (environmentIds.length === 0) return []
      const { environmentId, wrappedSeed, wrappedSalt } = environmentKeys
      return db
        .select({ environmentId, wrappedSeed, wrappedSalt })
        .from(environmentKeys)
        .innerJoin(environments, eq(environments.id, environmentId))
        .innerJoin(apps, and(eq(apps.id, environments.appId), isNull(apps.deletedAt)))
        .where(
          and(
            eq(environments.organisationId, organisationId),
            eq(holderColumn(holder), holder.id),
            inArray(environmentId, [...environmentIds]),
          ),
        )
    },

    async introspect(holder, tokenId) {
      const rows = await run<{ json: string }>(db, `introspect_${holder.kind}`, introspectStatement[holder.kind], [
        holder.id,
        tokenId,
        holder.within?.appId ?? null,
        holder.within?.environmentId ?? null,
      ])
      return rows[0]?.json
    },
  }
}

const toApp = ({ deletedAt: _, ...app }: typeof apps.$inferSelect): App => app

const holderColumn = ({ kind }: Holder) => (kind === 'member' ? environmentKeys.memberId : environmentKeys.serviceAccountId)

const changeable = ({ name, position, serverWrappedSeed, serverWrappedSalt, updatedAt }: Omit<Environment, 'id'>) => ({
  name,
  position,
  serverWrappedSeed,
  serverWrappedSalt,
  // Existing operators only sync when this grows, whatever the clocks of two nodes say.
  updatedAt: sql`greatest(${updatedAt.toISOString()}::timestamptz, ${environments.updatedAt} + interval '1 millisecond')`,
})

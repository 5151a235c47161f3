import type { OrganisationStore } from '@bonafide/core'
import { and, eq, isNotNull, or, sql } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { invites, members, roles, serviceAccounts } from '../tables/index.ts'
import { orConflict } from './conflicts.ts'

type Methods = 'insertRoles' | 'listRoles' | 'findRole' | 'updateRole' | 'deleteRole'

export function createRoleStore(db: Executor): Pick<OrganisationStore, Methods> {
  return {
    insertRoles: (list) =>
      orConflict(
        db
          .insert(roles)
          .values([...list])
          .returning()
          .execute(),
      ),

    listRoles: (organisationId) =>
      db
        .select()
        .from(roles)
        .where(eq(roles.organisationId, organisationId))
        .orderBy(
          sql`array_position(array['owner', 'admin', 'manager', 'developer', 'service'], ${roles.key}) nulls last`,
          sql`lower(${roles.name})`,
        ),

    async findRole(organisationId, id) {
      const [row] = await db
        .select()
        .from(roles)
        .where(and(eq(roles.id, id), eq(roles.organisationId, organisationId)))
      return row ?? null
    },

    async updateRole(id, change) {
      const update = db
        .update(roles)
        .set({ ...change, updatedAt: sql`now()` })
        .where(eq(roles.id, id))
        .returning()
      const [row] = await orConflict(update.execute())
      if (!row) throw new Error('the role went away while it was changed')
      return row
    },

    async deleteRole(organisationId, id) {
      // With the row locked, nobody can be given the role meanwhile: that needs a key-share lock of it.
      await db.select({ id: roles.id }).from(roles).where(eq(roles.id, id)).for('update')
      if (await isHeld(db, id)) return false
      await letGo(db, organisationId, id)
      await db.delete(roles).where(and(eq(roles.id, id), eq(roles.organisationId, organisationId)))
      return true
    },
  }
}

async function isHeld(db: Executor, roleId: string): Promise<boolean> {
  const held = await db.execute(sql`
    select 1 from members where role_id = ${roleId} and deleted_at is null
    union all select 1 from service_accounts where role_id = ${roleId} and deleted_at is null
    union all select 1 from invites where role_id = ${roleId} and accepted_at is null and expires_at > now()
    limit 1`)
  return held.rows.length > 0
}

/** Those who left keep a row, and a row needs a role: they get the one with the fewest rights, which they cannot use. */
async function letGo(db: Executor, organisationId: string, roleId: string): Promise<void> {
  const service = db
    .select({ id: roles.id })
    .from(roles)
    .where(and(eq(roles.organisationId, organisationId), eq(roles.key, 'service')))
  await db
    .update(members)
    .set({ roleId: sql`(${service})` })
    .where(and(eq(members.roleId, roleId), isNotNull(members.deletedAt)))
  await db
    .update(serviceAccounts)
    .set({ roleId: sql`(${service})` })
    .where(and(eq(serviceAccounts.roleId, roleId), isNotNull(serviceAccounts.deletedAt)))
  await db.delete(invites).where(and(eq(invites.roleId, roleId), or(isNotNull(invites.acceptedAt), sql`${invites.expiresAt} <= now()`)))
}

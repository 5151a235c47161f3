import type { Member, OrganisationStore, Page } from '@bonafide/core'
import { and, eq, ilike, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import {
  environmentKeys,
  invites,
  members,
  organisations,
  personalAccessTokens,
  roles,
  serviceAccountHandlers,
  sessions,
} from '../tables/index.ts'
import { orConflict } from './conflicts.ts'
import { createInviteStore } from './invites.ts'
import { containing, type Listing, pageOf, textKey } from './pages.ts'
import { createRoleStore } from './roles.ts'

const now = sql`now()`

export function createOrganisationStore(db: Executor): OrganisationStore {
  return {
    ...createRoleStore(db),
    ...createInviteStore(db),
    ...memberMethods(db),

    hasOrganisation: async () => (await db.select({ id: organisations.id }).from(organisations).limit(1)).length > 0,

    async insertOrganisation(organisation) {
      const [row] = await orConflict(db.insert(organisations).values(organisation).returning().execute())
      if (!row) throw new Error('the insert of an organisation returned no row')
      return row
    },

    async findOrganisation(id) {
      const [row] = await db.select().from(organisations).where(eq(organisations.id, id))
      return row ?? null
    },

    async renameOrganisation(id, name) {
      const update = db.update(organisations).set({ name, updatedAt: now }).where(eq(organisations.id, id)).returning()
      const [row] = await orConflict(update.execute())
      if (!row) throw new Error('the organisation went away while it was renamed')
      return row
    },
  }
}

type MemberMethods =
  | 'insertMember'
  | 'listMembers'
  | 'findMember'
  | 'findMembers'
  | 'lockMember'
  | 'setMemberRole'
  | 'removeMember'
  | 'deleteMemberKeys'

function memberMethods(db: Executor): Pick<OrganisationStore, MemberMethods> {
  const find = async (organisationId: string, id: string, lock: boolean): Promise<Member | null> => {
    const query = selectMembers(db).where(and(eq(members.id, id), eq(members.organisationId, organisationId), isNull(members.deletedAt)))
    const [row] = await (lock ? query.for('no key update', { of: members }) : query)
    return row ?? null
  }
  const deleteKeys = async (memberId: string) => {
    await db.delete(environmentKeys).where(eq(environmentKeys.memberId, memberId))
    await db.delete(serviceAccountHandlers).where(eq(serviceAccountHandlers.memberId, memberId))
  }
  return {
    async insertMember(member) {
      await orConflict(db.insert(members).values(member).execute())
    },

    listMembers: (organisationId, filter, page) => listMembers(db, organisationId, filter, page),
    findMember: (organisationId, id) => find(organisationId, id, false),
    findMembers: (organisationId, ids) =>
      selectMembers(db).where(and(inArray(members.id, [...ids]), eq(members.organisationId, organisationId), isNull(members.deletedAt))),
    lockMember: (organisationId, id) => find(organisationId, id, true),

    async setMemberRole(id, roleId) {
      await db.update(members).set({ roleId, updatedAt: now }).where(eq(members.id, id))
    },

    async removeMember(id) {
      await db.update(members).set({ deletedAt: now, updatedAt: now }).where(eq(members.id, id))
      await db
        .update(sessions)
        .set({ revokedAt: now })
        .where(and(eq(sessions.memberId, id), isNull(sessions.revokedAt)))
      const tokens = personalAccessTokens
      await db
        .update(tokens)
        .set({ revokedAt: now })
        .where(and(eq(tokens.memberId, id), isNull(tokens.revokedAt)))
      await db.delete(invites).where(and(eq(invites.invitedByMemberId, id), isNull(invites.acceptedAt)))
      await deleteKeys(id)
    },

    deleteMemberKeys: deleteKeys,
  }
}

const memberColumns = {
  id: members.id,
  organisationId: members.organisationId,
  roleId: members.roleId,
  role: roles,
  email: members.email,
  fullName: members.fullName,
  identityKey: members.identityKey,
  createdAt: members.createdAt,
  updatedAt: members.updatedAt,
}

const selectMembers = (db: Executor) => db.select(memberColumns).from(members).innerJoin(roles, eq(roles.id, members.roleId))

const holdersOf = (db: Executor, environmentIds: readonly string[]) =>
  db
    .select({ id: environmentKeys.memberId })
    .from(environmentKeys)
    .where(inArray(environmentKeys.environmentId, [...environmentIds]))

const listMembers: (db: Executor, ...call: Parameters<OrganisationStore['listMembers']>) => Promise<Page<Member>> = (
  db,
  organisationId,
  { search, roleId, environmentIds },
  page,
) => {
  const matches = search ? or(ilike(members.email, containing(search)), ilike(members.fullName, containing(search))) : undefined
  const where = and(
    eq(members.organisationId, organisationId),
    isNull(members.deletedAt),
    roleId === undefined ? undefined : eq(members.roleId, roleId),
    environmentIds ? inArray(members.id, holdersOf(db, environmentIds)) : undefined,
    matches,
  )
  const listing: Listing<'name', Member> = {
    table: members,
    id: members.id,
    where,
    keys: { name: textKey(members.fullName) },
    async read({ where, orderBy, limit, value }) {
      const rows = await db
        .select({ ...memberColumns, value })
        .from(members)
        .innerJoin(roles, eq(roles.id, members.roleId))
        .where(where)
        .orderBy(...orderBy)
        .limit(limit)
      return rows.map(({ value, ...row }) => ({ row, value }))
    },
  }
  return pageOf(db, listing, page)
}

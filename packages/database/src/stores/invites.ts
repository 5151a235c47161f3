import type { Invite, OpenInvite, OrganisationStore } from '@bonafide/core'
import { and, eq, gt, isNull, lte, type SQL, sql } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { invites, organisations, roles } from '../tables/index.ts'
import { orConflict } from './conflicts.ts'
import { listingOf, pageOf } from './pages.ts'

const now = sql`now()`
const notAccepted = isNull(invites.acceptedAt)

type Methods = 'insertInvite' | 'listInvites' | 'deleteInvite' | 'findOpenInvite' | 'takeInvite'

export function createInviteStore(db: Executor): Pick<OrganisationStore, Methods> {
  const isOpen = (tokenHash: Uint8Array) => and(eq(invites.tokenHash, tokenHash), notAccepted, gt(invites.expiresAt, now))

  const read = async (where: SQL | undefined): Promise<OpenInvite | null> => {
    const [row] = await db
      .select({ invite: invites, organisation: { id: organisations.id, name: organisations.name }, role: roles })
      .from(invites)
      .innerJoin(organisations, eq(organisations.id, invites.organisationId))
      .innerJoin(roles, eq(roles.id, invites.roleId))
      .where(where)
    return row ? { ...row, invite: toInvite(row.invite) } : null
  }

  return {
    async insertInvite({ lifetimeSeconds, ...invite }) {
      const sameAddress = and(eq(invites.organisationId, invite.organisationId), sql`lower(${invites.email}) = lower(${invite.email})`)
      await db.delete(invites).where(and(sameAddress, notAccepted, lte(invites.expiresAt, now)))
      const expiresAt = sql`now() + ${lifetimeSeconds}::int * interval '1 second'`
      const [row] = await orConflict(
        db
          .insert(invites)
          .values({ ...invite, expiresAt })
          .returning()
          .execute(),
      )
      if (!row) throw new Error('the insert of an invite returned no row')
      return toInvite(row)
    },

    listInvites(organisationId, page) {
      const where = and(eq(invites.organisationId, organisationId), notAccepted)
      return pageOf(db, listingOf(db, invites, where, toInvite), page)
    },

    async deleteInvite(organisationId, id) {
      const [row] = await db
        .delete(invites)
        .where(and(eq(invites.id, id), eq(invites.organisationId, organisationId), notAccepted))
        .returning()
      return row ? toInvite(row) : null
    },

    findOpenInvite: (tokenHash) => read(isOpen(tokenHash)),

    // The row's lock makes the second of two wait; then it is no longer open.
    async takeInvite(tokenHash) {
      const [row] = await db.update(invites).set({ acceptedAt: now }).where(isOpen(tokenHash)).returning({ id: invites.id })
      return row ? read(eq(invites.id, row.id)) : null
    },
  }
}

const toInvite = ({ tokenHash: _hash, ...invite }: typeof invites.$inferSelect): Invite => invite

import { openPolicy, type TrustPolicyStore } from '@bonafide/core'
import { eq } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { organisations, trustPolicies } from '../tables/index.ts'

export function createTrustPolicyStore(db: Executor): TrustPolicyStore {
  return {
    async find(organisationId, options) {
      // A policy that was never set has no row to lock, its organisation has. NO KEY UPDATE lets the foreign keys of others pass.
      if (options) {
        const organisation = db.select({ id: organisations.id }).from(organisations).where(eq(organisations.id, organisationId))
        await organisation.for(options.lock === 'share' ? 'share' : 'no key update')
      }
      const [row] = await db.select().from(trustPolicies).where(eq(trustPolicies.organisationId, organisationId))
      if (!row) return openPolicy
      const { organisationId: _organisation, ...policy } = row
      return policy
    },

    async save(organisationId, { updatedAt, ...policy }) {
      const row = { ...policy, updatedAt: updatedAt ?? undefined }
      // Logins hold FOR KEY SHARE: those under way end first and are seen by what comes next here, others wait and then find another version.
      const organisation = eq(organisations.id, organisationId)
      await db.select({ id: organisations.id }).from(organisations).where(organisation).for('update')
      await db.update(organisations).set({ trustPolicyVersion: policy.version }).where(organisation)
      await db
        .insert(trustPolicies)
        .values({ ...row, organisationId })
        .onConflictDoUpdate({ target: trustPolicies.organisationId, set: row })
    },
  }
}

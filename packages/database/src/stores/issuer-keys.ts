import type { IssuerKeyStore } from '@bonafide/core'
import { desc, eq, inArray, sql } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { issuerKeys } from '../tables/index.ts'

/** One lock for the keys of an installation: "bonafide issuer keys", read as a number. */
const lockNumber = 1_934_027_760

export function createIssuerKeyStore(db: Executor): IssuerKeyStore {
  return {
    list: () => db.select().from(issuerKeys).orderBy(desc(issuerKeys.signsFrom), desc(issuerKeys.id)),

    async lock() {
      await db.execute(sql`select pg_advisory_xact_lock(${lockNumber})`)
    },

    async insert(key) {
      await db.insert(issuerKeys).values(key)
    },

    async end(id, signsUntil) {
      await db.update(issuerKeys).set({ signsUntil }).where(eq(issuerKeys.id, id))
    },

    async forgetPrivateKey(id) {
      await db.update(issuerKeys).set({ serverWrappedPrivateKey: null }).where(eq(issuerKeys.id, id))
    },

    async remove(ids) {
      if (ids.length > 0) await db.delete(issuerKeys).where(inArray(issuerKeys.id, [...ids]))
    },
  }
}

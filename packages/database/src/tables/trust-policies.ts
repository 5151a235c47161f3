import type { BlockingSeverity } from '@bonafide/core'
import { sql } from 'drizzle-orm'
import { check, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { updatedAt } from './columns.ts'
import { organisations } from './organisations.ts'

/** What an organisation lets its identities trust; no row: anything. */
export const trustPolicies = pgTable(
  'trust_policies',
  {
    organisationId: uuid('organisation_id')
      .primaryKey()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    blockedSeverity: text('blocked_severity').$type<BlockingSeverity>(),
    allowedIssuers: text('allowed_issuers').array().notNull(),
    version: integer('version').notNull(),
    updatedAt: updatedAt(),
  },
  (table) => [check('trust_policies_severity_known', sql`${table.blockedSeverity} in ('warning', 'danger')`)],
)

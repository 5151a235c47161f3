import type { CredentialKindId } from '@bonafide/core'
import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, updatedAt } from './columns.ts'
import { members, organisations } from './organisations.ts'

/** How organisations sign in to clouds of their own. */
export const credentials = pgTable(
  'credentials',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    kind: text('kind').$type<CredentialKindId>().notNull(),
    config: jsonb('config').$type<unknown>().notNull(),
    externalId: text('external_id'),
    externalIdIssued: boolean('external_id_issued').notNull(),
    serverWrappedSecret: text('server_wrapped_secret'),
    lastFour: text('last_four'),
    fingerprint: text('fingerprint'),
    account: text('account'),
    principal: text('principal'),
    isUnprotected: boolean('is_unprotected'),
    checkedAt: instant('checked_at'),
    simulated: boolean('simulated').notNull().default(false),
    version: integer('version').notNull(),
    createdByMemberId: uuid('created_by_member_id').references(() => members.id, { onDelete: 'set null' }),
    deletedAt: instant('deleted_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('credentials_organisation').on(table.organisationId, table.id),
    uniqueIndex('credentials_name').on(table.organisationId, sql`lower(${table.name})`).where(sql`${table.deletedAt} is null`),
    // Also those of deleted credentials: an external id that was issued once is never issued again.
    uniqueIndex('credentials_external_id').on(table.externalId).where(sql`${table.externalIdIssued}`),
    check('credentials_kind_known', sql`${table.kind} in ('aws_assume_role', 'aws_access_keys', 'aws_web_identity')`),
  ],
)

/** External ids that were issued and wait for their credential: one for each member or account. */
export const externalIdDrafts = pgTable(
  'external_id_drafts',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    holderId: uuid('holder_id').notNull(),
    externalId: text('external_id').notNull().unique(),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex('external_id_drafts_holder').on(table.organisationId, table.holderId)],
)

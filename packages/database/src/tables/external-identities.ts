import type { ProviderId } from '@bonafide/core'
import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { bytea, createdAt, id, instant, updatedAt } from './columns.ts'
import { organisations } from './organisations.ts'

export const externalIdentities = pgTable(
  'external_identities',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    provider: text('provider').$type<ProviderId>().notNull(),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    config: jsonb('config').$type<unknown>().notNull(),
    tokenName: text('token_name').notNull(),
    defaultTtlSeconds: integer('default_ttl_seconds').notNull().default(3600),
    maxTtlSeconds: integer('max_ttl_seconds').notNull().default(86400),
    enabled: boolean('enabled').notNull().default(true),
    reportOnlySince: instant('report_only_since'),
    simulated: boolean('simulated').notNull().default(false),
    version: integer('version').notNull().default(1),
    createdByMemberId: uuid('created_by_member_id'),
    deletedAt: instant('deleted_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('external_identities_organisation').on(table.organisationId, table.id),
    uniqueIndex('external_identities_name').on(table.organisationId, sql`lower(${table.name})`).where(sql`${table.deletedAt} is null`),
    // 60 s … 90 d, default within maximum: the database holds this line even against direct SQL.
    check(
      'external_identities_lifetimes',
      sql`${table.defaultTtlSeconds} >= 60 and ${table.maxTtlSeconds} <= 7776000 and ${table.defaultTtlSeconds} <= ${table.maxTtlSeconds}`,
    ),
  ],
)

/** What an identity was from each change on: a row for every version, written with the change. */
export const externalIdentityVersions = pgTable(
  'external_identity_versions',
  {
    id: id(),
    externalIdentityId: uuid('external_identity_id')
      .notNull()
      .references(() => externalIdentities.id, { onDelete: 'cascade' }),
    version: integer('version').notNull(),
    name: text('name').notNull(),
    description: text('description').notNull(),
    config: jsonb('config').$type<unknown>().notNull(),
    tokenName: text('token_name').notNull(),
    defaultTtlSeconds: integer('default_ttl_seconds').notNull(),
    maxTtlSeconds: integer('max_ttl_seconds').notNull(),
    enabled: boolean('enabled').notNull(),
    reportOnly: boolean('report_only').notNull().default(false),
    /** Who made it, as it was called then. */
    changedBy: text('changed_by').notNull(),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex('external_identity_versions_number').on(table.externalIdentityId, table.version)],
)

/** Proofs that have been seen. The primary key is what makes a proof work once, on whatever node it arrives. */
export const usedProofs = pgTable(
  'used_proofs',
  { proofHash: bytea('proof_hash').primaryKey(), expiresAt: instant('expires_at').notNull() },
  (table) => [index('used_proofs_expiry').using('brin', table.expiresAt)],
)

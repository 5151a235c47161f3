import type { ProviderId, ReasonCode, Step, Testimony } from '@bonafide/core'
import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.ts'
import { organisations } from './organisations.ts'

/** Every attempt to trade a proof for a token. No foreign keys but the organisation: the record outlives what it tells of. */
export const exchanges = pgTable(
  'exchanges',
  {
    id: id(),
    /** Null when no account of ours was named. */
    organisationId: uuid('organisation_id').references(() => organisations.id, { onDelete: 'cascade' }),
    at: instant('at').notNull().default(sql`now()`),
    outcome: text('outcome').$type<'accepted' | 'refused'>().notNull(),
    code: text('code').$type<ReasonCode>(),
    provider: text('provider').$type<ProviderId>().notNull(),
    serviceAccountId: uuid('service_account_id'),
    externalIdentityId: uuid('external_identity_id'),
    identityVersion: integer('identity_version'),
    tokenId: uuid('token_id'),
    principal: text('principal'),
    ttlSeconds: integer('ttl_seconds'),
    ip: text('ip').notNull(),
    userAgent: text('user_agent').notNull(),
    requestId: text('request_id').notNull(),
    durationMs: integer('duration_ms').notNull(),
    steps: jsonb('steps').$type<Step[]>().notNull(),
    /** Why it would have been refused, had the identity not been report-only. */
    reportedCode: text('reported_code').$type<ReasonCode>(),
  },
  (table) => [
    index('exchanges_organisation').on(table.organisationId, table.id),
    index('exchanges_account').on(table.serviceAccountId, table.id),
    index('exchanges_identity').on(table.externalIdentityId, table.id),
    // Each refusal is in one of these, each acceptance in none.
    index('exchanges_refused')
      .on(table.organisationId, table.id)
      .where(sql`${table.outcome} = 'refused' and ${table.principal} is not null`),
    index('exchanges_unverified')
      .on(table.organisationId, table.id)
      .where(sql`${table.outcome} = 'refused' and ${table.principal} is null`),
    index('exchanges_reported').on(table.externalIdentityId, table.id).where(sql`${table.reportedCode} is not null`),
    index('exchanges_retention').using('brin', table.at),
    check('exchanges_outcome', sql`(${table.outcome} = 'accepted') = (${table.tokenId} is not null)`),
  ],
)

/** What a platform vouched for in an exchange. A table of its own, so that nothing that lists exchanges can come to hold it; it goes with its exchange. */
export const exchangeTestimonies = pgTable('exchange_testimonies', {
  exchangeId: uuid('exchange_id')
    .primaryKey()
    .references(() => exchanges.id, { onDelete: 'cascade' }),
  testimony: jsonb('testimony').$type<Testimony>().notNull(),
})

/** Nodes on which somebody of the organisation watches its exchanges live; a row that is not renewed runs out. */
export const exchangeWatchers = pgTable(
  'exchange_watchers',
  {
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    nodeId: uuid('node_id').notNull(),
    until: instant('until').notNull(),
  },
  (table) => [primaryKey({ columns: [table.organisationId, table.nodeId] })],
)

import type { AuditActor } from '@bonafide/core'
import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.ts'
import { organisations } from './organisations.ts'

export const auditEvents = pgTable(
  'audit_events',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    at: instant('at').notNull().default(sql`now()`),
    actorKind: text('actor_kind').$type<AuditActor['kind']>().notNull(),
    actorId: uuid('actor_id'),
    actorName: text('actor_name').notNull(),
    actorVia: text('actor_via'),
    action: text('action').notNull(),
    resourceType: text('resource_type').notNull(),
    resourceId: text('resource_id'),
    resourceName: text('resource_name'),
    before: jsonb('before').$type<Record<string, unknown>>(),
    after: jsonb('after').$type<Record<string, unknown>>(),
    ip: text('ip').notNull(),
    userAgent: text('user_agent').notNull(),
    requestId: text('request_id').notNull(),
  },
  (table) => [
    index('audit_events_organisation').on(table.organisationId, table.id),
    index('audit_events_resource').on(table.resourceId, table.id),
    index('audit_events_at').on(table.at),
  ],
)

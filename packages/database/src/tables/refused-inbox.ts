import { boolean, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt } from './columns.ts'
import { organisations } from './organisations.ts'

/** Groups of refusals that somebody has taken off the inbox. */
export const refusalDismissals = pgTable(
  'refusal_dismissals',
  {
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    groupKey: text('group_key').notNull(),
    /** What was looked at: a later exchange brings the group back, unless it is dismissed for good. */
    exchangeId: uuid('exchange_id').notNull(),
    forGood: boolean('for_good').notNull(),
    /** Who did it, as it was called then. */
    dismissedBy: text('dismissed_by').notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.organisationId, table.groupKey] })],
)

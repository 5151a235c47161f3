import type { DeliveryFailure, DeliveryState, DisabledReason, WebhookDelivery, WebhookEvent } from '@bonafide/core'
import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, updatedAt } from './columns.ts'
import { organisations } from './organisations.ts'

/** Where organisations are told of what happens. */
export const webhooks = pgTable(
  'webhooks',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    url: text('url').notNull(),
    description: text('description').notNull(),
    events: text('events').array().$type<WebhookEvent[]>().notNull(),
    serverWrappedSecret: text('server_wrapped_secret').notNull(),
    serverWrappedPreviousSecret: text('server_wrapped_previous_secret'),
    previousSecretUntil: instant('previous_secret_until'),
    disabledReason: text('disabled_reason').$type<DisabledReason>(),
    failingSince: instant('failing_since'),
    lastDeliveredAt: instant('last_delivered_at'),
    version: integer('version').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('webhooks_organisation').on(table.organisationId, table.id),
    check('webhooks_disabled_reason_known', sql`${table.disabledReason} in ('by_hand', 'failing', 'gone')`),
  ],
)

/** What was sent to them, is on its way, or failed. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    webhookId: uuid('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    event: text('event').$type<WebhookDelivery['event']>().notNull(),
    body: text('body').notNull(),
    state: text('state').$type<DeliveryState>().notNull(),
    attempts: integer('attempts').notNull(),
    nextAttemptAt: instant('next_attempt_at'),
    lastAttemptAt: instant('last_attempt_at'),
    status: integer('status'),
    failure: text('failure').$type<DeliveryFailure>(),
    durationMs: integer('duration_ms'),
    createdAt: createdAt(),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    index('webhook_deliveries_webhook').on(table.webhookId, table.id),
    index('webhook_deliveries_due').on(table.nextAttemptAt).where(sql`${table.nextAttemptAt} is not null`),
    index('webhook_deliveries_finished').on(table.finishedAt),
    check('webhook_deliveries_state_known', sql`${table.state} in ('pending', 'delivered', 'failed')`),
  ],
)

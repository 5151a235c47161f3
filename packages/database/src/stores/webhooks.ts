import type { Webhook, WebhookDelivery, WebhookStore } from '@bonafide/core'
import { and, arrayContains, asc, eq, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { webhookDeliveries, webhooks } from '../tables/index.ts'
import { daysAgo } from './days-ago.ts'
import { listingOf, pageOf } from './pages.ts'

export function createWebhookStore(db: Executor): WebhookStore {
  return {
    async insert(webhook) {
      await db.insert(webhooks).values(webhook)
    },

    async find(organisationId, id, options) {
      const query = db
        .select()
        .from(webhooks)
        .where(and(eq(webhooks.id, id), eq(webhooks.organisationId, organisationId)))
      const [row] = await (options?.lock ? query.for('update') : query)
      return row ?? null
    },

    list: (organisationId): Promise<Webhook[]> =>
      db.select().from(webhooks).where(eq(webhooks.organisationId, organisationId)).orderBy(asc(webhooks.id)),

    async update({ id, organisationId, createdAt, ...changes }) {
      await db.update(webhooks).set(changes).where(eq(webhooks.id, id))
    },

    async remove(id) {
      await db.delete(webhooks).where(eq(webhooks.id, id))
    },

    async subscribers(organisationId, event) {
      const wanted = and(
        eq(webhooks.organisationId, organisationId),
        isNull(webhooks.disabledReason),
        arrayContains(webhooks.events, [event]),
      )
      return (await db.select({ id: webhooks.id }).from(webhooks).where(wanted).orderBy(asc(webhooks.id))).map(({ id }) => id)
    },

    async insertDeliveries(deliveries) {
      if (deliveries.length === 0) return
      await db.insert(webhookDeliveries).values([...deliveries])
      for (const delivery of deliveries) await wake(db, delivery)
    },

    async findDelivery(organisationId, id) {
      const wanted = and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.organisationId, organisationId))
      const [row] = await db.select().from(webhookDeliveries).where(wanted)
      return row ?? null
    },

    listDeliveries(webhookId, { state }, page) {
      const where = and(eq(webhookDeliveries.webhookId, webhookId), state ? eq(webhookDeliveries.state, state) : undefined)
      return pageOf(
        db,
        listingOf(db, webhookDeliveries, where, (row): WebhookDelivery => row),
        page,
      )
    },

    async takeDelivery(id, now, until) {
      const [row] = await db
        .update(webhookDeliveries)
        .set({ attempts: sql`${webhookDeliveries.attempts} + 1`, nextAttemptAt: until })
        .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.state, 'pending'), lte(webhookDeliveries.nextAttemptAt, now)))
        .returning()
      return row ?? null
    },

    async settleDelivery({ id, organisationId, webhookId, event, body, createdAt, attempts, ...ended }) {
      const mine = and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.state, 'pending'), eq(webhookDeliveries.attempts, attempts))
      const [row] = await db.update(webhookDeliveries).set(ended).where(mine).returning()
      if (row) await wake(db, row)
      return row !== undefined
    },

    async restartDelivery({ id, organisationId, webhookId, event, body, createdAt, ...anew }) {
      const [row] = await db.update(webhookDeliveries).set(anew).where(eq(webhookDeliveries.id, id)).returning()
      if (row) await wake(db, row)
    },

    async wakeOverdue(before, limit) {
      // A node that dies keeps the queue of an endpoint for hours, long after its lease of the delivery has ended.
      await db.execute(sql`
        update graphile_worker._private_job_queues set locked_at = null, locked_by = null
        where queue_name like 'webhook:%' and locked_at < now() - interval '2 minutes'`)
      const overdue = await db
        .select()
        .from(webhookDeliveries)
        .where(lte(webhookDeliveries.nextAttemptAt, before))
        .orderBy(asc(webhookDeliveries.nextAttemptAt))
        .limit(limit)
      for (const delivery of overdue) await wake(db, delivery)
      return overdue.length
    },

    async purgeDeliveries(days, limit) {
      const old = db
        .select({ id: webhookDeliveries.id })
        .from(webhookDeliveries)
        .where(lte(webhookDeliveries.finishedAt, daysAgo(days)))
        .limit(limit)
      return (await db.delete(webhookDeliveries).where(inArray(webhookDeliveries.id, old)).returning({ id: webhookDeliveries.id })).length
    },
  }
}

/**
 * A job for a delivery that waits: one however often it is asked for. Those of one endpoint come one after the other, so that one that hangs
 * keeps no more than one worker.
 */
async function wake(db: Executor, { id, webhookId, nextAttemptAt }: Pick<WebhookDelivery, 'id' | 'webhookId' | 'nextAttemptAt'>) {
  if (nextAttemptAt === null) return
  await db.execute(sql`
    select graphile_worker.add_job(
      'deliver_webhook', json_build_object('id', ${id}::text), queue_name => ${`webhook:${webhookId}`}, run_at => ${nextAttemptAt.toISOString()}::timestamptz,
      max_attempts => 3, job_key => ${`webhook:${id}`}
    )`)
}

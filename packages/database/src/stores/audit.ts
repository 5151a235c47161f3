import type { AuditEvent, AuditFilter, AuditStore } from '@bonafide/core'
import { and, desc, eq, gte, ilike, inArray, like, lt, lte, or, type SQL } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { auditEvents as events } from '../tables/index.ts'
import { daysAgo } from './days-ago.ts'
import { beginningWith, containing, listingOf, pageOf } from './pages.ts'

export function createAuditStore(db: Executor): AuditStore {
  return {
    async insert({ actor, ...event }) {
      await db.insert(events).values({ ...event, actorKind: actor.kind, actorId: actor.id, actorName: actor.name, actorVia: actor.via })
    },

    list: (organisationId, filter, page) => pageOf(db, listingOf(db, events, eventsOf(organisationId, filter), toEvent), page),

    async readAfter(organisationId, filter, after, limit) {
      const older = after === undefined ? undefined : lt(events.id, after)
      const rows = await db
        .select()
        .from(events)
        .where(and(eventsOf(organisationId, filter), older))
        .orderBy(desc(events.id))
        .limit(limit)
      return rows.map(toEvent)
    },

    async purge(days, limit) {
      const old = db
        .select({ id: events.id })
        .from(events)
        .where(lt(events.at, daysAgo(days)))
        .orderBy(events.at)
        .limit(limit)
      const purged = await db.delete(events).where(inArray(events.id, old)).returning({ id: events.id })
      return purged.length
    },
  }
}

function eventsOf(organisationId: string, filter: AuditFilter): SQL | undefined {
  return and(
    eq(events.organisationId, organisationId),
    filter.search ? matching(filter.search) : undefined,
    filter.actorKind === undefined ? undefined : eq(events.actorKind, filter.actorKind),
    filter.action === undefined ? undefined : eq(events.action, filter.action),
    filter.actionPrefix ? like(events.action, beginningWith(filter.actionPrefix)) : undefined,
    filter.resourceType === undefined ? undefined : eq(events.resourceType, filter.resourceType),
    filter.resourceId === undefined ? undefined : eq(events.resourceId, filter.resourceId),
    filter.resourceIds === undefined ? undefined : inArray(events.resourceId, filter.resourceIds),
    filter.actorId === undefined ? undefined : eq(events.actorId, filter.actorId),
    filter.since === undefined ? undefined : gte(events.at, filter.since),
    filter.until === undefined ? undefined : lte(events.at, filter.until),
  )
}

function matching(search: string): SQL | undefined {
  const pattern = containing(search)
  return or(ilike(events.resourceName, pattern), ilike(events.actorName, pattern), ilike(events.requestId, pattern))
}

const toEvent = ({ actorKind, actorId, actorName, actorVia, ...event }: typeof events.$inferSelect): AuditEvent => ({
  ...event,
  actor: { kind: actorKind, id: actorId, name: actorName, via: actorVia },
})

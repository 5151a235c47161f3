import type { Actor } from '../actor.ts'
import type { Context } from '../context.ts'
import { dateOf, newId } from '../runtime.ts'
import { same } from '../same.ts'
import type { Stores } from '../stores.ts'
import type { AuditActor, AuditEvent } from './event.ts'

export interface Deed {
  action: string
  resourceType: string
  resourceId: string | null
  resourceName?: string | null
  before?: Record<string, unknown> | null
  after?: Record<string, unknown> | null
}

export function auditActor(actor: Actor): AuditActor {
  if (actor.kind === 'anonymous') return { kind: 'anonymous', id: null, name: 'anonymous', via: null }
  if (actor.kind === 'system') return { kind: 'system', id: null, name: actor.name, via: null }
  return { kind: actor.kind, id: actor.id, name: actor.name, via: `${actor.via.kind}:${actor.via.id}` }
}

/** The audit row of a deed, for stores that write it in the statement of the deed itself. */
export function auditEvent(organisationId: string, deed: Deed, context: Context): AuditEvent {
  return {
    id: newId(context.runtime),
    organisationId,
    at: dateOf(context.runtime),
    actor: auditActor(context.actor),
    action: deed.action,
    resourceType: deed.resourceType,
    resourceId: deed.resourceId,
    resourceName: deed.resourceName ?? null,
    before: deed.before ?? null,
    after: deed.after ?? null,
    ip: context.request.ip,
    userAgent: context.request.userAgent,
    requestId: context.request.id,
  }
}

/** Writes the audit row beside the change: `stores` are those of the same transaction. */
export const record = (organisationId: string, deed: Deed, stores: Stores, context: Context): Promise<void> =>
  stores.audit.insert(auditEvent(organisationId, deed, context))

/** The fields that differ, before and after; undefined when nothing changed. */
export function changed<Row extends object>(
  before: Row,
  after: Row,
  fields: readonly (keyof Row & string)[],
): { before: Record<string, unknown>; after: Record<string, unknown> } | undefined {
  const different = fields.filter((field) => !same(before[field], after[field]))
  if (different.length === 0) return undefined
  const pick = (row: Row) => Object.fromEntries(different.map((field) => [field, row[field]]))
  return { before: pick(before), after: pick(after) }
}

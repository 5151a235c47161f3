import * as z from 'zod'
import type { Context } from '../context.ts'
import { authorise, mayInOrganisation } from '../organisations/authorise.ts'
import { byAge, type Page, parseList } from '../page.ts'
import { text, uuid } from '../parse.ts'
import type { AuditEvent } from './event.ts'

/** What a list or an export of events can be narrowed by. */
export const auditFilter = z.object({
  search: text(200).optional(),
  actorKind: z.enum(['member', 'service_account', 'system', 'anonymous']).optional(),
  actionPrefix: text(100).optional(),
  action: text(100).optional(),
  resourceType: text(100).optional(),
  resourceId: text(100).optional(),
  resourceIds: z.array(text(100)).max(1000, 'must be at most 1000').optional(),
  actorId: uuid.optional(),
  since: z.date().optional(),
  until: z.date().optional(),
})

/** What happened in the organisation, newest first. */
export async function listAuditEvents(input: unknown, context: Context): Promise<Page<AuditEvent>> {
  authorise(context, 'Logs', 'read')
  const wanted = parseList(input, byAge, auditFilter)
  const page = await context.stores.audit.list(context.actor.organisationId, wanted.filter, wanted.page)
  return mayInOrganisation(context.actor, 'ExternalIdentities', 'read') ? page : { ...page, rows: page.rows.map(withoutTrust) }
}

const trusting = ['external_identity', 'trust_policy']

/** Whoever may not read identities does not read whom they trust here either; that something was done, and by whom, stays. */
export const withoutTrust = (event: AuditEvent): AuditEvent =>
  trusting.includes(event.resourceType) ? { ...event, before: null, after: null } : event

import * as z from 'zod'
import type { Context } from '../context.ts'
import { authorise } from '../organisations/authorise.ts'
import { type Page, pageRequest } from '../page.ts'
import { parse, text, uuid } from '../parse.ts'
import type { AuditEvent } from './event.ts'

const listInput = pageRequest.extend({
  action: text(100).optional(),
  resourceType: text(100).optional(),
  resourceId: text(100).optional(),
  actorId: uuid.optional(),
  since: z.date().optional(),
  until: z.date().optional(),
})

/** What happened in the organisation, newest first. */
export async function listAuditEvents(input: unknown, context: Context): Promise<Page<AuditEvent>> {
  authorise(context, 'Logs', 'read')
  const { first, after, ...filter } = parse(listInput, input)
  return context.stores.audit.list(context.actor.organisationId, filter, { first, after })
}

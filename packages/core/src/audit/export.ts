import * as z from 'zod'
import type { Context } from '../context.ts'
import { authorise, mayInOrganisation } from '../organisations/authorise.ts'
import { parse } from '../parse.ts'
import type { AuditEvent } from './event.ts'
import { auditFilter, withoutTrust } from './list.ts'
import { record } from './record.ts'

const batchSize = 1000
const formats = ['csv', 'jsonl'] as const
export const exportInput = auditFilter.extend({ format: z.enum(formats, 'must be csv or jsonl').default('jsonl') }).strict()

export interface AuditExport {
  format: (typeof formats)[number]
  /** Newest first, a batch at a time: however many there are, only one batch is held. */
  batches: AsyncGenerator<AuditEvent[]>
}

/**
 * Everything of the audit log that a filter lets through. Taking it out leaves a row of its own, before the first one is read. `again` says
 * anew who asks, before each further batch: whoever was signed out meanwhile, or lost the right, gets no more.
 */
export async function exportAuditEvents(input: unknown, context: Context, again: () => Promise<Context>): Promise<AuditExport> {
  authorise(context, 'Logs', 'read')
  const { format, ...filter } = parse(exportInput, input)
  const { organisationId } = context.actor
  const after = { format, ...filter }
  await record(organisationId, { action: 'audit.export', resourceType: 'audit', resourceId: null, after }, context.stores, context)
  async function* batches(): AsyncGenerator<AuditEvent[]> {
    let asking: Context = context
    let last: string | undefined
    do {
      authorise(asking, 'Logs', 'read')
      const seesTrust = mayInOrganisation(asking.actor, 'ExternalIdentities', 'read')
      const rows: AuditEvent[] = await context.stores.audit.readAfter(organisationId, filter, last, batchSize)
      if (rows.length > 0) yield seesTrust ? rows : rows.map(withoutTrust)
      last = rows.length < batchSize ? undefined : rows.at(-1)?.id
      if (last !== undefined) asking = await again()
    } while (last !== undefined)
  }
  return { format, batches: batches() }
}

import { type AuditEvent, type AuditExport, exportAuditEvents, rateLimits, requireRate, type Services } from '@bonafide/core'
import { Hono } from 'hono'
import type { Door } from '../door.ts'
import type { Env, HonoContext } from '../env.ts'
import { csvRecord } from './csv.ts'

const columns = [
  'at',
  'actor_kind',
  'actor_id',
  'actor_name',
  'actor_via',
  'action',
  'resource_type',
  'resource_id',
  'resource_name',
  'before',
  'after',
  'ip',
  'user_agent',
  'request_id',
  'id',
]

const cellsOf = ({ actor, before, after, ...event }: AuditEvent): (string | null)[] => [
  event.at.toISOString(),
  actor.kind,
  actor.id,
  actor.name,
  actor.via,
  event.action,
  event.resourceType,
  event.resourceId,
  event.resourceName,
  before && JSON.stringify(before),
  after && JSON.stringify(after),
  event.ip,
  event.userAgent,
  event.requestId,
  event.id,
]

const jsonOf = ({ organisationId: _, ...event }: AuditEvent): string => `${JSON.stringify(event)}\n`

const formats = {
  csv: {
    type: 'text/csv; charset=utf-8; header=present',
    head: csvRecord(columns),
    line: (event: AuditEvent) => csvRecord(cellsOf(event)),
  },
  jsonl: { type: 'application/jsonl; charset=utf-8', head: '', line: jsonOf },
}

export interface AuditOptions {
  /** Administrators' questions are answered on connections of their own, so that none of them keeps a workload from logging in. */
  administration: Pick<Services, 'stores'>
}

/** The audit log as a file, sent while it is read. */
export function auditRoutes(door: Door, { administration }: AuditOptions): Hono<Env> {
  const asked = async (request: HonoContext) => ({ ...(await door.authenticated(request)), stores: administration.stores })
  const routes = new Hono<Env>()
  routes.get('/api/v1/audit/export', async (request) => {
    const context = await asked(request)
    await requireRate(context.limits, `audit_export:${context.actor.id}`, rateLimits.auditExportPerCaller)
    const { since, until, ...query } = request.req.query()
    const wanted = { ...query, since: instantOf(since), until: instantOf(until) }
    const found = await exportAuditEvents(wanted, context, () => asked(request))
    const day = new Date(context.runtime.now()).toISOString().slice(0, 10)
    const headers = {
      'content-type': formats[found.format].type,
      'content-disposition': `attachment; filename="audit-${day}.${found.format}"`,
      'cache-control': 'no-store',
    }
    return new Response(bodyOf(found), { headers })
  })
  return routes
}

/** RFC 3339 with an offset, so that nobody's time zone decides; what is none is left for the use case to refuse. */
const instantOf = (text: string | undefined): Date | string | undefined =>
  text !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/i.test(text) ? new Date(text) : text

function bodyOf({ format, batches }: AuditExport): ReadableStream<Uint8Array> {
  const { head, line } = formats[format]
  const encoder = new TextEncoder()
  let isFirst = true
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await batches.next()
      const text = `${isFirst ? head : ''}${(value ?? []).map(line).join('')}`
      isFirst = false
      if (text !== '') controller.enqueue(encoder.encode(text))
      if (done) controller.close()
    },
    async cancel() {
      await batches.return(undefined)
    },
  })
}

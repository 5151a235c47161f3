import { parseAsString, parseAsStringLiteral } from 'nuqs/server'
import type { AuditFilter, AuditLogQueryVariables } from './operations.generated.ts'

export const actorKinds = ['MEMBER', 'SERVICE_ACCOUNT', 'SYSTEM', 'ANONYMOUS'] as const
export const ranges = ['hour', 'day', 'week', 'month', 'custom'] as const
export type Range = (typeof ranges)[number]

export const logParsers = {
  q: parseAsString.withDefault(''),
  kind: parseAsStringLiteral(actorKinds),
  /** Id of a member or a service account. */
  actor: parseAsString,
  action: parseAsString,
  type: parseAsString,
  resource: parseAsString,
  range: parseAsStringLiteral(ranges),
  /** ISO 8601, of a custom range. */
  since: parseAsString,
  until: parseAsString,
  after: parseAsString,
  before: parseAsString,
  /** The event that is shown open. */
  event: parseAsString,
}

export interface LogState {
  q: string
  kind: (typeof actorKinds)[number] | null
  actor: string | null
  action: string | null
  type: string | null
  resource: string | null
  range: Range | null
  since: string | null
  until: string | null
  after: string | null
  before: string | null
  event: string | null
}

const pageSize = 50
const hourMs = 3_600_000
const rangeMs: Record<Exclude<Range, 'custom'>, number> = { hour: hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs, month: 30 * 24 * hourMs }

/** `nowMs` is when somebody looked or chose the range: the same on the server, which preloads, and in the browser, which shows. */
export function logFilter({ q, kind, actor, action, type, resource, range, since, until }: LogState, nowMs: number): AuditFilter {
  const isCustom = range === 'custom'
  return {
    search: q === '' ? null : q,
    actorKind: kind,
    actorId: actor,
    action,
    resourceType: type,
    resourceId: resource,
    since: isCustom ? since : range === null ? null : new Date(nowMs - rangeMs[range]).toISOString(),
    until: isCustom ? until : null,
  }
}

export const logVariables = (state: LogState, nowMs: number): AuditLogQueryVariables => ({
  filter: logFilter(state, nowMs),
  ...(state.before === null ? { first: pageSize, after: state.after } : { last: pageSize, before: state.before }),
})

export const isFiltered = ({ q, kind, actor, action, type, resource, range }: LogState): boolean =>
  q !== '' || [kind, actor, action, type, resource, range].some((part) => part !== null)

/** The address of the same events as a file. */
export function exportPath(format: 'csv' | 'jsonl', filter: AuditFilter): string {
  const { actorKind, ...rest } = filter
  const entries = Object.entries({ format, actorKind: actorKind?.toLowerCase(), ...rest })
  const given = entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
  return `/api/v1/audit/export?${new URLSearchParams(given)}`
}

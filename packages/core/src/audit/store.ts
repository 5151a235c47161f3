import type { Page, PageRequest } from '../page.ts'
import type { AuditActor, AuditEvent } from './event.ts'

export interface AuditFilter {
  /** Part of the names of actor and resource, or of the request id. */
  search?: string
  actorKind?: AuditActor['kind']
  action?: string
  /** `service_account.` for everything done to service accounts. */
  actionPrefix?: string
  resourceType?: string
  resourceId?: string
  /** Any of these. */
  resourceIds?: string[]
  actorId?: string
  since?: Date
  until?: Date
}

export interface AuditStore {
  insert(event: AuditEvent): Promise<void>
  list(organisationId: string, filter: AuditFilter, page: PageRequest): Promise<Page<AuditEvent>>
  /** Newest first, at most `limit` of those older than the event `after`. */
  readAfter(organisationId: string, filter: AuditFilter, after: string | undefined, limit: number): Promise<AuditEvent[]>
  /** Deletes rows older than so many days, by the database's clock; answers how many. */
  purge(days: number, limit: number): Promise<number>
}

/** Who did it, as it was called then. */
export interface AuditActor {
  kind: 'member' | 'service_account' | 'system' | 'anonymous'
  id: string | null
  name: string
  /** Session or token that was used, if any. */
  via: string | null
}

/** One change, or one read of secrets. Written in the transaction of what it records. */
export interface AuditEvent {
  id: string
  organisationId: string
  at: Date
  actor: AuditActor
  /** `external_identity.create`, `secrets.read` … */
  action: string
  resourceType: string
  resourceId: string | null
  resourceName: string | null
  /** The fields that changed, before and after; never secret material. */
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  ip: string
  userAgent: string
  requestId: string
}

import { listAuditEvents } from '@bonafide/core'
import { connection, pageOf } from '../base/connection.ts'
import { given } from '../base/input.ts'
import type { Resolvers } from '../generated/resolvers.ts'

export const resolvers: Resolvers = {
  Query: {
    auditEvents: async (_, { filter, ...page }, { domain }) =>
      connection('audit_events', await listAuditEvents({ ...given(filter ?? {}), ...pageOf('audit_events', page) }, domain)),
  },
  AuditActorKind: { MEMBER: 'member', SERVICE_ACCOUNT: 'service_account', SYSTEM: 'system', ANONYMOUS: 'anonymous' },
}

import { connectionTypes } from '../base/connection-types.ts'

export const typeDefs = /* GraphQL */ `
  enum AuditActorKind {
    MEMBER
    SERVICE_ACCOUNT
    SYSTEM
    ANONYMOUS
  }

  "Who did it, as it was called then."
  type AuditActor {
    kind: AuditActorKind!
    id: ID
    name: String!
    "The session or token that was used."
    via: String
  }

  "One change, or one read of secrets."
  type AuditEvent {
    id: ID!
    at: DateTime!
    actor: AuditActor!
    action: String!
    resourceType: String!
    resourceId: String
    resourceName: String
    "The fields that changed; never secret material."
    before: JSON
    after: JSON
    ip: String!
    userAgent: String!
    requestId: String!
  }

  ${connectionTypes('AuditEvent')}

  input AuditFilter {
    "Part of the names of actor and resource, or of the request id."
    search: String
    actorKind: AuditActorKind
    action: String
    "service_account. for everything done to service accounts."
    actionPrefix: String
    resourceType: String
    resourceId: String
    "Any of these, at most 1000: an app and its environments."
    resourceIds: [String!]
    actorId: ID
    since: DateTime
    until: DateTime
  }

  type Query {
    auditEvents(first: Int, after: String, last: Int, before: String, filter: AuditFilter): AuditEventConnection
  }
`

import { connectionTypes } from '../base/connection-types.ts'

export const typeDefs = /* GraphQL */ `
  enum IssuerHealthLevel {
    OK
    WARNING
    DANGER
    "Nobody has asked it yet."
    UNKNOWN
  }
  enum IssuerHealthCode {
    ISSUER_UNREACHABLE
    "It publishes a private key or a shared secret."
    ISSUER_LEAKS_KEY
    "Within 14 days."
    CERTIFICATE_ENDS
    UPLOADED_KEYS_OLD
    "By more than 30 seconds."
    CLOCK_OFF
    "More than 100."
    MANY_KEYS
    WEAK_KEYS
  }
  type IssuerHealthFinding {
    code: IssuerHealthCode!
    severity: LintSeverity!
    message: String!
  }

  "How the issuer of an identity is, as far as this server has seen. What nobody knows is null."
  type IssuerHealth {
    "That of the identity."
    id: ID!
    identity: ExternalIdentity
    issuer: String!
    level: IssuerHealthLevel!
    "The worst first."
    findings: [IssuerHealthFinding!]!
    "Where it was last asked: a URL, or uploaded."
    place: String
    askedAt: DateTime
    "When it last gave keys."
    answeredAt: DateTime
    failingSince: DateTime
    milliseconds: Int
    "Those that can verify signatures."
    keyCount: Int
    "Of other kinds, or for other purposes."
    unusableKeyCount: Int
    weakKeyCount: Int
    algorithms: [String!]
    "Since when it has published this very set, as far as this server has seen."
    keysSince: DateTime
    certificateEndsAt: DateTime
    "Its clock minus ours, in milliseconds."
    clockOffsetMs: Int
    "When its uploaded keys are due for a look."
    remindAt: DateTime
  }

  ${connectionTypes('IssuerHealth')}

  type ExternalIdentity {
    "Null where its platform has no issuer that could be in trouble."
    issuerHealth: IssuerHealth
  }

  type Query {
    "Of every issuer that the organisation trusts, the worst first."
    issuerHealth(first: Int, after: String): IssuerHealthConnection
  }

  input CheckIssuerInput {
    identityId: ID!
  }
  type CheckIssuerPayload {
    issuerHealth: IssuerHealth
    userErrors: [UserError!]!
  }
  type Mutation {
    "Asks the issuer of an identity for its keys now, and keeps what came of it."
    checkIssuer(input: CheckIssuerInput!): CheckIssuerPayload!
  }
`

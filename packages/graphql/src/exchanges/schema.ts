import { connectionTypes } from '../base/connection-types.ts'

export const typeDefs = /* GraphQL */ `
  enum ExchangeOutcome {
    ACCEPTED
    REFUSED
  }

  enum StepStatus {
    PASSED
    FAILED
    SKIPPED
  }

  "The checks of every exchange, in their order."
  enum StepName {
    request_readable
    account_usable
    identity_bound
    fresh
    endpoint_allowed
    proof_valid
    audience
    trust
    network
    lifetime
    mint
  }

  "One check, told to administrators; never a secret, a signature or a token."
  type ExchangeStep {
    name: StepName!
    status: StepStatus!
    "Why it failed."
    code: String
    detail: String
    expected: String
    received: String
    milliseconds: Float
  }

  "One attempt to trade a proof for a token."
  type Exchange {
    id: ID!
    at: DateTime!
    outcome: ExchangeOutcome!
    "Why it was refused."
    code: String
    provider: IdentityProviderId!
    "Null when it has been deleted."
    serviceAccount: ServiceAccount
    serviceAccountId: ID
    "The identity that let the caller in, or came nearest. Null when it has been deleted."
    identity: ExternalIdentity
    identityId: ID
    "The identity's version that judged."
    identityVersion: Int
    tokenId: ID
    "Who the platform said the caller was."
    principal: String
    ttlSeconds: Duration
    ip: String!
    userAgent: String!
    requestId: String!
    durationMs: Float!
    steps: [ExchangeStep!]!
    "The smallest change that would let this caller in; null when there is none, or none that you may make."
    trustProposal: TrustProposal
  }

  "A change to the identity that came nearest, or a new identity where none was bound."
  type TrustProposal {
    provider: IdentityProviderId!
    "Null: a new one is to be made."
    identity: ExternalIdentity
    before: ExternalIdentityConfig
    after: ExternalIdentityConfig!
    "What is new in it."
    additions: [String!]!
    "Whom that trusts."
    explanation: String!
    "Other ways, narrower ones too."
    alternatives: [TrustAlternative!]!
  }
  type TrustAlternative {
    after: ExternalIdentityConfig!
    additions: [String!]!
    explanation: String!
  }

  ${connectionTypes('Exchange')}

  input ExchangeFilter {
    outcome: ExchangeOutcome
    code: String
    "Any of these."
    codes: [String!]
    provider: IdentityProviderId
    "Exactly this one."
    principal: String
    ip: String
    identityId: ID
    serviceAccountId: ID
    "Part of the principal, the address or the request id."
    search: String
    since: DateTime
    until: DateTime
  }

  type Query {
    exchanges(first: Int, after: String, last: Int, before: String, filter: ExchangeFilter): ExchangeConnection
    exchange(id: ID!): Exchange
  }
`

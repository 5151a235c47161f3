import { connectionTypes } from '../base/connection-types.ts'

export const typeDefs = /* GraphQL */ `
  "Refusals that are one matter: one verified caller, refused for one reason by one identity and one account."
  type RefusedCaller {
    "Tells the group from others for as long as it lasts."
    id: ID!
    provider: IdentityProviderId!
    "What the platform called it; of one that has many names, such as the sessions of a role, what they have in common."
    caller: String!
    "How many names it had."
    principalCount: Int!
    code: String!
    count: Int!
    firstAt: DateTime!
    lastAt: DateTime!
    "Some of them, at most five."
    addresses: [String!]!
    addressCount: Int!
    "The latest attempt: the nearest miss, and what would let it in."
    latest: Exchange!
    "Whether a change to an identity, that you may make, would let exactly it in: the latest exchange proposes it."
    trustable: Boolean!
    "Null unless somebody has taken it off the inbox."
    dismissal: RefusedCallerDismissal
  }
  type RefusedCallerDismissal {
    "Also when it is refused again."
    forGood: Boolean!
    "Who did it, as it was called then."
    by: String!
    at: DateTime!
  }

  ${connectionTypes('RefusedCaller')}

  "Callers whom no platform vouched for: counted, never named."
  type UnverifiedRefusals {
    "Of the newest 10 000."
    count: Int!
    "There are more than those."
    more: Boolean!
    lastAt: DateTime
    "The most frequent first, at most five."
    reasons: [UnverifiedReason!]!
    "The busiest ones, at most five."
    addresses: [String!]!
    addressCount: Int!
  }
  type UnverifiedReason {
    code: String!
    count: Int!
  }

  input RefusedInboxFilter {
    provider: IdentityProviderId
    serviceAccountId: ID
    "How far back, at most 90; 7 unless told."
    days: Int
  }

  input DismissRefusedCallerInput {
    "A refused exchange of the group, the latest that was looked at."
    exchangeId: ID!
    "Also when it is refused again; otherwise until then."
    forGood: Boolean! = false
  }
  type DismissRefusedCallerPayload {
    exchange: Exchange
    userErrors: [UserError!]!
  }
  input RestoreRefusedCallerInput {
    "Any refused exchange of the group."
    exchangeId: ID!
  }
  type RestoreRefusedCallerPayload {
    exchange: Exchange
    userErrors: [UserError!]!
  }

  type Query {
    "Who was refused lately although a platform vouched for it, the latest first; over at most the newest 50 000 refusals."
    refusedCallers(
      first: Int
      after: String
      last: Int
      before: String
      filter: RefusedInboxFilter
      "Part of the principal or the address."
      search: String
      "Those that were taken off the inbox, instead."
      dismissed: Boolean! = false
    ): RefusedCallerConnection
    unverifiedRefusals(filter: RefusedInboxFilter): UnverifiedRefusals
  }
  type Mutation {
    "Takes a refused caller off the inbox. It stays refused, and its exchanges stay on record."
    dismissRefusedCaller(input: DismissRefusedCallerInput!): DismissRefusedCallerPayload!
    restoreRefusedCaller(input: RestoreRefusedCallerInput!): RestoreRefusedCallerPayload!
  }
`

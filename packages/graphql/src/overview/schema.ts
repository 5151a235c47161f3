export const typeDefs = /* GraphQL */ `
  type ServiceAccount {
    "When one of its tokens was last used. Null: never, or not for you to see; so are the counts."
    lastUsedAt: DateTime
    activeTokenCount: Int
    neverExpiringTokenCount: Int
    externalIdentityCount: Int
    "Apps of which both the account and you hold an environment."
    appCount: Int
  }

  type ExternalIdentity {
    boundAccountCount: Int
    liveTokenCount: Int
    lastExchangeAt: DateTime
    "As far back as tokens are kept."
    lastAcceptedAt: DateTime
    createdBy: Member
    "Its exchanges in the last days, at most 90. Null when they are not for you to see."
    stats(days: Int! = 7): ExchangeSummary
  }

  type Role {
    memberCount: Int
    serviceAccountCount: Int
  }

  type ExchangeSummary {
    accepted: Int!
    refused: Int!
    "From the oldest to now: hours for up to two days, days for more."
    buckets: [ExchangeSummaryBucket!]!
  }
  type ExchangeSummaryBucket {
    from: DateTime!
    accepted: Int!
    refused: Int!
  }
`

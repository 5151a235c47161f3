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

  type ExchangeStats {
    accepted: Int!
    refused: Int!
    "Of a hundred exchanges ninety-five took at most so many milliseconds."
    p95Ms: Float
    "From the oldest to the newest, all of one length."
    buckets: [ExchangeStatsBucket!]!
    "The busiest first, at most 50."
    byIdentity: [ExchangesOfIdentity!]!
  }
  type ExchangeStatsBucket {
    from: DateTime!
    until: DateTime!
    accepted: Int!
    refused: Int!
  }
  type ExchangesOfIdentity {
    "Null when it has been deleted, or none came near."
    identity: ExternalIdentity
    identityId: ID
    accepted: Int!
    refused: Int!
  }

  enum AttentionKind {
    "One principal refused for one reason, in the last 24 hours."
    REFUSALS
    "Its keys cannot be fetched."
    ISSUER_UNREACHABLE
    "Its certificate, or what its uploaded keys are good for."
    ISSUER_ENDS_SOON
    ISSUER_CLOCK_OFF
    "Workloads ask for an account that is disabled."
    DISABLED_ACCOUNT_ASKED
    "Made by hand, and ends within seven days."
    TOKEN_EXPIRES_SOON
    TOKEN_NEVER_EXPIRES
    IDENTITY_UNBOUND
    "No login for 90 days."
    IDENTITY_UNUSED
    "Simulated workloads refused in the last 24 hours, all together."
    LAB_REFUSALS
    "A sync that waits for somebody, or has failed for a quarter of an hour."
    SYNC_FAILING
    "The secret at the destination was edited by somebody else, and the sync stops at that."
    SYNC_DRIFTED
    "A role that can be assumed without its external id."
    CREDENTIAL_UNPROTECTED
    "A webhook that was switched off because it failed, or has failed for an hour."
    WEBHOOK_FAILING
  }
  enum AttentionSeverity {
    DANGER
    WARNING
    INFO
  }
  "Something that deserves somebody's attention; what it is not about is null."
  type AttentionItem {
    "The same for the same thing whenever it is asked for."
    id: ID!
    kind: AttentionKind!
    severity: AttentionSeverity!
    "How many times, of what repeats."
    count: Int!
    "The last time, or when it will be."
    at: DateTime
    code: String
    principal: String
    "The latest one."
    exchangeId: ID
    identityId: ID
    identityName: String
    serviceAccountId: ID
    serviceAccountName: String
    tokenId: ID
    tokenName: String
    syncId: ID
    "Of a sync."
    appName: String
    environmentName: String
    "What to do about a sync."
    sentence: String
    credentialId: ID
    credentialName: String
    webhookId: ID
    "The host of its endpoint."
    webhookName: String
  }

  "The first steps; null where it is not for you to know."
  type SetupProgress {
    hasApp: Boolean
    hasServiceAccount: Boolean
    hasIdentity: Boolean
    hasBinding: Boolean
    hasAcceptedExchange: Boolean
  }

  type Query {
    "From since to until, or to now; at most 200 buckets and 400 days."
    exchangeStats(filter: ExchangeFilter, since: DateTime!, until: DateTime, buckets: Int! = 48): ExchangeStats
    "The most urgent first, at most 50."
    attention(first: Int): [AttentionItem!]
    setupProgress: SetupProgress!
  }
`

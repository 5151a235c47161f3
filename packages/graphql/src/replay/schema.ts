export const typeDefs = /* GraphQL */ `
  enum StepStatus {
    "Failed, and let through because the identity is report-only."
    REPORTED
  }

  type Exchange {
    "Why it would have been refused, had the identity not been report-only."
    reportedCode: String
  }
  input ExchangeFilter {
    "Let through by report-only alone."
    reported: Boolean
  }

  type ExternalIdentity {
    "Since when its inner rules refuse nobody and whom they do not trust is counted; null: they refuse."
    reportOnlySince: DateTime
  }
  type ExternalIdentityVersion {
    reportOnly: Boolean!
  }
  input UpdateExtIdentityInput {
    "Let in and count whom the inner rules do not trust. What a platform vouches for is enforced in any case. False enforces, and revokes the tokens that report-only alone had let through."
    reportOnly: Boolean
  }
  type TryOutAttempt {
    "Accepted, and by report-only alone."
    reported: Boolean!
  }

  "Callers of one kind that report-only has let through."
  type ReportedGroup {
    step: StepName!
    code: String!
    "The rule that is not fulfilled."
    expected: String
    count: Int!
    lastAt: DateTime!
  }
  "What report-only of an identity has let through since it was switched on, as far as exchanges are kept."
  type ReportOnlyCounts {
    since: DateTime!
    "The newest 10 000 are counted."
    total: Int!
    isMore: Boolean!
    groups: [ReportedGroup!]!
  }

  enum IdentityChangeKind {
    "Got in, and would be refused."
    REFUSED
    "Was refused, and would get in."
    ADMITTED
    "Was trusted, and would get in by report-only alone."
    REPORTED
    "Got in by report-only alone, and would be trusted."
    TRUSTED
    "Would get in by another identity that is bound to the account."
    ELSEWHERE
    "Cannot be told, because other keys are to vouch than did."
    UNDECIDED
  }
  type IdentityChangeTotal {
    kind: IdentityChangeKind!
    callers: Int!
    attempts: Int!
  }
  "The attempts of one caller to which a change does the same."
  type ChangedCaller {
    kind: IdentityChangeKind!
    principal: String
    attempts: Int!
    serviceAccounts: [ServiceAccount!]!
    "The check that decides: the first that would fail or be reported; of one who would be admitted, the one that failed."
    step: ExchangeStep
    lastAt: DateTime!
    lastExchangeId: ID!
  }
  "What a change would have meant for the attempts of the last days, judged twice as of then: as things are, and with the change."
  type IdentityChangePreview {
    since: DateTime!
    "Set when there were too many: those before it were not looked at."
    reachedBackTo: DateTime
    attempts: Int!
    replayed: Int!
    "Attempts of which nothing was kept, because no platform vouched for them or said too much."
    notReplayable: Int!
    totals: [IdentityChangeTotal!]!
    "At most a hundred, those who lose most first."
    callers: [ChangedCaller!]!
  }

  "What an identity would become: fields as for an update, or a version to restore."
  input PreviewIdentityChangeInput {
    identityId: ID!
    config: ExternalIdentityConfigInput
    defaultTtl: Duration
    maxTtl: Duration
    enabled: Boolean
    reportOnly: Boolean
    version: Int
    "1 to 30; 7 unless told."
    days: Int
  }

  type Query {
    "Null while the identity is not report-only."
    reportOnlyCounts(identityId: ID!): ReportOnlyCounts
    "Replays the attempts of the last days on a change that nobody has saved. Asks no platform, keeps nothing."
    previewIdentityChange(input: PreviewIdentityChangeInput!): IdentityChangePreview
    "What the platform vouched for: the claims of a token, or whom AWS named. Null when nothing was kept; it goes with its exchange."
    exchangeTestimony(id: ID!): JSON
  }
`

export const typeDefs = /* GraphQL */ `
  "A moment in UTC: 2026-01-31T12:00:00.000Z. As input any RFC 3339 time with an offset."
  scalar DateTime
  "A whole number of seconds, such as 3600."
  scalar Duration
  "8-4-4-4-12 hex digits; answered in lower case."
  scalar UUID
  "The name of something in AWS: arn:<partition>:<service>:<region>:<account>:<resource>."
  scalar Arn
  "An absolute http or https URL."
  scalar URL
  "Any JSON value. Output only."
  scalar JSON

  type Query
  type Mutation

  type PageInfo {
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    "Give it as \`before\` to read backwards. Null when the page is empty."
    startCursor: String
    "Give it as \`after\` to read on. Null when the page is empty."
    endCursor: String
  }

  enum OrderDirection {
    ASC
    DESC
  }

  "Problems that whoever sent the request can mend."
  enum UserErrorCode {
    malformed_request
    unsupported_provider
    ttl_invalid
    ttl_exceeds_max
    server_keys_required
    server_encryption_required
    client_keys_required
    sealed_secret
    conflict
    blocked_by_policy
    destination_failed
  }

  type UserError {
    "Where in the input: a path of names and, in lists, numbers. Null when it is about the whole."
    field: [String!]
    code: UserErrorCode!
    message: String!
    hint: String
  }
`

import { connectionTypes } from '../base/connection-types.ts'

export const typeDefs = /* GraphQL */ `
  enum ActorKind {
    MEMBER
    SERVICE_ACCOUNT
  }

  enum CredentialKind {
    SESSION
    PERSONAL_ACCESS_TOKEN
    SERVICE_ACCOUNT_TOKEN
  }

  "Whoever asks."
  type Viewer {
    kind: ActorKind!
    id: ID!
    name: String!
    "Null for service accounts."
    email: String
    "How the caller proved who it is."
    via: CredentialKind!
    organisation: Organisation!
    role: Role!
    permissions: RolePermissions!
    "The caller's own sealed keys; for sessions alone, since a token has no password to open them with."
    keyring: SealedKeyring
    sessions(first: Int, after: String): SessionConnection
    personalAccessTokens(first: Int, after: String): PersonalAccessTokenConnection
  }

  type SealedKeyring {
    "Ed25519 public key, 64 hex digits."
    identityKey: String!
    wrappedKeyring: String!
    wrappedRecovery: String!
  }

  type Session {
    id: ID!
    ip: String!
    userAgent: String!
    createdAt: DateTime!
    lastSeenAt: DateTime!
    expiresAt: DateTime!
    "The one that asks."
    current: Boolean!
  }

  type PersonalAccessToken {
    id: ID!
    name: String!
    "False: it manages everything its member may, but reads only apps with server-side encryption."
    hasKeyShare: Boolean!
    "Null: never."
    expiresAt: DateTime
    lastUsedAt: DateTime
    lastUsedIp: String
    revokedAt: DateTime
    createdAt: DateTime!
  }

  "The server, for clients that encrypt to it."
  type Server {
    publicUrl: String!
    "X25519 public key, 64 hex digits: what clients encrypt handed-over keys to."
    publicKey: String!
    labEnabled: Boolean!
    version: String!
    retention: Retention!
  }

  "For how many days records are kept."
  type Retention {
    "Accepted exchanges."
    acceptedDays: Int!
    "Refused exchanges."
    refusedDays: Int!
    auditDays: Int!
  }

  ${connectionTypes('Session', 'PersonalAccessToken')}

  type Query {
    viewer: Viewer!
    server: Server!
  }

  input RevokeSessionInput {
    id: ID!
  }
  type RevokeSessionPayload {
    revokedId: ID
    userErrors: [UserError!]!
  }

  type RevokeOtherSessionsPayload {
    revoked: Int
    userErrors: [UserError!]!
  }

  input CreatePersonalAccessTokenInput {
    name: String!
    "Null means never, and must be said."
    expiresInSeconds: Duration
    "208 hex digits, when the client splits its key itself; without it the token reads only server-encrypted apps."
    wrappedKeyShare: String
  }
  type CreatePersonalAccessTokenPayload {
    personalAccessToken: PersonalAccessToken
    "The bearer value, told once."
    value: String
    "The whole token, told once. Null when a share was sent: then the client alone can put it together."
    token: String
    userErrors: [UserError!]!
  }

  input RevokePersonalAccessTokenInput {
    id: ID!
  }
  type RevokePersonalAccessTokenPayload {
    revokedId: ID
    userErrors: [UserError!]!
  }

  type Mutation {
    revokeSession(input: RevokeSessionInput!): RevokeSessionPayload!
    revokeOtherSessions: RevokeOtherSessionsPayload!
    createPersonalAccessToken(input: CreatePersonalAccessTokenInput!): CreatePersonalAccessTokenPayload!
    revokePersonalAccessToken(input: RevokePersonalAccessTokenInput!): RevokePersonalAccessTokenPayload!
  }
`

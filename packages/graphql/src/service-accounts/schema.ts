import { connectionTypes } from '../base/connection-types.ts'

export const typeDefs = /* GraphQL */ `
  enum KeyManagement {
    "The server keeps the keys and can mint tokens while nobody is present: needed for external identities."
    SERVER
    "Only the named members can use the account."
    CLIENT
  }

  "Who a workload becomes."
  type ServiceAccount {
    id: ID!
    name: String!
    role: Role
    keyManagement: KeyManagement!
    "Ed25519 public key, 64 hex digits."
    identityKey: String!
    "The keyring as it is wrapped for you (ph:v1), if the keys are client-managed and you handle the account."
    wrappedKeyring: String
    "Belongs to the Lab."
    simulated: Boolean!
    enabled: Boolean!
    disabledAt: DateTime
    "The platforms' workloads that may become it."
    externalIdentities(first: Int, after: String): ExternalIdentityConnection
    tokens(first: Int, after: String, last: Int, before: String, status: TokenStatus, orderBy: ServiceAccountTokenOrder): ServiceAccountTokenConnection
    exchanges(first: Int, after: String, last: Int, before: String, filter: ExchangeFilter): ExchangeConnection
    "The environments that both the account and whoever asks hold."
    access(
      first: Int
      after: String
      "Of this app alone."
      appId: ID
    ): EnvironmentAccessConnection
    createdAt: DateTime!
    updatedAt: DateTime!
  }

  enum TokenStatus {
    ACTIVE
    EXPIRED
    REVOKED
  }

  "A token as it is kept: never its value."
  type ServiceAccountToken {
    id: ID!
    name: String!
    status: TokenStatus!
    serviceAccount: ServiceAccount
    "Null for tokens made by hand."
    externalIdentity: ExternalIdentity
    "Null for tokens made by hand."
    exchange: Exchange
    "Who the platform said the workload was."
    principal: String
    "Made of another token of its account, with which it ends."
    isDerived: Boolean!
    "Null: it may do whatever its account may."
    narrowing: TokenNarrowing
    createdBy: Member
    "Null: never."
    expiresAt: DateTime
    lastUsedAt: DateTime
    lastUsedIp: String
    revokedAt: DateTime
    createdAt: DateTime!
  }

  "What a token may do at most: secrets and nothing else, and of those only what is both here and among its account's."
  type TokenNarrowing {
    "As it was answered to the workload, ids for names."
    scope: String!
    readOnly: Boolean!
    "Null: every app that the account reads; also where the app is not visible to you or gone."
    app: App
    "Null: every environment of them that the account reads; also where it is not visible to you or gone."
    environment: Environment
    "This folder and what is below it. Null: every folder."
    path: String
  }

  ${connectionTypes('ServiceAccount', 'ServiceAccountToken')}

  input ServiceAccountFilter {
    "Part of the name or of the id."
    search: String
    roleId: ID
    keyManagement: KeyManagement
    "Bound to this external identity."
    identityId: ID
    "Reads an environment of this app that you hold too."
    appId: ID
    enabled: Boolean
    "Older than so many days, and no token of it used in that time."
    unusedSinceDays: Int
  }
  input ServiceAccountTokenFilter {
    serviceAccountId: ID
    identityId: ID
    status: TokenStatus
    "Part of the name or the principal."
    search: String
    neverExpires: Boolean
    expiresBefore: DateTime
    "Made by hand, not by an exchange."
    manual: Boolean
  }

  enum ServiceAccountOrderField {
    NAME
    CREATED_AT
    LAST_USED_AT
  }
  input ServiceAccountOrder {
    field: ServiceAccountOrderField!
    direction: OrderDirection!
  }

  enum ServiceAccountTokenOrderField {
    NAME
    CREATED_AT
    EXPIRES_AT
    LAST_USED_AT
  }
  input ServiceAccountTokenOrder {
    field: ServiceAccountTokenOrderField!
    direction: OrderDirection!
  }

  type Query {
    serviceAccounts(first: Int, after: String, last: Int, before: String, filter: ServiceAccountFilter, orderBy: ServiceAccountOrder): ServiceAccountConnection
    serviceAccount(id: ID!): ServiceAccount
    serviceAccountTokens(first: Int, after: String, last: Int, before: String, filter: ServiceAccountTokenFilter, orderBy: ServiceAccountTokenOrder): ServiceAccountTokenConnection
  }

  "The account's keyring, wrapped for one member as ph:v1."
  input AccountHandlerInput {
    memberId: ID!
    wrappedKeyring: String!
  }
  input NewAccountHandlerInput {
    memberId: ID!
    "Left out: the server, which holds the keyring, wraps it for the member before it forgets it."
    wrappedKeyring: String
  }
  input ClientKeysInput {
    identityKey: String!
    handlers: [AccountHandlerInput!]!
  }

  input CreateServiceAccountInput {
    name: String!
    roleId: ID!
    keyManagement: KeyManagement! = SERVER
    "Needed for client-managed keys."
    clientKeys: ClientKeysInput
  }
  type CreateServiceAccountPayload {
    serviceAccount: ServiceAccount
    userErrors: [UserError!]!
  }

  "What is left out stays as it is."
  input UpdateServiceAccountInput {
    id: ID!
    name: String
    roleId: ID
    "Exactly these are bound afterwards; an empty list unbinds all."
    externalIdentityIds: [ID!]
  }
  type UpdateServiceAccountPayload {
    serviceAccount: ServiceAccount
    userErrors: [UserError!]!
  }

  input DisableServiceAccountInput {
    id: ID!
  }
  type DisableServiceAccountPayload {
    serviceAccount: ServiceAccount
    userErrors: [UserError!]!
  }
  input EnableServiceAccountInput {
    id: ID!
  }
  type EnableServiceAccountPayload {
    serviceAccount: ServiceAccount
    userErrors: [UserError!]!
  }

  input DeleteServiceAccountInput {
    id: ID!
  }
  type DeleteServiceAccountPayload {
    deletedId: ID
    userErrors: [UserError!]!
  }

  input UseServerKeysInput {
    id: ID!
    "The account's keyring, ph:v1 to the server's public key."
    keyring: String!
  }
  type UseServerKeysPayload {
    serviceAccount: ServiceAccount
    userErrors: [UserError!]!
  }
  input UseClientKeysInput {
    id: ID!
    handlers: [NewAccountHandlerInput!]!
  }
  type UseClientKeysPayload {
    serviceAccount: ServiceAccount
    userErrors: [UserError!]!
  }

  input BindExtIdentityInput {
    identityId: ID!
    serviceAccountId: ID!
  }
  type BindExtIdentityPayload {
    serviceAccount: ServiceAccount
    userErrors: [UserError!]!
  }
  input UnbindExtIdentityInput {
    identityId: ID!
    serviceAccountId: ID!
  }
  type UnbindExtIdentityPayload {
    serviceAccount: ServiceAccount
    userErrors: [UserError!]!
  }

  input CreateServiceAccountTokenInput {
    serviceAccountId: ID!
    name: String!
    "Null means never, and must be said."
    expiresInSeconds: Duration
    "208 hex digits, from a client that holds the account's keyring and has split it; needed for client-managed keys."
    wrappedKeyShare: String
  }
  type CreateServiceAccountTokenPayload {
    serviceAccountToken: ServiceAccountToken
    "The whole token, told once. Null when a share was sent: then the client alone can put it together."
    token: String
    "The value for an Authorization header, told once."
    bearerToken: String
    userErrors: [UserError!]!
  }

  input RevokeServiceAccountTokenInput {
    id: ID!
  }
  type RevokeServiceAccountTokenPayload {
    serviceAccountToken: ServiceAccountToken
    userErrors: [UserError!]!
  }

  input RevokeServiceAccountTokensInput {
    "At most 100; all of them or none."
    ids: [ID!]!
  }
  type RevokeServiceAccountTokensPayload {
    "Those that had been revoked before are not counted."
    revoked: Int
    userErrors: [UserError!]!
  }

  input RevokeIdentityTokensInput {
    identityId: ID!
    "Without it, of every account."
    serviceAccountId: ID
  }
  type RevokeIdentityTokensPayload {
    revoked: Int
    userErrors: [UserError!]!
  }

  type Mutation {
    createServiceAccount(input: CreateServiceAccountInput!): CreateServiceAccountPayload!
    updateServiceAccount(input: UpdateServiceAccountInput!): UpdateServiceAccountPayload!
    "No token of it works from the next request on."
    disableServiceAccount(input: DisableServiceAccountInput!): DisableServiceAccountPayload!
    enableServiceAccount(input: EnableServiceAccountInput!): EnableServiceAccountPayload!
    deleteServiceAccount(input: DeleteServiceAccountInput!): DeleteServiceAccountPayload!
    useServerKeys(input: UseServerKeysInput!): UseServerKeysPayload!
    useClientKeys(input: UseClientKeysInput!): UseClientKeysPayload!
    bindExtIdentity(input: BindExtIdentityInput!): BindExtIdentityPayload!
    unbindExtIdentity(input: UnbindExtIdentityInput!): UnbindExtIdentityPayload!
    createServiceAccountToken(input: CreateServiceAccountTokenInput!): CreateServiceAccountTokenPayload!
    revokeServiceAccountToken(input: RevokeServiceAccountTokenInput!): RevokeServiceAccountTokenPayload!
    revokeServiceAccountTokens(input: RevokeServiceAccountTokensInput!): RevokeServiceAccountTokensPayload!
    revokeIdentityTokens(input: RevokeIdentityTokensInput!): RevokeIdentityTokensPayload!
  }
`

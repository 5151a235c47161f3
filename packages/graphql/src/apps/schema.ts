import { connectionTypes } from '../base/connection-types.ts'

export const typeDefs = /* GraphQL */ `
  type App {
    id: ID!
    name: String!
    description: String!
    "True: the server holds a copy of the keys and can decrypt. False: end-to-end, only members and accounts can."
    serverEncryption: Boolean!
    "Belongs to the Lab: simulated accounts read it, and no others."
    simulated: Boolean!
    "Those that whoever asks holds, in their order."
    environments(first: Int, after: String): EnvironmentConnection
    createdAt: DateTime!
    updatedAt: DateTime!
  }

  enum EnvironmentType {
    DEV
    STAGING
    PROD
    CUSTOM
  }

  type Environment {
    id: ID!
    name: String!
    type: EnvironmentType!
    "Place in the app's list, from 0."
    position: Int!
    "X25519 public key, 64 hex digits: what secrets are encrypted to."
    identityKey: String!
    "The environment's keys as they are wrapped for whoever asks."
    wrappedKeys: WrappedEnvironmentKeys
    app: App
    createdAt: DateTime!
    "Moves with every write to a secret."
    updatedAt: DateTime!
  }

  "Each ph:v1 to the X25519 key of one member or service account."
  type WrappedEnvironmentKeys {
    "Opens the environment's secrets."
    seed: String!
    "Makes the digests of their keys."
    salt: String!
  }

  "A member or a service account that environment keys are wrapped for."
  type KeyRecipient {
    kind: ActorKind!
    id: ID!
    "Ed25519 public key, 64 hex digits."
    identityKey: String!
  }

  "An environment that a member or an account can read."
  type EnvironmentAccess {
    environmentId: ID!
    environmentName: String!
    appId: ID!
    appName: String!
    serverEncryption: Boolean!
    grantedAt: DateTime!
  }

  ${connectionTypes('App', 'Environment', 'EnvironmentAccess')}

  input AppFilter {
    "Part of the name."
    search: String
  }

  enum AppOrderField {
    NAME
    CREATED_AT
  }
  input AppOrder {
    field: AppOrderField!
    direction: OrderDirection!
  }

  type Query {
    apps(first: Int, after: String, last: Int, before: String, filter: AppFilter, orderBy: AppOrder): AppConnection
    app(id: ID!): App
    environment(id: ID!): Environment
    "Everyone for whom a client must wrap the keys of an environment that it makes now: whoever holds everything, and whoever asks."
    requiredKeyRecipients: [KeyRecipient!]!
  }

  "One principal's copy of an environment's keys, wrapped by the client: name a member or a service account."
  input WrappedEnvironmentKeyInput {
    memberId: ID
    serviceAccountId: ID
    "ph:v1 of the seed."
    wrappedSeed: String!
    "ph:v1 of the salt."
    wrappedSalt: String!
  }

  input NewEnvironmentInput {
    name: String!
    "End-to-end apps only, where the client makes the keys."
    identityKey: String
    keys: [WrappedEnvironmentKeyInput!]
  }

  input CreateAppInput {
    name: String!
    description: String
    serverEncryption: Boolean! = true
    "Without it: Development, Staging and Production."
    environments: [NewEnvironmentInput!]
  }
  type CreateAppPayload {
    app: App
    userErrors: [UserError!]!
  }

  input UpdateAppInput {
    id: ID!
    name: String
    description: String
  }
  type UpdateAppPayload {
    app: App
    userErrors: [UserError!]!
  }

  input DeleteAppInput {
    id: ID!
  }
  type DeleteAppPayload {
    deletedId: ID
    userErrors: [UserError!]!
  }

  "Keys of an environment, handed to the server: each ph:v1 to the server's public key."
  input HandedEnvironmentKeyInput {
    environmentId: ID!
    seed: String!
    salt: String!
  }
  input SetAppEncryptionInput {
    appId: ID!
    serverEncryption: Boolean!
    "Needed to switch it on."
    environmentKeys: [HandedEnvironmentKeyInput!]
  }
  type SetAppEncryptionPayload {
    app: App
    userErrors: [UserError!]!
  }

  input CreateEnvironmentInput {
    appId: ID!
    name: String!
    identityKey: String
    keys: [WrappedEnvironmentKeyInput!]
  }
  type CreateEnvironmentPayload {
    environment: Environment
    userErrors: [UserError!]!
  }

  input RenameEnvironmentInput {
    id: ID!
    name: String!
  }
  type RenameEnvironmentPayload {
    environment: Environment
    userErrors: [UserError!]!
  }

  input ReorderEnvironmentsInput {
    appId: ID!
    "Every environment of the app, in the new order."
    environmentIds: [ID!]!
  }
  type ReorderEnvironmentsPayload {
    environments: [Environment!]
    userErrors: [UserError!]!
  }

  input DeleteEnvironmentInput {
    id: ID!
  }
  type DeleteEnvironmentPayload {
    deletedId: ID
    userErrors: [UserError!]!
  }

  "Keys of an environment of an end-to-end app, wrapped for whoever gets the access."
  input GrantedEnvironmentKeyInput {
    environmentId: ID!
    wrappedSeed: String!
    wrappedSalt: String!
  }
  input ServiceAccountAccessInput {
    serviceAccountId: ID!
    environmentIds: [ID!]!
    keys: [GrantedEnvironmentKeyInput!]
  }
  input RevokeServiceAccountAccessInput {
    serviceAccountId: ID!
    environmentIds: [ID!]!
  }
  input SetMemberAccessInput {
    memberId: ID!
    environmentIds: [ID!]!
    keys: [GrantedEnvironmentKeyInput!]
  }
  type AccessPayload {
    "What the account or member holds now, as far as whoever asks holds it too."
    access: [EnvironmentAccess!]
    userErrors: [UserError!]!
  }

  type Mutation {
    createApp(input: CreateAppInput!): CreateAppPayload!
    updateApp(input: UpdateAppInput!): UpdateAppPayload!
    deleteApp(input: DeleteAppInput!): DeleteAppPayload!
    setAppEncryption(input: SetAppEncryptionInput!): SetAppEncryptionPayload!
    createEnvironment(input: CreateEnvironmentInput!): CreateEnvironmentPayload!
    renameEnvironment(input: RenameEnvironmentInput!): RenameEnvironmentPayload!
    reorderEnvironments(input: ReorderEnvironmentsInput!): ReorderEnvironmentsPayload!
    deleteEnvironment(input: DeleteEnvironmentInput!): DeleteEnvironmentPayload!
    "Replaces the account's access, within what whoever asks holds."
    setServiceAccountAccess(input: ServiceAccountAccessInput!): AccessPayload!
    grantServiceAccountAccess(input: ServiceAccountAccessInput!): AccessPayload!
    revokeServiceAccountAccess(input: RevokeServiceAccountAccessInput!): AccessPayload!
    setMemberAccess(input: SetMemberAccessInput!): AccessPayload!
  }
`

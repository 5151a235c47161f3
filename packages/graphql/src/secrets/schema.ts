import { connectionTypes } from '../base/connection-types.ts'

export const typeDefs = /* GraphQL */ `
  enum SecretType {
    SECRET
    "Its value can be read by workloads, never changed or shown again to people."
    SEALED
    CONFIG
  }

  type Secret {
    id: ID!
    "True in end-to-end apps: key, value, comment and override value are ph:v1 to the environment's key, for clients to open."
    encrypted: Boolean!
    key: String!
    value: String!
    comment: String!
    path: String!
    tags: [String!]!
    type: SecretType!
    "Keyed digest of the key's name, 64 hex digits."
    keyDigest: String!
    "The value that whoever asks keeps for himself."
    override: SecretOverride
    "1 when created; one more with every update."
    version: Int!
    createdAt: DateTime!
    updatedAt: DateTime!
    history(first: Int, after: String): SecretVersionConnection
  }

  type SecretOverride {
    value: String!
    isActive: Boolean!
    updatedAt: DateTime!
  }

  enum SecretEvent {
    CREATE
    UPDATE
    DELETE
  }

  "The snapshot of one version, and who made it."
  type SecretVersion {
    version: Int!
    event: SecretEvent!
    encrypted: Boolean!
    key: String!
    "Asking for it reads the values of all versions, once, and leaves an audit row; a list without it leaves none. See revealSecretVersion."
    value: String
    "Bytes of the value in UTF-8; null when it is sealed, and not for you."
    valueLength: Int
    comment: String!
    path: String!
    tags: [String!]!
    type: SecretType!
    actorName: String!
    createdAt: DateTime!
  }

  type SecretTag {
    name: String!
    "#rrggbb, or empty."
    color: String!
  }

  type SecretFolder {
    name: String!
    path: String!
    "Secrets in this folder itself."
    secrets: Int!
  }

  ${connectionTypes('Secret', 'SecretVersion', 'SecretTag', 'SecretFolder')}

  type Environment {
    "Each use is one read of the environment and leaves one audit row; so a page may hold 1000 (100 unless you say otherwise)."
    secrets(first: Int, after: String, filter: SecretFilter, resolveReferences: Boolean! = false): SecretConnection
    "The folders directly below a path."
    folders(first: Int, after: String, path: String! = "/"): SecretFolderConnection
  }

  input SecretFilter {
    "Exactly this folder; without it every folder."
    path: String
    "Any of these."
    tags: [String!]
  }

  type Query {
    secretHistory(secretId: ID!, first: Int, after: String): SecretVersionConnection
    "Every tag of the organisation."
    secretTags(first: Int, after: String): SecretTagConnection
  }

  input SecretOverrideInput {
    value: String!
    isActive: Boolean!
  }

  input NewSecretInput {
    key: String!
    value: String!
    comment: String
    path: String
    tags: [String!]
    type: SecretType
    override: SecretOverrideInput
  }
  "Secrets in plain text, of apps with server-side encryption."
  input CreateSecretsInput {
    environmentId: ID!
    secrets: [NewSecretInput!]!
  }

  "What is left out stays as it is."
  input ChangedSecretInput {
    id: ID!
    key: String
    value: String
    comment: String
    path: String
    tags: [String!]
    type: SecretType
    override: SecretOverrideInput
    "The version that the change began from; another one in between is a conflict."
    version: Int
  }
  input UpdateSecretsInput {
    environmentId: ID!
    secrets: [ChangedSecretInput!]!
  }
  type SecretsPayload {
    secrets: [Secret!]
    userErrors: [UserError!]!
  }

  input NewEncryptedSecretInput {
    key: String!
    keyDigest: String!
    value: String!
    comment: String! = ""
    path: String
    tags: [String!]
    type: SecretType
    override: SecretOverrideInput
  }
  "Secrets that the client has encrypted to the environment's key."
  input CreateEncryptedSecretsInput {
    environmentId: ID!
    secrets: [NewEncryptedSecretInput!]!
  }
  type CreateEncryptedSecretsPayload {
    ids: [ID!]
    userErrors: [UserError!]!
  }

  input ChangedEncryptedSecretInput {
    id: ID!
    "Changes only together with its digest."
    key: String
    keyDigest: String
    value: String
    comment: String
    path: String
    "Replaces the tags."
    tags: [String!]!
    type: SecretType
    override: SecretOverrideInput
    version: Int
  }
  input UpdateEncryptedSecretsInput {
    environmentId: ID!
    secrets: [ChangedEncryptedSecretInput!]!
  }
  type UpdateEncryptedSecretsPayload {
    ids: [ID!]
    userErrors: [UserError!]!
  }

  input DeleteSecretsInput {
    environmentId: ID!
    ids: [ID!]!
  }
  type DeleteSecretsPayload {
    deleted: Int
    userErrors: [UserError!]!
  }

  input RestoreSecretVersionInput {
    secretId: ID!
    version: Int!
  }
  type RestoreSecretVersionPayload {
    secretId: ID
    "The new version that has the old content."
    version: Int
    userErrors: [UserError!]!
  }

  "A .env file, into an environment of an app with server-side encryption: all of it or nothing."
  input ImportSecretsInput {
    environmentId: ID!
    path: String! = "/"
    dotEnv: String!
    "False: a key that is already there is a conflict."
    overwrite: Boolean! = false
  }
  type ImportProblem {
    "From 1."
    line: Int!
    message: String!
  }
  type ImportSecretsPayload {
    created: Int
    updated: Int
    "Lines that were not understood, and skipped."
    problems: [ImportProblem!]
    userErrors: [UserError!]!
  }

  type Mutation {
    createSecrets(input: CreateSecretsInput!): SecretsPayload!
    updateSecrets(input: UpdateSecretsInput!): SecretsPayload!
    deleteSecrets(input: DeleteSecretsInput!): DeleteSecretsPayload!
    importSecrets(input: ImportSecretsInput!): ImportSecretsPayload!
    restoreSecretVersion(input: RestoreSecretVersionInput!): RestoreSecretVersionPayload!
    createEncryptedSecrets(input: CreateEncryptedSecretsInput!): CreateEncryptedSecretsPayload!
    updateEncryptedSecrets(input: UpdateEncryptedSecretsInput!): UpdateEncryptedSecretsPayload!
  }
`

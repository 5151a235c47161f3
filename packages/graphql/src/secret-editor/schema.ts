import { connectionTypes } from '../base/connection-types.ts'

export const typeDefs = /* GraphQL */ `
  "A secret without its value."
  type SecretEntry {
    id: ID!
    "True in end-to-end apps: key and comment are null, encryptedKey and encryptedComment are ph:v1 for clients to open."
    encrypted: Boolean!
    key: String
    comment: String
    encryptedKey: String
    encryptedComment: String
    "Keyed digest of the key's name, 64 hex digits."
    keyDigest: String!
    path: String!
    tags: [String!]!
    type: SecretType!
    "1 when created; one more with every update. Changes name the version that they began from."
    version: Int!
    "Bytes of the value in UTF-8; null when it is sealed, and not for you."
    valueLength: Int
    "Whether whoever asks keeps a value of its own."
    hasOverride: Boolean!
    createdAt: DateTime!
    updatedAt: DateTime!
  }

  ${connectionTypes('SecretEntry')}

  enum SecretEntryOrder {
    "A to Z; in end-to-end apps, where the server reads no key, the order of their making."
    KEY
    "Newest change first."
    UPDATED_AT
  }

  input SecretEntryFilter {
    "Part of the key, any case. Not in end-to-end apps, where clients search."
    search: String
    "Exactly this folder; without it every folder."
    path: String
    "Any of these."
    tags: [String!]
    type: SecretType
  }

  type Environment {
    "Names without values; at most 1000 a page, 200 unless you say otherwise. Names are no secrets: this leaves no audit row."
    secretEntries(first: Int, after: String, filter: SecretEntryFilter, orderBy: SecretEntryOrder! = KEY): SecretEntryConnection
    "Live secrets, in every folder."
    secretCount: Int
  }

  input RevealSecretsInput {
    environmentId: ID!
    "At most 100."
    ids: [ID!]!
  }
  type RevealedSecret {
    id: ID!
    version: Int!
    "True in end-to-end apps: value and override value are ph:v1, for clients to open."
    encrypted: Boolean!
    "As written: references are not resolved."
    value: String!
    override: SecretOverride
  }
  type RevealSecretsPayload {
    secrets: [RevealedSecret!]
    userErrors: [UserError!]!
  }

  input RevealSecretVersionInput {
    secretId: ID!
    version: Int!
  }
  type RevealSecretVersionPayload {
    "Its override is always null: those have no versions."
    secret: RevealedSecret
    userErrors: [UserError!]!
  }

  "Every change names the version that the edit began from; what is left out stays as it is."
  input SecretChangeInput {
    id: ID!
    version: Int!
    key: String
    value: String
    comment: String
    path: String
    tags: [String!]
    type: SecretType
    override: SecretOverrideInput
  }
  input SecretDeletionInput {
    id: ID!
    version: Int!
  }
  "At most 5000 changes together."
  input ChangeSecretsInput {
    environmentId: ID!
    create: [NewSecretInput!]
    update: [SecretChangeInput!]
    delete: [SecretDeletionInput!]
  }
  "The same, encrypted by the client to the environment's key."
  input EncryptedSecretChangeInput {
    id: ID!
    version: Int!
    "Changes only together with its digest."
    key: String
    keyDigest: String
    value: String
    comment: String
    path: String
    tags: [String!]
    type: SecretType
    override: SecretOverrideInput
  }
  input ChangeEncryptedSecretsInput {
    environmentId: ID!
    create: [NewEncryptedSecretInput!]
    update: [EncryptedSecretChangeInput!]
    delete: [SecretDeletionInput!]
  }
  type ChangedSecret {
    id: ID!
    version: Int!
  }
  "A secret that somebody else has changed or deleted since the edit began. Keep yours: send it again from currentVersion."
  type SecretConflict {
    secretId: ID!
    "Where the edit stands in the input."
    field: [String!]!
    yourVersion: Int!
    currentVersion: Int!
    isDeleted: Boolean!
    changedBy: String!
    changedAt: DateTime!
  }
  "Lists are in the order of the input; null when nothing was written."
  type ChangeSecretsPayload {
    created: [ChangedSecret!]
    updated: [ChangedSecret!]
    deletedIds: [ID!]
    "Not empty: nothing was written, because of these."
    conflicts: [SecretConflict!]!
    userErrors: [UserError!]!
  }

  type Mutation {
    "Deploys an edit in one transaction, all or nothing: deletes first, then changes, then creates. Apps with server-side encryption."
    changeSecrets(input: ChangeSecretsInput!): ChangeSecretsPayload!
    "The same where the client does the cryptography."
    changeEncryptedSecrets(input: ChangeEncryptedSecretsInput!): ChangeSecretsPayload!
    "The values of exactly these secrets, and one audit row. A sealed one among them refuses all."
    revealSecrets(input: RevealSecretsInput!): RevealSecretsPayload!
    revealSecretVersion(input: RevealSecretVersionInput!): RevealSecretVersionPayload!
  }
`

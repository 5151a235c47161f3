import { connectionTypes } from '../base/connection-types.ts'

export const typeDefs = /* GraphQL */ `
  "One side of a comparison: the secret, without its value."
  type ComparedSide {
    id: ID!
    type: SecretType!
    "Bytes of the value in UTF-8; null when it is sealed, and not for you."
    valueLength: Int
    updatedAt: DateTime!
  }
  enum ComparisonState {
    ONLY_LEFT
    ONLY_RIGHT
    DIFFERENT
    SAME
    "Both have it, and at least one is sealed: their values are not compared for people in the console."
    SEALED
  }
  type ComparedSecret {
    key: String!
    path: String!
    left: ComparedSide
    right: ComparedSide
    state: ComparisonState!
  }
  input CompareEnvironmentsInput {
    leftId: ID!
    rightId: ID!
    "Exactly this folder; without it every folder."
    path: String
  }

  enum SecretCellState {
    SET
    MISSING
    "Set, and neither measured nor compared for people in the console."
    SEALED
  }
  type SecretMatrixCell {
    environmentId: ID!
    state: SecretCellState!
    secretId: ID
    "Bytes of the value in UTF-8."
    valueLength: Int
    "The first environment to its left that has the same value."
    sameAs: ID
  }
  type SecretMatrixRow {
    "The id of its first secret."
    id: ID!
    key: String!
    path: String!
    "In the order of the app's environments, of those that whoever asks holds."
    cells: [SecretMatrixCell!]!
  }

  ${connectionTypes('SecretMatrixRow')}

  type Query {
    "By key. Values are compared on the server and never answered. Both apps with server-side encryption."
    compareEnvironments(input: CompareEnvironmentsInput!): [ComparedSecret!]
  }

  type App {
    "Keys by environment, at most 200 a page, 50 unless you say otherwise; values are never answered. Apps with server-side encryption."
    secretMatrix(
      first: Int
      after: String
      "Part of the key, any case."
      search: String
      "Exactly this folder; without it every folder."
      path: String
      "Leaves out keys that every environment has with one value; sealed ones stay. Then the total is not counted."
      onlyDifferences: Boolean! = false
    ): SecretMatrixRowConnection
  }

  input CopySecretsInput {
    fromEnvironmentId: ID!
    toEnvironmentId: ID!
    "At most 5000."
    secretIds: [ID!]!
    "Replaces the values of keys that are there already; comment, tags and type stay. False: such a key is a conflict."
    overwrite: Boolean! = false
  }
  type CopySecretsPayload {
    created: [ChangedSecret!]
    updated: [ChangedSecret!]
    userErrors: [UserError!]!
  }

  enum ImportState {
    NEW
    CHANGED
    SAME
    INVALID
  }
  type ImportPreviewRow {
    "Where it begins in the file, from 1."
    line: Int!
    "As it would be stored, in upper case; null where the line was not understood."
    key: String
    state: ImportState!
    "Why it is invalid."
    message: String
    "The secret that has the key already, and the version for a deploy to begin from."
    secretId: ID
    version: Int
    "Bytes of the value in UTF-8. Null: there is none, or it is sealed, and not for you."
    oldLength: Int
    newLength: Int
  }
  input PreviewSecretImportInput {
    environmentId: ID!
    path: String! = "/"
    "The request may be 4 MB long when it asks for nothing else."
    dotEnv: String!
  }
  type PreviewSecretImportPayload {
    "In the order of the file."
    rows: [ImportPreviewRow!]
    userErrors: [UserError!]!
  }

  type Mutation {
    "Promotes secrets to another environment on the server, in one transaction. Sealed secrets are refused."
    copySecrets(input: CopySecretsInput!): CopySecretsPayload!
    "What importing a .env file would do. Writes nothing; a mutation so that no cache keeps the file."
    previewSecretImport(input: PreviewSecretImportInput!): PreviewSecretImportPayload!
  }
`

export const typeDefs = /* GraphQL */ `
  "A secret of the simulated Secrets Manager, to which demo apps are synced. Values are told by labSecretValues alone."
  type LabSecret {
    name: String!
    region: String!
    "Those that are still there."
    versions: Int!
    changedAt: DateTime!
    "Until when it can be restored; null unless its deletion is scheduled."
    deletedAt: DateTime
    "Empty where its value is no JSON object."
    keys: [String!]!
    "True when you may see and change what is in it: it takes the keys of the environment that it is written from."
    open: Boolean!
    "That says it owns it; null where it is gone, or is none that you see."
    sync: Sync
  }

  type LabSecretValue {
    key: String!
    value: String!
  }

  type Query {
    "What is in the simulated Secrets Manager; lab_off where the Lab is off."
    labSecrets: [LabSecret!]!
    labSecretValues(name: String!, region: String!): [LabSecretValue!]!
  }

  input EditLabSecretInput {
    name: String!
    region: String!
    "A new one is added."
    key: String!
    value: String!
  }
  type EditLabSecretPayload {
    secret: LabSecret
    userErrors: [UserError!]!
  }

  type Mutation {
    "Changes one key behind the product's back, as somebody would who edits the secret in AWS."
    editLabSecret(input: EditLabSecretInput!): EditLabSecretPayload!
  }
`

export const typeDefs = /* GraphQL */ `
  "The simulator: platforms that verify, and personas who prove themselves to them. Nothing leaves the server."
  type Lab {
    enabled: Boolean!
    "True when every part of the demo workspace is there; startLab makes what is missing."
    started: Boolean!
    "The names of the parts that are not there, as of a workspace that was loaded before the Lab learned of a platform."
    missing: [String!]!
    "The account that personas become."
    serviceAccount: ServiceAccount
    identities: [ExternalIdentity!]!
    app: App
    "What signs in to the simulated account of AWS; for those alone who may see credentials."
    credential: LabCredential
    personas: [LabPersona!]!
  }

  type LabCredential {
    id: ID!
    name: String!
  }

  "Somebody who logs in, or tries to."
  type LabPersona {
    id: String!
    provider: IdentityProviderId!
    "Who vouches for it, as people call it: one provider has several platforms."
    platform: String!
    title: String!
    "What it shows."
    story: String!
    expects: LabExpectation!
  }

  type LabExpectation {
    outcome: ExchangeOutcome!
    "Why it is refused, in the words of the exchange."
    code: String
  }

  "The login of a persona, for a terminal."
  type LabCommands {
    "A request with a proof of this moment; two lines for a persona who sends its proof twice."
    curl: String!
    "The command of a workload, with the simulated credentials as its environment; it makes a proof of its own each time."
    cli: String!
    "Until when the proof inside curl is fresh."
    validUntil: DateTime!
  }

  type Query {
    "Null where the Lab is off."
    lab: Lab
    "Takes the right to make tokens for the account of the demo workspace, since both commands give real ones."
    labCommands(personaId: String!): LabCommands
  }

  type StartLabPayload {
    lab: Lab
    userErrors: [UserError!]!
  }

  "How many of each were removed."
  type RemoveLabPayload {
    serviceAccounts: Int
    tokens: Int
    identities: Int
    apps: Int
    credentials: Int
    exchanges: Int
    userErrors: [UserError!]!
  }

  input SendPersonaLoginInput {
    personaId: String!
  }
  type SendPersonaLoginPayload {
    exchange: Exchange
    outcome: ExchangeOutcome
    "Why it was refused, as the exchange says it to administrators."
    code: String
    "The beginning of the token; the whole of it is given to nobody."
    tokenPreview: String
    userErrors: [UserError!]!
  }

  type Mutation {
    "Loads the demo workspace: an account, identities bound to it, an app with secrets, credentials for a simulated account of AWS. What is there stays as it is."
    startLab: StartLabPayload!
    "Removes everything simulated of the organisation, with its exchanges; works where the Lab is off, too."
    removeLab: RemoveLabPayload!
    sendPersonaLogin(input: SendPersonaLoginInput!): SendPersonaLoginPayload!
  }
`

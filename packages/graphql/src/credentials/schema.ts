import { connectionTypes } from '../base/connection-types.ts'

export const typeDefs = /* GraphQL */ `
  enum CredentialKindId {
    AWS_ASSUME_ROLE
    AWS_ACCESS_KEYS
    "A role that trusts this server as an issuer of tokens: nothing is stored."
    AWS_WEB_IDENTITY
  }

  "A way to sign in to a cloud, with the fields of its form."
  type CredentialForm {
    id: CredentialKindId!
    name: String!
    description: String!
    fields: [FormField!]!
    "The label of its secret; null when there is none to enter."
    secretLabel: String
    takesExternalId: Boolean!
  }

  "How the organisation signs in to a cloud of its own. Its secret is never told again."
  type Credential {
    id: ID!
    name: String!
    kind: CredentialKindId!
    "One line for lists."
    summary: String!
    region: String!
    "Null for access keys."
    roleArn: Arn
    "Null for roles."
    accessKeyIdLastFour: String
    "Tells whether two secrets are the same, and nothing else. Null where there is none."
    secretFingerprint: String
    "For those alone who may change credentials; null also where the role asks for none."
    externalId: String
    "False for one that the role had already."
    externalIdIssued: Boolean!
    "As found when it was last tried with success; null until then."
    account: String
    principal: String
    "True: the role can be assumed without the external id, which therefore protects nothing."
    isUnprotected: Boolean
    checkedAt: DateTime
    "Leads to the simulated account of the Lab, for demo apps alone."
    simulated: Boolean!
    version: Int!
    "Null where you may not see the apps of some of them."
    syncCount: Int
    syncs(first: Int, after: String, last: Int, before: String): SyncConnection
    "The subject of the tokens with which this server signs in when it is tried; syncs have subjects of their own."
    tokenSubject: String!
    createdAt: DateTime!
    updatedAt: DateTime!
  }

  ${connectionTypes('Credential')}

  "Why a destination, or a cloud, did not do what it was asked."
  type DestinationFailure {
    "access_denied, role_not_assumable, throttled …"
    code: String!
    "What to do about it."
    message: String!
    "The permission that was missing, as the cloud names it."
    missingAction: String
    "Under which the cloud knows the call."
    requestId: String
  }

  "One thing that was tried."
  type CredentialStep {
    "sign_in, external_id, list"
    name: String!
    passed: Boolean!
    detail: String!
    failure: DestinationFailure
  }
  type CredentialCheck {
    "It signs in and lists. An external id that protects nothing is said in its step, and stops nobody."
    passed: Boolean!
    account: String
    principal: String
    isUnprotected: Boolean
    steps: [CredentialStep!]!
  }

  enum ServerIdentitySource {
    ENVIRONMENT
    WEB_IDENTITY
    CONTAINER
    INSTANCE_PROFILE
  }
  "Who this server is in AWS: what a trust policy has to name."
  type AwsServerIdentity {
    source: ServerIdentitySource!
    arn: Arn!
    account: String!
  }
  type AwsRegion {
    partition: String!
    code: String!
    name: String!
  }

  "This server towards clouds that trust it."
  type OwnIssuer {
    "The iss of its tokens, byte by byte."
    issuer: String!
    jwksUrl: String!
    "Why clouds cannot trust it as it is set up, and what to do; null when nothing is known against it."
    problem: String
  }

  "A text to be used in the cloud: a policy, a command, a template."
  type SetupText {
    "aws_cli, cloudformation, terraform, console"
    target: String!
    title: String!
    "What it is for and what to keep of what it answers."
    explanation: String!
    "The name of the file that it is meant to be saved as; null for commands."
    fileName: String
    "json, yaml, hcl, bash"
    language: String!
    content: String!
  }

  enum CredentialOrderField {
    NAME
    CREATED_AT
  }
  input CredentialOrder {
    field: CredentialOrderField!
    direction: OrderDirection!
  }

  input AwsAssumeRoleInput {
    roleArn: String!
    region: String!
    "One that issueExternalId gave; another one only with existingRole. None where the role belongs to this server's own account. Left out, when a credential is updated: it stays the same."
    externalId: String
    "The role exists already and asks for this external id."
    existingRole: Boolean! = false
  }
  input AwsAccessKeysInput {
    "Null, when a credential is updated: it stays the same, and so does the secret."
    accessKeyId: String
    "Null, when a credential is updated: it stays the same."
    secretAccessKey: String
    region: String!
  }
  input AwsWebIdentityInput {
    roleArn: String!
    region: String!
  }
  input CredentialConfigInput @oneOf {
    awsAssumeRole: AwsAssumeRoleInput
    awsAccessKeys: AwsAccessKeysInput
    awsWebIdentity: AwsWebIdentityInput
  }

  input CreateCredentialInput {
    name: String!
    config: CredentialConfigInput!
    "Store it although it does not sign in."
    force: Boolean! = false
  }
  type CreateCredentialPayload {
    credential: Credential
    check: CredentialCheck
    userErrors: [UserError!]!
  }
  input UpdateCredentialInput {
    id: ID!
    name: String
    "Of the same kind. An issued external id stays; to get another, create another credential."
    config: CredentialConfigInput
    expectedVersion: Int!
    force: Boolean! = false
  }
  type UpdateCredentialPayload {
    credential: Credential
    check: CredentialCheck
    userErrors: [UserError!]!
  }
  input DeleteCredentialInput {
    id: ID!
    "Also when syncs use it: they are paused."
    pausesSyncs: Boolean! = false
  }
  type DeleteCredentialPayload {
    deletedId: ID
    userErrors: [UserError!]!
  }
  type IssueExternalIdPayload {
    externalId: String
    userErrors: [UserError!]!
  }
  input TestCredentialInput @oneOf {
    "One that is stored."
    id: ID
    "One that is not yet."
    config: CredentialConfigInput
  }
  type TestCredentialPayload {
    check: CredentialCheck
    userErrors: [UserError!]!
  }

  "For what the texts are made; what is not known is left as a placeholder that says so."
  input CredentialSetupInput {
    kind: CredentialKindId!
    region: String!
    "Names of what is made in AWS."
    policyName: String
    roleName: String
    "Null: the pending external id of whoever asks, for AWS_ASSUME_ROLE."
    externalId: String
    withoutExternalId: Boolean! = false
    account: String
    "The secret that will be synced; null: any."
    secretName: String
    kmsKeyArn: String
    "For AWS_WEB_IDENTITY: only syncs of this app, of this environment."
    appId: ID
    environmentId: ID
    "Only this credential and the syncs that use it."
    credentialId: ID
  }

  type Query {
    credentialKinds: [CredentialForm!]!
    credentials(first: Int, after: String, last: Int, before: String, search: String, kind: CredentialKindId, orderBy: CredentialOrder): CredentialConnection
    credential(id: ID!): Credential
    "Null: it has none, and no role can trust it."
    awsServerIdentity: AwsServerIdentity
    awsRegions: [AwsRegion!]!
    "The one that you were issued and have not used yet; issues none."
    pendingExternalId: String
    "This server as an issuer of tokens: whom the roles of AWS_WEB_IDENTITY trust."
    ownIssuer: OwnIssuer
    "Policies, trust policies and commands that make what a credential needs."
    credentialSetup(input: CredentialSetupInput!): [SetupText!]
  }

  type Mutation {
    "Issues an external id of 256 bits, or answers the one that you were issued and have not used yet."
    issueExternalId: IssueExternalIdPayload!
    createCredential(input: CreateCredentialInput!): CreateCredentialPayload!
    updateCredential(input: UpdateCredentialInput!): UpdateCredentialPayload!
    deleteCredential(input: DeleteCredentialInput!): DeleteCredentialPayload!
    "Signs in, and tries to list what is there; a stored credential remembers whom it turned out to be."
    testCredential(input: TestCredentialInput!): TestCredentialPayload!
  }
`

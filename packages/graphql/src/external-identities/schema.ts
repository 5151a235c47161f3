import { connectionTypes } from '../base/connection-types.ts'

export const typeDefs = /* GraphQL */ `
  enum IdentityProviderId {
    AWS_IAM
    AZURE_ENTRA
    OIDC
  }

  "A platform that can be trusted, with the fields of its form."
  type IdentityProvider {
    id: IdentityProviderId!
    name: String!
    description: String!
    "Name of the icon."
    icon: String!
    defaultTokenName: String!
    fields: [FormField!]!
  }

  enum FormControl {
    TEXT
    TEXT_AREA
    LIST
    "Entries of several words, one a line."
    LINES
    DURATION
    SWITCH
    SELECT
    STS_ENDPOINT
  }

  type FormField {
    "The field of the provider's configuration."
    name: String!
    label: String!
    help: String!
    placeholder: String
    control: FormControl!
    options: [FormOption!]
    advanced: Boolean!
    "Null: always."
    shownWhen: FormCondition
  }
  "The field belongs to the configuration only while another one has one of these values."
  type FormCondition {
    field: String!
    values: [String!]!
    "It cannot be left empty then."
    required: Boolean!
  }
  type FormOption {
    value: String!
    label: String!
  }

  type AwsStsEndpoint {
    partition: String!
    "aws-global for the global one."
    regionCode: String!
    regionName: String!
    endpoint: URL!
    fips: Boolean!
  }

  enum AzureCloud {
    PUBLIC
    USGOV
    CHINA
  }

  type AwsIamConfig {
    principals: [Arn!]!
    signatureExpirySeconds: Duration!
    "Null: every endpoint of the principals' partitions."
    stsEndpoint: URL
    allowReuse: Boolean!
    requireServerBinding: Boolean!
    principalIds: [String!]
  }

  type AzureEntraConfig {
    tenantId: UUID!
    resource: String!
    allowedServicePrincipalIds: [UUID!]!
    cloud: AzureCloud!
    allowUserTokens: Boolean!
    singleUse: Boolean!
    maxProofAgeSeconds: Duration
  }

  enum OidcKeySource {
    "From the discovery document of the issuer."
    DISCOVERY
    JWKS_URL
    UPLOADED
    "The API server of a Kubernetes cluster is asked about each token."
    TOKEN_REVIEW
  }
  enum OidcSingleUse {
    OFF
    "By its id (jti), which it must have."
    JTI
    PROOF
  }

  type OidcConfig {
    "What tokens carry as iss, to the letter."
    issuer: String!
    audiences: [String!]!
    "Who is trusted (sub); a * stands for one whole part between : and /."
    subjects: [String!]!
    "Rules about other claims, all of which must hold."
    claims: [String!]!
    keySource: OidcKeySource!
    jwksUrl: String
    "Public keys alone."
    jwks: String
    "When somebody wants to be reminded of the uploaded keys."
    keysRemindOn: String
    "For TOKEN_REVIEW."
    apiServer: String
    certificateAuthority: String
    algorithms: [String!]!
    tokenTypes: [String!]!
    singleUse: OidcSingleUse!
    maxProofAgeSeconds: Duration
    maxProofLifetimeSeconds: Duration!
  }

  union ExternalIdentityConfig = AwsIamConfig | AzureEntraConfig | OidcConfig

  enum LintSeverity {
    INFO
    WARNING
    DANGER
  }

  "Allowed as it is, and worth a second look."
  type LintFinding {
    code: String!
    severity: LintSeverity!
    "Where in the configuration."
    field: [String!]
    message: String!
  }

  "A trust relationship of the organisation with a platform."
  type ExternalIdentity {
    id: ID!
    name: String!
    description: String!
    enabled: Boolean!
    "Belongs to the Lab."
    simulated: Boolean!
    provider: IdentityProviderId!
    "Null when what is stored is not valid; lint says so too."
    config: ExternalIdentityConfig
    "One line that says whom it trusts."
    summary: String!
    tokenName: String!
    defaultTtl: Duration!
    maxTtl: Duration!
    lint: [LintFinding!]!
    "The accounts that its workloads may become."
    serviceAccounts(first: Int, after: String): ServiceAccountConnection
    tokens(first: Int, after: String, last: Int, before: String, status: TokenStatus, orderBy: ServiceAccountTokenOrder): ServiceAccountTokenConnection
    exchanges(first: Int, after: String, last: Int, before: String, filter: ExchangeFilter): ExchangeConnection
    "Grows with every change; give it back as expectedVersion."
    version: Int!
    "What it was, change by change, the newest first."
    versions(first: Int, after: String, last: Int, before: String): ExternalIdentityVersionConnection
    createdAt: DateTime!
    updatedAt: DateTime!
  }

  ${connectionTypes('ExternalIdentity')}

  "What an identity was from one change on until the next."
  type ExternalIdentityVersion {
    version: Int!
    at: DateTime!
    "Who made the change, as it was called then."
    changedBy: String!
    name: String!
    description: String!
    "Null when it would not be valid any more."
    config: ExternalIdentityConfig
    tokenName: String!
    defaultTtl: Duration!
    maxTtl: Duration!
    enabled: Boolean!
  }

  ${connectionTypes('ExternalIdentityVersion')}

  input ExternalIdentityFilter {
    provider: IdentityProviderId
    "Part of the name, the description or the id."
    search: String
    enabled: Boolean
    "To one account at least."
    bound: Boolean
    "Of the Lab."
    simulated: Boolean
  }

  enum ExternalIdentityOrderField {
    NAME
    CREATED_AT
    LAST_EXCHANGE_AT
  }
  input ExternalIdentityOrder {
    field: ExternalIdentityOrderField!
    direction: OrderDirection!
  }

  type Query {
    externalIdentities(first: Int, after: String, last: Int, before: String, filter: ExternalIdentityFilter, orderBy: ExternalIdentityOrder): ExternalIdentityConnection
    externalIdentity(id: ID!): ExternalIdentity
    identityProviders: [IdentityProvider!]!
    awsStsEndpoints: [AwsStsEndpoint!]!
  }

  input AwsIamConfigInput {
    "Users, roles, sessions or root users; * only in the last part."
    principals: [Arn!]!
    signatureExpirySeconds: Duration
    "One of awsStsEndpoints; null: every endpoint of the principals' partitions."
    stsEndpoint: URL
    allowReuse: Boolean
    requireServerBinding: Boolean
    principalIds: [String!]
  }
  input AzureEntraConfigInput {
    tenantId: UUID!
    resource: String
    allowedServicePrincipalIds: [UUID!]!
    cloud: AzureCloud
    allowUserTokens: Boolean
    singleUse: Boolean
    maxProofAgeSeconds: Duration
  }
  input OidcConfigInput {
    "What tokens carry as iss, to the letter."
    issuer: String!
    audiences: [String!]!
    "Who is trusted (sub); a * stands for one whole part between : and /."
    subjects: [String!]!
    "Rules about other claims, such as: ref = refs/heads/main; ref in a, b; workflow_ref like acme/shop/*; groups has deployers; environment exists."
    claims: [String!]
    keySource: OidcKeySource
    jwksUrl: String
    "The key set as JSON, public keys alone."
    jwks: String
    "A day such as 2027-01-31: from then on the uploaded keys are told of as old."
    keysRemindOn: String
    "For TOKEN_REVIEW: https only."
    apiServer: String
    "Certificates in PEM."
    certificateAuthority: String
    "RS256, RS512, PS256, ES256, ES384, ES512, EdDSA; RS256 and ES256 unless told."
    algorithms: [String!]
    "JWT unless told."
    tokenTypes: [String!]
    singleUse: OidcSingleUse
    maxProofAgeSeconds: Duration
    "A day unless told."
    maxProofLifetimeSeconds: Duration
  }
  input ExternalIdentityConfigInput @oneOf {
    awsIam: AwsIamConfigInput
    azureEntra: AzureEntraConfigInput
    oidc: OidcConfigInput
  }

  input CreateExtIdentityInput {
    name: String!
    description: String
    config: ExternalIdentityConfigInput!
    tokenName: String
    defaultTtl: Duration
    maxTtl: Duration
    enabled: Boolean
  }
  type CreateExtIdentityPayload {
    externalIdentity: ExternalIdentity
    userErrors: [UserError!]!
  }

  "What is left out stays as it is. The provider of an identity never changes."
  input UpdateExtIdentityInput {
    id: ID!
    "The version that the edit began from; another one in between is a conflict."
    expectedVersion: Int
    name: String
    description: String
    config: ExternalIdentityConfigInput
    tokenName: String
    defaultTtl: Duration
    maxTtl: Duration
    enabled: Boolean
  }
  type UpdateExtIdentityPayload {
    externalIdentity: ExternalIdentity
    userErrors: [UserError!]!
  }

  input RestoreExtIdentityVersionInput {
    id: ID!
    version: Int!
    "The version that is replaced; another one in between is a conflict."
    expectedVersion: Int
  }
  type RestoreExtIdentityVersionPayload {
    externalIdentity: ExternalIdentity
    userErrors: [UserError!]!
  }

  input DeleteExtIdentityInput {
    id: ID!
  }
  type DeleteExtIdentityPayload {
    deletedId: ID
    "Live tokens that it had minted."
    revokedTokens: Int
    userErrors: [UserError!]!
  }

  "A signed sts:GetCallerIdentity request; each part base64."
  input AwsIamProofInput {
    httpRequestMethod: String! = "POST"
    httpRequestUrl: String!
    httpRequestHeaders: String!
    httpRequestBody: String!
  }
  "A token of Entra, base64 around its compact form."
  input AzureEntraProofInput {
    jwt: String!
  }
  "A token of an issuer, base64 around its compact form."
  input OidcProofInput {
    jwt: String!
  }
  input ProofInput @oneOf {
    awsIam: AwsIamProofInput
    azureEntra: AzureEntraProofInput
    oidc: OidcProofInput
  }
  input TestExtIdentityInput {
    "Without it every identity of the proof's platform is tried."
    identityId: ID
    "For whom the proof was made; only a signed server binding depends on it."
    serviceAccountId: ID
    proof: ProofInput!
  }

  type TryOutAttempt {
    identityId: ID!
    identityName: String!
    accepted: Boolean!
    steps: [ExchangeStep!]!
  }
  type ProvenClaim {
    name: String!
    value: String!
  }
  "Who the platform says the caller is."
  type ProvenPrincipal {
    name: String!
    claims: [ProvenClaim!]!
  }
  type TestExtIdentityPayload {
    "Null when the platform vouched for nobody."
    principal: ProvenPrincipal
    attempts: [TryOutAttempt!]
    userErrors: [UserError!]!
  }

  input ProbeIssuerInput {
    config: ExternalIdentityConfigInput!
  }
  type ProbedKey {
    keyId: String
    algorithms: [String!]!
    "sig, or jwt-svid."
    use: String!
  }
  "What the issuer answered just now."
  type IssuerProbe {
    "Null where the keys were uploaded."
    url: URL
    milliseconds: Int
    "Those that can verify signatures."
    keys: [ProbedKey!]!
    "Why no login could succeed with that."
    problem: String
  }
  type ProbeIssuerPayload {
    probe: IssuerProbe
    userErrors: [UserError!]!
  }

  type Mutation {
    "Asks the issuer of a configuration, saved or not, for its keys. Keeps nothing."
    probeIssuer(input: ProbeIssuerInput!): ProbeIssuerPayload!
    createExtIdentity(input: CreateExtIdentityInput!): CreateExtIdentityPayload!
    updateExtIdentity(input: UpdateExtIdentityInput!): UpdateExtIdentityPayload!
    "Makes it what it was, as a change like any other. Whether it is enabled stays as it is."
    restoreExtIdentityVersion(input: RestoreExtIdentityVersionInput!): RestoreExtIdentityVersionPayload!
    "Unbinds it everywhere and revokes the tokens that it minted."
    deleteExtIdentity(input: DeleteExtIdentityInput!): DeleteExtIdentityPayload!
    "Judges a proof as a login would. Mints nothing, keeps nothing."
    testExtIdentity(input: TestExtIdentityInput!): TestExtIdentityPayload!
  }
`

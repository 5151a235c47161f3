import { connectionTypes } from '../base/connection-types.ts'

export const typeDefs = /* GraphQL */ `
  "From which severity on a finding keeps an identity from being saved."
  enum BlockingSeverity {
    WARNING
    DANGER
  }

  "What the organisation lets its external identities trust. Identities of the Lab are not concerned."
  type TrustPolicy {
    "Null: findings block nothing."
    blockedSeverity: BlockingSeverity
    """
    Issuers that identities may trust; empty: any. URLs are compared to the letter, a * stands for the first label of a host. AWS accounts are
    called aws:111122223333 (aws:* for all), uploaded keys uploaded:<issuer>.
    """
    allowedIssuers: [String!]!
    "Grows with every change; give it back as expectedVersion. 0: nobody has set one."
    version: Int!
    updatedAt: DateTime
  }

  "What a policy would mean for an identity that is there."
  type PolicyImpact {
    identity: ExternalIdentity!
    "Not empty: every login by it would be refused, and its tokens revoked."
    refusedIssuers: [String!]!
    "Not empty: it works as before, and cannot be saved as it is."
    blockingFindings: [LintFinding!]!
  }

  ${connectionTypes('PolicyImpact')}

  type TrustPolicyPreview {
    refusedCount: Int!
    blockedCount: Int!
    "Those that would be refused come first."
    impacts(first: Int, after: String): PolicyImpactConnection!
  }

  input TrustPolicyInput {
    "Null: findings block nothing."
    blockedSeverity: BlockingSeverity
    allowedIssuers: [String!]!
  }

  input UpdateTrustPolicyInput {
    policy: TrustPolicyInput!
    "The version that the edit began from; another one in between is a conflict."
    expectedVersion: Int!
  }
  type UpdateTrustPolicyPayload {
    trustPolicy: TrustPolicy
    "Live tokens of identities that are refused from now on."
    revokedTokens: Int
    userErrors: [UserError!]!
  }

  type Query {
    trustPolicy: TrustPolicy
    "What a policy would mean for the identities that are there; changes nothing."
    trustPolicyPreview(policy: TrustPolicyInput!): TrustPolicyPreview
  }

  type Mutation {
    updateTrustPolicy(input: UpdateTrustPolicyInput!): UpdateTrustPolicyPayload!
  }
`

export const typeDefs = /* GraphQL */ `
  input TryProofInput {
    proof: ProofInput!
    "One identity."
    identityId: ID
    "Those that are bound to one account. With neither, all of the organisation, at most 1 000 of the proof's platform."
    serviceAccountId: ID
    "For whom the proof was made, where that is another account; only a signed server binding depends on it."
    madeForId: ID
  }
  "Which identities would accept a proof, and why the others would not."
  type ProofTrial {
    "Null when the platform vouched for nobody."
    principal: ProvenPrincipal
    "Set: the token has ended, and was judged as when it was made. No login takes it."
    expiredAt: DateTime
    judgedCount: Int!
    acceptedCount: Int!
    "There are more identities of the platform than were judged."
    more: Boolean!
    "Identities of other platforms, which were not asked: a proof of this one is never theirs."
    otherPlatformCount: Int!
    "Why nobody can become the account just now; null when somebody could, or when no account was asked for."
    accountProblem: String
    "Those that accept it first, then the nearest miss first; at most 50."
    attempts: [TryOutAttempt!]!
  }
  type TryProofPayload {
    trial: ProofTrial
    userErrors: [UserError!]!
  }

  type Mutation {
    "Tries a proof on many identities at once: asks the platform once, mints nothing, keeps nothing of the proof."
    tryProof(input: TryProofInput!): TryProofPayload!
  }
`

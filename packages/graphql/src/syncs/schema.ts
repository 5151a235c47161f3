import { connectionTypes } from '../base/connection-types.ts'

export const typeDefs = /* GraphQL */ `
  enum DestinationId {
    AWS_SECRETS_MANAGER
  }

  enum SyncState {
    PAUSED
    "A run is due."
    PENDING
    RUNNING
    SYNCED
    "The last run failed; it is tried again by itself."
    RETRYING
    "The last run failed, and waiting does not help."
    NEEDS_ATTENTION
  }

  "What to do when somebody edits the remote secret."
  enum DriftRule {
    "Write over the edit."
    OVERWRITE
    "Take it over into the environment, unless the same key was changed there too."
    ADOPT
    "Write nothing until somebody decides."
    STOP
  }

  type AwsSecretsManagerOptions {
    secretName: String!
    "Null: the account's default key, aws/secretsmanager."
    kmsKeyArn: Arn
    tags: [SyncTag!]!
  }
  type SyncTag {
    key: String!
    value: String!
  }

  "A folder of an environment that is kept equal to a secret elsewhere."
  type Sync {
    id: ID!
    app: App
    environment: Environment
    "The folder; what lies below it is not synced."
    path: String!
    destination: DestinationId!
    "Where it writes, in one line: the name of the secret."
    summary: String!
    account: String!
    region: String!
    awsSecretsManager: AwsSecretsManagerOptions
    "Null where you may not see credentials."
    credential: Credential
    keyPrefix: String!
    neverDeletes: Boolean!
    onDrift: DriftRule!
    "Other environments that its values refer to, and may."
    referencedEnvironments: [Environment!]!
    state: SyncState!
    "Why the last run failed; null when it did not."
    failure: DestinationFailure
    failingSince: DateTime
    "When the next run is due; null when none is."
    nextRunAt: DateTime
    lastSyncedAt: DateTime
    lastRunAt: DateTime
    lastRun: SyncRun
    runs(first: Int, after: String, last: Int, before: String): SyncRunConnection
    pausedAt: DateTime
    pausedBy: String
    version: Int!
    createdAt: DateTime!
    updatedAt: DateTime!
  }

  enum SyncRunReason {
    CREATED
    "A secret changed."
    CHANGED
    MANUAL
    RESUMED
    EDITED
    DRIFT_CHECK
    "Somebody decided what to do about an edit of the remote secret."
    RESOLVED
  }
  enum SyncRunOutcome {
    RUNNING
    WRITTEN
    "Everything was equal already, so nothing was written."
    UNCHANGED
    FAILED
    STOPPED
    "Its node went away, and another run took over."
    LOST
  }

  "One attempt to make a destination equal."
  type SyncRun {
    id: ID!
    reason: SyncRunReason!
    requestedBy: String
    attempt: Int!
    outcome: SyncRunOutcome!
    failure: DestinationFailure
    "Names of keys at the destination; never values."
    keys: SyncRunKeys
    addedCount: Int!
    changedCount: Int!
    removedCount: Int!
    unchangedCount: Int!
    bytes: Int
    remoteVersionId: String
    requestId: String
    queuedAt: DateTime!
    startedAt: DateTime!
    finishedAt: DateTime
    "When it is tried again by itself; null when it is not."
    nextAttemptAt: DateTime
  }
  type SyncRunKeys {
    added: [String!]!
    changed: [String!]!
    removed: [String!]!
    "Edited by somebody else at the destination since the sync last wrote."
    drifted: [String!]!
    "Of those, the ones that were taken over into the environment."
    adopted: [String!]!
  }

  ${connectionTypes('Sync', 'SyncRun')}

  "A secret that is there at the destination already."
  type RemoteSecret {
    name: String!
    "The sync that says it owns it, when it is one of yours."
    owner: Sync
    isOwned: Boolean!
  }

  enum RemoteState {
    ABSENT
    WITHOUT_VALUE
    PRESENT
  }

  enum SyncPlanChange {
    ADD
    CHANGE
    REMOVE
    UNCHANGED
    "Not the sync's, or the sync's to leave alone."
    KEEP
  }
  type SyncPlanKey {
    "As it is called at the destination."
    name: String!
    change: SyncPlanChange!
    "Somebody edited it at the destination since the sync last wrote."
    drifted: Boolean!
  }

  "What a sync would do, values left out."
  type SyncPlan {
    "Give it back when the sync is created: another state of the remote secret is then not overwritten unseen."
    id: String!
    account: String!
    region: String!
    summary: String!
    remoteState: RemoteState!
    "The remote value is no set of keys and values; it can only be overwritten as a whole."
    remoteIsDocument: Boolean!
    "Another sync says that it owns the remote secret; only its own deletion frees it."
    ownedByAnother: Boolean!
    addedCount: Int!
    changedCount: Int!
    removedCount: Int!
    unchangedCount: Int!
    keptCount: Int!
    keys(first: Int, after: String): SyncPlanKeyConnection!
    bytes: Int!
    maxBytes: Int!
    "Environments that the values refer to, and that the sync would be let read."
    referencedEnvironments: [Environment!]!
    "References that lead nowhere that you can read, as they are written; they stay as they are."
    unresolvedReferences: [String!]!
    "Permissions that the credential needs for it, as the cloud names them."
    neededActions: [String!]!
    "A policy that allows exactly this, to be attached in the cloud."
    policy: String!
    "What works, and may surprise."
    warnings: [String!]!
  }

  ${connectionTypes('SyncPlanKey')}

  "What to do with what is in a remote secret already."
  enum ExistingSecretChoice {
    OVERWRITE
    "Import into the environment what it does not have yet, first."
    ADOPT
    STOP
  }

  input SyncTagInput {
    key: String!
    value: String!
  }
  input AwsSecretsManagerOptionsInput {
    secretName: String!
    kmsKeyArn: String
    tags: [SyncTagInput!]! = []
  }
  input DestinationOptionsInput @oneOf {
    awsSecretsManager: AwsSecretsManagerOptionsInput
  }

  input PlanSyncInput {
    "A sync that is there: it is planned with what differs."
    id: ID
    environmentId: ID
    path: String
    credentialId: ID
    options: DestinationOptionsInput
    keyPrefix: String
    neverDeletes: Boolean
  }
  type PlanSyncPayload {
    plan: SyncPlan
    failure: DestinationFailure
    userErrors: [UserError!]!
  }

  input CreateSyncInput {
    environmentId: ID!
    path: String! = "/"
    credentialId: ID!
    options: DestinationOptionsInput!
    keyPrefix: String! = ""
    neverDeletes: Boolean! = false
    onDrift: DriftRule! = STOP
    "Needed where the remote secret has a value already."
    existing: ExistingSecretChoice
    "Of the plan that was looked at."
    planId: String!
  }
  type CreateSyncPayload {
    sync: Sync
    failure: DestinationFailure
    userErrors: [UserError!]!
  }
  "What is left out stays."
  input UpdateSyncInput {
    id: ID!
    path: String
    credentialId: ID
    options: DestinationOptionsInput
    keyPrefix: String
    neverDeletes: Boolean
    onDrift: DriftRule
    existing: ExistingSecretChoice
    "Needed where it changes what is written or where."
    planId: String
    expectedVersion: Int!
  }
  type UpdateSyncPayload {
    sync: Sync
    failure: DestinationFailure
    userErrors: [UserError!]!
  }
  input SyncIdInput {
    id: ID!
  }
  type SyncPayload {
    sync: Sync
    userErrors: [UserError!]!
  }
  enum DriftResolution {
    OVERWRITE
    ADOPT
  }
  input ResolveDriftInput {
    id: ID!
    resolution: DriftResolution!
    "Of the plan that was looked at."
    planId: String!
  }
  input DeleteSyncInput {
    id: ID!
    "Also the remote secret: AWS keeps it for recoveryDays."
    deletesRemote: Boolean!
    "7 to 30."
    recoveryDays: Int! = 30
  }
  type DeleteSyncPayload {
    deletedId: ID
    failure: DestinationFailure
    userErrors: [UserError!]!
  }

  input SyncFilter {
    appId: ID
    environmentId: ID
    credentialId: ID
    destination: DestinationId
    state: SyncState
    "Part of the place or of the id."
    search: String
  }

  type Query {
    "Those of environments that you hold, the newest first."
    syncs(first: Int, after: String, last: Int, before: String, filter: SyncFilter): SyncConnection
    sync(id: ID!): Sync
    "What is there at the destination of a credential, its name beginning with a text: asks the cloud."
    remoteSecrets(credentialId: ID!, destination: DestinationId! = AWS_SECRETS_MANAGER, prefix: String! = "", after: String): RemoteSecretPage
  }
  type RemoteSecretPage {
    secrets: [RemoteSecret!]!
    "Give it as after to read on; null at the end."
    cursor: String
    failure: DestinationFailure
  }

  type Mutation {
    "Looks at both sides and says what a sync would do; changes nothing. Asks the cloud."
    planSync(input: PlanSyncInput!): PlanSyncPayload!
    createSync(input: CreateSyncInput!): CreateSyncPayload!
    updateSync(input: UpdateSyncInput!): UpdateSyncPayload!
    runSync(input: SyncIdInput!): SyncPayload!
    pauseSync(input: SyncIdInput!): SyncPayload!
    resumeSync(input: SyncIdInput!): SyncPayload!
    resolveDrift(input: ResolveDriftInput!): SyncPayload!
    deleteSync(input: DeleteSyncInput!): DeleteSyncPayload!
  }
`

import { connectionTypes } from '../base/connection-types.ts'

export const typeDefs = /* GraphQL */ `
  enum WebhookEvent {
    "A sync failed and needs somebody, or has failed for a while."
    SYNC_FAILED
    "A sync that had failed works again."
    SYNC_RECOVERED
    "The secret at the destination was edited by somebody else."
    SYNC_DRIFTED
  }

  enum WebhookDisabledReason {
    "Somebody switched it off."
    BY_HAND
    "It took nothing for five days."
    FAILING
    "It answered 410, which says that nothing more is wanted."
    GONE
  }

  enum WebhookDeliveryState {
    PENDING
    DELIVERED
    FAILED
  }

  "Why an attempt did not deliver."
  enum WebhookDeliveryFailure {
    "It answered with another status than 2xx."
    STATUS
    TIMEOUT
    UNREACHABLE
    "It answered more than 64 kB."
    TOO_LARGE
    "It answered with a redirect; those are not followed."
    REDIRECTED
    "This server does not send to such an address."
    REFUSED
    "The webhook was switched off before the attempt."
    DISABLED
    "The server key that sealed its secret is not among those of the server."
    SECRET_UNREADABLE
  }

  "Where the organisation is told of what happens: by signed requests, as Standard Webhooks describes them."
  type Webhook {
    id: ID!
    url: String!
    description: String!
    events: [WebhookEvent!]!
    enabled: Boolean!
    "Null while it is on."
    disabledReason: WebhookDisabledReason
    "Since when every delivery has failed; null when the last one did not."
    failingSince: DateTime
    lastDeliveredAt: DateTime
    "Until then the secret before this one signs too; null when it does not."
    previousSecretUntil: DateTime
    "Grows with every edit; give it back as expectedVersion."
    version: Int!
    createdAt: DateTime!
    updatedAt: DateTime!
    "What was sent to it in the last 30 days, newest first."
    deliveries(state: WebhookDeliveryState, first: Int, after: String): WebhookDeliveryConnection
  }

  "One message to one endpoint, and how its last attempt went."
  type WebhookDelivery {
    id: ID!
    "The type that stands in the message: sync.failed, webhook.test …"
    event: String!
    "The message, as it is signed and sent."
    body: String!
    state: WebhookDeliveryState!
    attempts: Int!
    nextAttemptAt: DateTime
    lastAttemptAt: DateTime
    "What the endpoint answered; null when it did not."
    status: Int
    failure: WebhookDeliveryFailure
    durationMs: Int
    createdAt: DateTime!
    finishedAt: DateTime
  }

  ${connectionTypes('Webhook', 'WebhookDelivery')}

  input CreateWebhookInput {
    "https, and a host of the Internet, unless the operator allows others."
    url: String!
    description: String
    events: [WebhookEvent!]!
  }
  type CreateWebhookPayload {
    webhook: Webhook
    "whsec_…; told this once."
    secret: String
    userErrors: [UserError!]!
  }

  input UpdateWebhookInput {
    id: ID!
    url: String
    description: String
    events: [WebhookEvent!]
    enabled: Boolean
    "The version that the edit began from; another one in between is a conflict."
    expectedVersion: Int
  }
  type UpdateWebhookPayload {
    webhook: Webhook
    userErrors: [UserError!]!
  }

  input RotateWebhookSecretInput {
    id: ID!
    "True: the old secret signs nothing from now on. Otherwise it signs beside the new one for a day."
    endsOldNow: Boolean
  }
  type RotateWebhookSecretPayload {
    webhook: Webhook
    "whsec_…; told this once."
    secret: String
    userErrors: [UserError!]!
  }

  input DeleteWebhookInput {
    id: ID!
  }
  type DeleteWebhookPayload {
    deletedId: ID
    userErrors: [UserError!]!
  }

  input TestWebhookInput {
    id: ID!
  }
  type TestWebhookPayload {
    "How the test went; it is not sent again."
    delivery: WebhookDelivery
    userErrors: [UserError!]!
  }

  input RedeliverWebhookInput {
    deliveryId: ID!
  }
  type RedeliverWebhookPayload {
    delivery: WebhookDelivery
    userErrors: [UserError!]!
  }

  type Query {
    webhook(id: ID!): Webhook
    webhooks(first: Int, after: String): WebhookConnection
  }

  type Mutation {
    createWebhook(input: CreateWebhookInput!): CreateWebhookPayload!
    updateWebhook(input: UpdateWebhookInput!): UpdateWebhookPayload!
    rotateWebhookSecret(input: RotateWebhookSecretInput!): RotateWebhookSecretPayload!
    deleteWebhook(input: DeleteWebhookInput!): DeleteWebhookPayload!
    "Sends a test event now, once, also to a webhook that is off."
    testWebhook(input: TestWebhookInput!): TestWebhookPayload!
    "Sends a message again, under the id that it had."
    redeliverWebhook(input: RedeliverWebhookInput!): RedeliverWebhookPayload!
  }
`

import {
  createWebhook,
  deleteWebhook,
  listWebhookDeliveries,
  listWebhooks,
  readWebhook,
  redeliverWebhook,
  rotateWebhookSecret,
  testWebhook,
  updateWebhook,
} from '@bonafide/core'
import { connection, connectionOfArray, pageOf } from '../base/connection.ts'
import { payload } from '../base/payload.ts'
import type { Resolvers } from '../generated/resolvers.ts'

const given = <Input extends object>(input: Input) => Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null))

export const resolvers: Resolvers = {
  Query: {
    webhook: (_, { id }, { domain }) => readWebhook({ id }, domain),
    webhooks: async (_, page, { domain }) =>
      connectionOfArray(await listWebhooks(domain), page, { list: 'webhooks', keyOf: ({ id }) => id }),
  },
  Webhook: {
    enabled: ({ disabledReason }) => disabledReason === null,
    deliveries: async ({ id }, { state, ...page }, { domain }) => {
      const input = { webhookId: id, state: state ?? undefined, ...pageOf('webhook_deliveries', page) }
      return connection('webhook_deliveries', await listWebhookDeliveries(input, domain))
    },
  },
  Mutation: {
    createWebhook: (_, { input }, { domain }) => payload(() => createWebhook(given(input), domain)),
    updateWebhook: (_, { input }, { domain }) => payload(async () => ({ webhook: await updateWebhook(given(input), domain) })),
    rotateWebhookSecret: (_, { input }, { domain }) => payload(() => rotateWebhookSecret(given(input), domain)),
    deleteWebhook: (_, { input }, { domain }) => payload(async () => ({ deletedId: (await deleteWebhook(input, domain)).id })),
    testWebhook: (_, { input }, { domain }) => payload(async () => ({ delivery: await testWebhook(input, domain) })),
    redeliverWebhook: (_, { input }, { domain }) => payload(async () => ({ delivery: await redeliverWebhook(input, domain) })),
  },
  WebhookEvent: { SYNC_FAILED: 'sync.failed', SYNC_RECOVERED: 'sync.recovered', SYNC_DRIFTED: 'sync.drifted' },
  WebhookDisabledReason: { BY_HAND: 'by_hand', FAILING: 'failing', GONE: 'gone' },
  WebhookDeliveryState: { PENDING: 'pending', DELIVERED: 'delivered', FAILED: 'failed' },
  WebhookDeliveryFailure: {
    STATUS: 'status',
    TIMEOUT: 'timeout',
    UNREACHABLE: 'unreachable',
    TOO_LARGE: 'too_large',
    REDIRECTED: 'redirected',
    REFUSED: 'refused',
    DISABLED: 'disabled',
    SECRET_UNREADABLE: 'secret_unreadable',
  },
}

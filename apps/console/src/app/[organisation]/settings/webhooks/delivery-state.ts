import { parseAsString, parseAsStringLiteral } from 'nuqs/server'
import type { WebhookDetailQueryVariables } from './operations.generated.ts'

/** What the address of a webhook's page says. */
export const deliveryParsers = {
  state: parseAsStringLiteral(['PENDING', 'DELIVERED', 'FAILED'] as const),
  after: parseAsString,
}

interface DeliveryPlace {
  state: 'PENDING' | 'DELIVERED' | 'FAILED' | null
  after: string | null
}

/** The same on the server, which preloads, and in the browser, which shows. */
export const detailVariables = (id: string, { state, after }: DeliveryPlace): WebhookDetailQueryVariables => ({
  id,
  state,
  first: 25,
  after,
})

import type { WebhookDeliveryFailure, WebhookDeliveryRowFragment, WebhookDisabledReason, WebhookEvent } from './operations.generated.ts'

/** In the order in which they are offered. */
export const eventWords: Record<WebhookEvent, { name: string; help: string }> = {
  SYNC_FAILED: { name: 'sync.failed', help: 'A sync failed and needs somebody, or has failed for a while.' },
  SYNC_RECOVERED: { name: 'sync.recovered', help: 'A sync that had failed works again.' },
  SYNC_DRIFTED: { name: 'sync.drifted', help: 'The secret at the destination was edited by somebody else.' },
}

export const events = Object.keys(eventWords) as WebhookEvent[]

export const disabledWords: Record<WebhookDisabledReason, string> = {
  BY_HAND: 'Somebody switched it off. What happens meanwhile is not told to it.',
  FAILING: 'It took nothing for five days, so it was switched off. Mend the endpoint, send a test event, then switch it on.',
  GONE: 'It answered 410, which says that nothing more is wanted, so it was switched off.',
}

const failureWords: Record<WebhookDeliveryFailure, string> = {
  STATUS: 'It answered, but not with 2xx',
  TIMEOUT: 'No answer within ten seconds',
  UNREACHABLE: 'Nobody answered at this address',
  TOO_LARGE: 'The answer had more than 64 kB',
  REDIRECTED: 'It answered with a redirect, which is not followed',
  REFUSED: 'This server does not send to such an address',
  DISABLED: 'The webhook was off',
  SECRET_UNREADABLE: 'The server key that sealed its secret is missing',
}

/** How the last attempt went, in a few words. */
export function resultOf({ state, status, failure, attempts }: WebhookDeliveryRowFragment): string {
  if (failure !== null) return status === null ? failureWords[failure] : `${failureWords[failure]}: ${status}`
  if (state === 'DELIVERED') return `Answered ${status}`
  return attempts === 0 ? 'Not sent yet' : 'Under way'
}

export const hostOf = (url: string): string => new URL(url).host

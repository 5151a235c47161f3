import { given } from '../base/input.ts'
import type { ExchangeFilter } from '../generated/resolvers.ts'

/** The filter of the API as the use case takes it. */
export function exchangeFilter(filter: ExchangeFilter | null | undefined): Record<string, unknown> {
  const { externalIdentityId: identityId, ...rest } = given(filter ?? {})
  return { ...rest, identityId }
}

import { createParser, parseAsBoolean, parseAsIsoDateTime, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import type { ExchangesQueryVariables } from '../operations.generated.ts'

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whatever is no id means nothing, and so is no filter. */
const parseAsId = createParser({
  parse: (text) => (uuidPattern.test(text) ? text : null),
  serialize: (id: string) => id,
})

const hourMs = 3_600_000

/** Lengths that can be chosen, in milliseconds back from now. */
export const ranges = { '1h': hourMs, '24h': 24 * hourMs, '7d': 168 * hourMs } as const
type Range = keyof typeof ranges

/** What the address of a feed says. */
export const feedParsers = {
  outcome: parseAsStringLiteral(['accepted', 'refused'] as const),
  provider: parseAsStringLiteral(['aws_iam', 'azure_entra', 'oidc'] as const),
  identity: parseAsId,
  sa: parseAsId,
  code: parseAsString,
  q: parseAsString.withDefault(''),
  range: parseAsStringLiteral(['1h', '24h', '7d', 'custom'] as const),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  live: parseAsBoolean.withDefault(true),
  /** The one whose trace is open beside the list. */
  exchange: parseAsId,
}

export interface FeedState {
  outcome: 'accepted' | 'refused' | null
  provider: 'aws_iam' | 'azure_entra' | 'oidc' | null
  identity: string | null
  sa: string | null
  code: string | null
  q: string
  range: Range | 'custom' | null
  from: Date | null
  to: Date | null
}

export const noFilters: FeedState = {
  outcome: null,
  provider: null,
  identity: null,
  sa: null,
  code: null,
  q: '',
  range: null,
  from: null,
  to: null,
}

/** A feed that belongs to one identity or account shows no others. */
export interface FeedOf {
  identityId?: string
  serviceAccountId?: string
}

const pageSize = 50

/** The same on the server, which preloads, and in the browser, which shows; lengths of time count back from `nowMs`. */
export function feedVariables(state: FeedState, of: FeedOf, nowMs: number) {
  const { outcome, provider, identity, sa, code, q, range, from, to } = state
  const length = range === null || range === 'custom' ? undefined : ranges[range]
  const since = length === undefined ? from : new Date(nowMs - length)
  const until = length === undefined ? to : null
  return {
    filter: {
      outcome: outcome && outcomes[outcome],
      provider: provider && providers[provider],
      identityId: of.identityId ?? identity,
      serviceAccountId: of.serviceAccountId ?? sa,
      code,
      search: q.trim() === '' ? null : q.trim().slice(0, 200),
      since: since?.toISOString() ?? null,
      until: until?.toISOString() ?? null,
    },
    first: pageSize,
  } as const satisfies ExchangesQueryVariables
}

const outcomes = { accepted: 'ACCEPTED', refused: 'REFUSED' } as const
const providers = { aws_iam: 'AWS_IAM', azure_entra: 'AZURE_ENTRA', oidc: 'OIDC' } as const

/** Whether anything hides a part of the exchanges. */
export const isFiltered = (state: FeedState): boolean =>
  (Object.keys(noFilters) as (keyof FeedState)[]).some((name) => state[name] !== noFilters[name] && state[name] !== null)

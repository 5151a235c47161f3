import { createParser, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import type { RefusedInboxQueryVariables } from './operations.generated.ts'

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const parseAsId = createParser({
  parse: (text) => (uuidPattern.test(text) ? text : null),
  serialize: (id: string) => id,
})

/** What the address of the inbox says. */
export const inboxParsers = {
  q: parseAsString.withDefault(''),
  provider: parseAsStringLiteral(['AWS_IAM', 'AZURE_ENTRA', 'OIDC'] as const),
  sa: parseAsId,
  days: parseAsStringLiteral(['1', '7', '30', '90'] as const).withDefault('7'),
  dismissed: parseAsBoolean.withDefault(false),
  after: parseAsString,
  before: parseAsString,
  /** The one whose trace is open beside the list. */
  exchange: parseAsId,
}

export interface InboxState {
  q: string
  provider: 'AWS_IAM' | 'AZURE_ENTRA' | 'OIDC' | null
  sa: string | null
  days: '1' | '7' | '30' | '90'
  dismissed: boolean
  after: string | null
  before: string | null
}

const pageSize = 20

/** The same on the server, which preloads, and in the browser, which shows. */
export const inboxVariables = ({ q, provider, sa, days, dismissed, after, before }: InboxState): RefusedInboxQueryVariables => ({
  filter: { provider, serviceAccountId: sa, days: Number(days) },
  search: q.trim() === '' ? null : q.trim().slice(0, 200),
  dismissed,
  ...(before === null ? { first: pageSize, after } : { last: pageSize, before }),
})

export const isFiltered = ({ q, provider, sa }: InboxState): boolean => q.trim() !== '' || provider !== null || sa !== null

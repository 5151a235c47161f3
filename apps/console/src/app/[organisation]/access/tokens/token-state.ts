import { parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { pageOf } from '../../../../apollo/page-of.ts'
import type { ServiceAccountTokensQueryVariables } from './operations.generated.ts'

const statuses = ['ACTIVE', 'EXPIRED', 'REVOKED', 'ANY'] as const
type Status = (typeof statuses)[number]

export const sortFields = ['NAME', 'CREATED_AT', 'EXPIRES_AT', 'LAST_USED_AT'] as const
type SortField = (typeof sortFields)[number]

/** What stands in place of an identity for tokens that people made. */
export const byHand = 'manual'

/** What the address of a list of tokens says. */
export const tokenParsers = {
  q: parseAsString.withDefault(''),
  status: parseAsStringLiteral(statuses).withDefault('ACTIVE'),
  /** An identity's id, or `manual`. */
  source: parseAsString,
  account: parseAsString,
  /** `never`, or the moment before which they end. */
  expires: parseAsString,
  sort: parseAsStringLiteral(sortFields).withDefault('CREATED_AT'),
  direction: parseAsStringLiteral(['ASC', 'DESC'] as const).withDefault('DESC'),
  after: parseAsString,
  before: parseAsString,
}

export interface TokenState {
  q: string
  status: Status
  source: string | null
  account: string | null
  expires: string | null
  sort: SortField
  direction: 'ASC' | 'DESC'
  after: string | null
  before: string | null
}

/** The same on the server, which preloads, and in the browser, which shows; `account` where the list is one account's. */
export const tokenVariables = (
  { q, status, source, expires, sort, direction, ...state }: TokenState,
  account = state.account,
): ServiceAccountTokensQueryVariables => ({
  filter: {
    search: q === '' ? null : q,
    status: status === 'ANY' ? null : status,
    serviceAccountId: account,
    identityId: source === byHand ? null : source,
    manual: source === byHand ? true : null,
    neverExpires: expires === 'never' ? true : null,
    expiresBefore: expires === 'never' ? null : expires,
  },
  orderBy: { field: sort, direction },
  ...pageOf(state),
})

export const isFiltered = ({ q, status, source, account, expires }: TokenState): boolean =>
  q !== '' || status !== 'ACTIVE' || [source, account, expires].some((value) => value !== null)

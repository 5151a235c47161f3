import { type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import type { Sort } from '../../../../components/data-table.tsx'
import type { ExternalIdentitiesQueryVariables, ExternalIdentityOrderField } from './operations.generated.ts'

const sortFields = ['NAME', 'CREATED_AT', 'LAST_EXCHANGE_AT'] as const satisfies ExternalIdentityOrderField[]

/** What the address of the list says. */
export const listParsers = {
  q: parseAsString.withDefault(''),
  provider: parseAsStringLiteral(['AWS_IAM', 'AZURE_ENTRA', 'OIDC'] as const),
  status: parseAsStringLiteral(['enabled', 'disabled'] as const),
  bound: parseAsStringLiteral(['yes', 'no'] as const),
  sort: parseAsStringLiteral(sortFields).withDefault('NAME'),
  direction: parseAsStringLiteral(['ASC', 'DESC'] as const).withDefault('ASC'),
  after: parseAsString,
  before: parseAsString,
}

export type ListState = inferParserType<typeof listParsers>

const pageSize = 25

/** The same on the server, which preloads, and in the browser, which shows. */
export const listVariables = ({
  q,
  provider,
  status,
  bound,
  sort,
  direction,
  after,
  before,
}: ListState): ExternalIdentitiesQueryVariables => ({
  filter: {
    search: q === '' ? null : q,
    provider,
    enabled: status && status === 'enabled',
    bound: bound && bound === 'yes',
  },
  orderBy: { field: sort, direction },
  ...(before === null ? { first: pageSize, after } : { last: pageSize, before }),
})

export const isFiltered = ({ q, provider, status, bound }: ListState): boolean =>
  q !== '' || provider !== null || status !== null || bound !== null

export const sortOf = ({ sort, direction }: ListState): Sort<ExternalIdentityOrderField> => ({ field: sort, direction })

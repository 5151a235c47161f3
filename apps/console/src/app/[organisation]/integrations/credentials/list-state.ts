import { type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { pageOf } from '../../../../apollo/page-of.ts'
import type { Sort } from '../../../../components/data-table.tsx'
import { credentialKindIds } from './kinds.ts'
import type { CredentialOrderField, CredentialsQueryVariables } from './operations.generated.ts'

const sortFields = ['NAME', 'CREATED_AT'] as const satisfies CredentialOrderField[]

/** What the address of the list says. */
export const listParsers = {
  q: parseAsString.withDefault(''),
  kind: parseAsStringLiteral(credentialKindIds),
  sort: parseAsStringLiteral(sortFields).withDefault('NAME'),
  direction: parseAsStringLiteral(['ASC', 'DESC'] as const).withDefault('ASC'),
  after: parseAsString,
  before: parseAsString,
}

export type ListState = inferParserType<typeof listParsers>

/** The same on the server, which preloads, and in the browser, which shows. */
export const listVariables = ({ q, kind, sort, direction, after, before }: ListState): CredentialsQueryVariables => ({
  search: q === '' ? null : q,
  kind,
  orderBy: { field: sort, direction },
  ...pageOf({ after, before }),
})

export const isFiltered = ({ q, kind }: ListState): boolean => q !== '' || kind !== null

export const sortOf = ({ sort, direction }: ListState): Sort<CredentialOrderField> => ({ field: sort, direction })

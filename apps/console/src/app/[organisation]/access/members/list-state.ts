import { parseAsString, parseAsStringLiteral } from 'nuqs/server'
import type { MembersQueryVariables } from './operations.generated.ts'

export const memberParsers = {
  q: parseAsString.withDefault(''),
  role: parseAsString,
  sort: parseAsStringLiteral(['NAME', 'CREATED_AT'] as const).withDefault('NAME'),
  direction: parseAsStringLiteral(['ASC', 'DESC'] as const).withDefault('ASC'),
  after: parseAsString,
  before: parseAsString,
}

interface MembersState {
  q: string
  role: string | null
  sort: 'NAME' | 'CREATED_AT'
  direction: 'ASC' | 'DESC'
  after: string | null
  before: string | null
}

const pageSize = 25

/** The same on the server, which preloads, and in the browser, which shows. */
export const memberVariables = ({ q, role, sort, direction, after, before }: MembersState): MembersQueryVariables => ({
  filter: { search: q === '' ? null : q, roleId: role },
  orderBy: { field: sort, direction },
  ...(before === null ? { first: pageSize, after } : { last: pageSize, before }),
})

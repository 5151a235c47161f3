import { parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { pageOf } from '../../../apollo/page-of.ts'
import type { AppsQueryVariables } from './operations.generated.ts'

const sorts = ['name', 'newest', 'oldest'] as const
type Sort = (typeof sorts)[number]

/** What the address of the list says. */
export const listParsers = {
  q: parseAsString.withDefault(''),
  sort: parseAsStringLiteral(sorts).withDefault('name'),
  after: parseAsString,
  before: parseAsString,
}

interface ListState {
  q: string
  sort: Sort
  after: string | null
  before: string | null
}

const orders = {
  name: { field: 'NAME', direction: 'ASC' },
  newest: { field: 'CREATED_AT', direction: 'DESC' },
  oldest: { field: 'CREATED_AT', direction: 'ASC' },
} as const

export const sortChoices = [
  { value: 'name', label: 'Name' },
  { value: 'newest', label: 'Newest first' },
  { value: 'oldest', label: 'Oldest first' },
]

/** The same on the server, which preloads, and in the browser, which shows. */
export const listVariables = ({ q, sort, ...place }: ListState): AppsQueryVariables => ({
  filter: { search: q === '' ? null : q },
  orderBy: orders[sort],
  ...pageOf(place, 24),
})

import { parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { pageOf } from '../../../../apollo/page-of.ts'
import type { ServiceAccountFilter, ServiceAccountsQueryVariables } from './operations.generated.ts'

const activities = ['unused30', 'unused90', 'enabled', 'disabled'] as const
type Activity = (typeof activities)[number]

/** What the address of the list says. */
export const listParsers = {
  q: parseAsString.withDefault(''),
  role: parseAsString,
  keys: parseAsStringLiteral(['SERVER', 'CLIENT'] as const),
  identity: parseAsString,
  activity: parseAsStringLiteral(activities),
  sort: parseAsStringLiteral(['NAME', 'CREATED_AT', 'LAST_USED_AT'] as const).withDefault('NAME'),
  direction: parseAsStringLiteral(['ASC', 'DESC'] as const).withDefault('ASC'),
  after: parseAsString,
  before: parseAsString,
}

const filterOf: Record<Activity, ServiceAccountFilter> = {
  unused30: { unusedSinceDays: 30 },
  unused90: { unusedSinceDays: 90 },
  enabled: { enabled: true },
  disabled: { enabled: false },
}

interface ListState {
  q: string
  role: string | null
  keys: 'SERVER' | 'CLIENT' | null
  identity: string | null
  activity: Activity | null
  sort: 'NAME' | 'CREATED_AT' | 'LAST_USED_AT'
  direction: 'ASC' | 'DESC'
  after: string | null
  before: string | null
}

/** The same on the server, which preloads, and in the browser, which shows. */
export const listVariables = ({
  q,
  role,
  keys,
  identity,
  activity,
  sort,
  direction,
  ...place
}: ListState): ServiceAccountsQueryVariables => ({
  filter: {
    search: q === '' ? null : q,
    roleId: role,
    keyManagement: keys,
    identityId: identity,
    ...(activity && filterOf[activity]),
  },
  orderBy: { field: sort, direction },
  ...pageOf(place),
})

export const isFiltered = ({ q, role, keys, identity, activity }: ListState): boolean =>
  q !== '' || [role, keys, identity, activity].some((value) => value !== null)

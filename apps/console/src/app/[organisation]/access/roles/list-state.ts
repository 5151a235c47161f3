import { parseAsArrayOf, parseAsString } from 'nuqs/server'

export const roleListParsers = {
  after: parseAsString,
  /** Ids of the organisation's own roles that stand in the matrix beside the managed ones. */
  compare: parseAsArrayOf(parseAsString).withDefault([]),
}

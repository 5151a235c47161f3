import { parseAsBoolean, parseAsString } from 'nuqs'

export const compareParsers = {
  /** Ids of environments. */
  left: parseAsString,
  right: parseAsString,
  differences: parseAsBoolean.withDefault(true),
  q: parseAsString.withDefault(''),
  path: parseAsString,
  after: parseAsString,
  before: parseAsString,
}

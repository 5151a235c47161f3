import { parseAsString, parseAsStringLiteral } from 'nuqs'

/** What the address says of the editor: which names are shown, never a value. */
export const editorParsers = {
  q: parseAsString.withDefault(''),
  type: parseAsStringLiteral(['SECRET', 'CONFIG', 'SEALED'] as const),
  tag: parseAsString,
  sort: parseAsStringLiteral(['key', 'newest'] as const).withDefault('key'),
  after: parseAsString,
  before: parseAsString,
}

import { type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { pageOf } from '../../../../apollo/page-of.ts'
import type { SyncsQueryVariables } from './operations.generated.ts'
import { syncStates } from './states.ts'

/** What the address of the list says. */
export const listParsers = {
  q: parseAsString.withDefault(''),
  state: parseAsStringLiteral(syncStates),
  app: parseAsString,
  credential: parseAsString,
  after: parseAsString,
  before: parseAsString,
}

export type ListState = inferParserType<typeof listParsers>

/** The same on the server, which preloads, and in the browser, which shows. */
export const listVariables = ({ q, state, app, credential, ...place }: ListState): SyncsQueryVariables => ({
  filter: { search: q === '' ? null : q, state, appId: app, credentialId: credential },
  ...pageOf(place),
})

export const isFiltered = ({ q, state, app, credential }: ListState): boolean =>
  q !== '' || state !== null || app !== null || credential !== null

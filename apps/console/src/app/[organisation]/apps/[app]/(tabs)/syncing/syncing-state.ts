import { type inferParserType, parseAsString } from 'nuqs/server'
import { pageOf } from '../../../../../../apollo/page-of.ts'
import type { SyncsQueryVariables } from '../../../../integrations/syncs/operations.generated.ts'

export const syncingParsers = { after: parseAsString, before: parseAsString }

/** The syncs of one app. */
export const appSyncsVariables = (appId: string, place: inferParserType<typeof syncingParsers>): SyncsQueryVariables => ({
  filter: { appId },
  ...pageOf(place),
})

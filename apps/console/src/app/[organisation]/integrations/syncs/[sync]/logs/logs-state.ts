import { type inferParserType, parseAsString } from 'nuqs/server'
import { pageOf } from '../../../../../../apollo/page-of.ts'
import type { SyncRunsQueryVariables } from './operations.generated.ts'

export const logsParsers = { after: parseAsString, before: parseAsString }

export const logsVariables = (id: string, place: inferParserType<typeof logsParsers>): SyncRunsQueryVariables => ({ id, ...pageOf(place) })

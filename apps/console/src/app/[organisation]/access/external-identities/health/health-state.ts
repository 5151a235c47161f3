import { type inferParserType, parseAsString } from 'nuqs/server'
import type { IssuerHealthBoardQueryVariables } from './operations.generated.ts'

/** What the address of the board says. */
export const healthParsers = { after: parseAsString }

const pageSize = 50

/** The same on the server, which preloads, and in the browser, which shows. */
export const healthVariables = ({ after }: inferParserType<typeof healthParsers>): IssuerHealthBoardQueryVariables => ({
  first: pageSize,
  after,
})

import { parseAsString } from 'nuqs/server'

/** Which part of the history the address shows. */
export const historyParsers = { after: parseAsString, before: parseAsString }

export const pageSize = 20

/** One more than is shown: what came before the oldest one tells what it changed. */
export const historyVariables = (id: string, after: string | null) => ({ id, first: pageSize + 1, after })

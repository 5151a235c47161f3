import { parseAsString } from 'nuqs/server'

/** Which part of the environments the address shows. */
export const accessParsers = { after: parseAsString, before: parseAsString }

import { parseAsString } from 'nuqs/server'

/** `?preset=github-actions`: the platform whose questions are asked. */
export const presetParsers = { preset: parseAsString }

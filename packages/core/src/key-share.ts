import * as z from 'zod'

/** Half of a token's private key, wrapped by the client that holds the other half: 208 hex digits (wire contract 2.4). */
export const keyShareSchema = z.string().regex(/^[0-9a-f]{208}$/, 'must be 208 hex digits in lower case')

import type { RateLimit } from '@bonafide/core'

/** What one request may ask of us. */
export const limits = {
  bodyBytes: 262_144,
  /** Lexer tokens of a document; checked while parsing, before anything else looks at it. */
  tokens: 2000,
  /** Nested fields; introspection has its own bound in graphql-js. */
  depth: 12,
  aliases: 30,
  /** See `cost.ts`. */
  cost: 5000,
} as const

/** Requests of one member or account: far more than a console needs, far less than a loop can send. */
export const perCaller: RateLimit = { capacity: 600, refillPerSecond: 20 }

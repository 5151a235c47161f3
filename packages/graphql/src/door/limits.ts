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

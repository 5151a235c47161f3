/** What one request may ask of us. */
export const limits = {
  /** Also of a document: what is longer belongs into variables, which nobody parses twice. */
  bodyBytes: 262_144,
  /** What a request may hold that asks for one of `bulkFields` and nothing else: a `.env` file of five thousand keys, or a deploy of as many. */
  bulkBodyBytes: 4_194_304,
  /** Lexer tokens of a document; checked while parsing, before anything else looks at it. */
  tokens: 2000,
  /** Nested fields; introspection has its own bound in graphql-js. */
  depth: 12,
  aliases: 30,
  /** See `cost.ts`. */
  cost: 5000,
} as const

/** Mutations whose input is as long as an environment is large. */
export const bulkFields: ReadonlySet<string> = new Set(['changeSecrets', 'changeEncryptedSecrets', 'previewSecretImport', 'importSecrets'])

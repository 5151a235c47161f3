import { DomainError } from '@bonafide/core'
import { type DocumentNode, GraphQLError, Kind, OperationTypeNode, parse, visit } from '../base/graphql.ts'
import { bulkFields, limits } from './limits.ts'
import { tooLarge } from './read-request.ts'

/**
 * What a document costs before it is validated: tokens, aliases, kinds of operation. Validation itself compares fields with each other, so
 * an unbounded document would hold the process up long before its cost is known.
 */
export function readDocument(query: string): DocumentNode {
  const document = parseDocument(query)
  let aliases = 0
  visit(document, {
    [Kind.FIELD]: ({ alias }) => {
      if (alias) aliases++
    },
  })
  if (aliases > limits.aliases) throw refused(`more than ${limits.aliases} aliases`)
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      if (definition.operation === OperationTypeNode.SUBSCRIPTION)
        throw new DomainError('malformed_request', 'Subscriptions are not served.')
    } else if (definition.kind !== Kind.FRAGMENT_DEFINITION) {
      throw new DomainError('malformed_request', 'A request holds operations and fragments, no definitions of types.')
    }
  }
  return document
}

/** Most requests are short. One that is not must ask once for what takes long input and for nothing else, else it is `too_large`. */
export function requireFittingBody(document: DocumentNode, bodyBytes: number): void {
  if (bodyBytes <= limits.bodyBytes) return
  const isBulk = document.definitions.every(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      definition.selectionSet.selections.length === 1 &&
      definition.selectionSet.selections.every((field) => field.kind === Kind.FIELD && bulkFields.has(field.name.value)),
  )
  if (!isBulk) throw tooLarge(limits.bodyBytes)
}

function parseDocument(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: limits.tokens })
  } catch (error) {
    if (error instanceof GraphQLError && error.message.includes('token limit')) throw refused(`more than ${limits.tokens} tokens`)
    if (error instanceof GraphQLError) throw new DomainError('malformed_request', error.message, { cause: error })
    // Nested too deeply for the parser's own stack.
    if (error instanceof RangeError) throw refused('too many levels')
    throw error
  }
}

export const refused = (what: string): DomainError =>
  new DomainError('malformed_request', `The document has ${what}. Ask for less at a time.`)

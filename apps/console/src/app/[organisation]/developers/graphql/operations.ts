import { Kind, type OperationDefinitionNode, parse } from 'graphql'

export interface OperationChoice {
  name: string | undefined
  kind: OperationDefinitionNode['operation']
}

/** The operations of a document, or why it cannot be read. */
export function operationsOf(document: string): { operations: OperationChoice[]; problem: string | undefined } {
  try {
    const operations = parse(document).definitions.flatMap((definition): OperationChoice[] =>
      definition.kind === Kind.OPERATION_DEFINITION ? [{ name: definition.name?.value, kind: definition.operation }] : [],
    )
    return { operations, problem: operations.length === 0 ? 'There is no operation to run.' : undefined }
  } catch (error) {
    return { operations: [], problem: error instanceof Error ? error.message : 'The document cannot be read.' }
  }
}

/** Variables as they are written; nothing means none. */
export function variablesOf(text: string): { variables: Record<string, unknown>; problem: string | undefined } {
  if (text.trim() === '') return { variables: {}, problem: undefined }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { variables: value as Record<string, unknown>, problem: undefined }
    }
  } catch {
    // Said below.
  }
  return { variables: {}, problem: 'The variables must be a JSON object.' }
}

import type { UserError } from '../../../../../apollo/use-change.ts'

const fields = ['secretName', 'path', 'kmsKeyArn', 'tags', 'keyPrefix'] as const
export type FieldProblems = Partial<Record<(typeof fields)[number], string>>

/** What the server says of single fields, wherever in the input they stand. */
export function fieldProblemsOf(userErrors: readonly UserError[]): FieldProblems {
  const problems: FieldProblems = {}
  for (const { field, message, hint } of userErrors) {
    const known = fields.find((name) => field?.includes(name))
    if (known) problems[known] ??= hint ? `${message} ${hint}` : message
  }
  return problems
}

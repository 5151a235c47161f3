import { parseAsBoolean, parseAsString } from 'nuqs/server'
import type { SecretMatrixQueryVariables } from './operations.generated.ts'

/** What the address says of the table of keys. */
export const matrixParsers = {
  q: parseAsString.withDefault(''),
  path: parseAsString,
  differences: parseAsBoolean.withDefault(false),
  after: parseAsString,
  before: parseAsString,
}

interface MatrixState {
  q: string
  path: string | null
  differences: boolean
  after: string | null
}

export const matrixVariables = (id: string, { q, path, differences, after }: MatrixState): SecretMatrixQueryVariables => ({
  id,
  search: q === '' ? null : q,
  path: path === '' ? null : path,
  onlyDifferences: differences,
  first: 50,
  after,
})

import { parseAsString, parseAsStringLiteral } from 'nuqs/server'
import type { ExternalIdentitiesQueryVariables } from './operations.generated.ts'

/** What the address of the list says. */
export const listParsers = {
  q: parseAsString.withDefault(''),
  provider: parseAsStringLiteral(['AWS_IAM', 'AZURE_ENTRA'] as const),
  after: parseAsString,
  before: parseAsString,
}

interface ListState {
  q: string
  provider: 'AWS_IAM' | 'AZURE_ENTRA' | null
  after: string | null
}

const pageSize = 25

/** The same on the server, which preloads, and in the browser, which shows. */
export const listVariables = ({ q, provider, after }: ListState): ExternalIdentitiesQueryVariables => ({
  filter: { search: q === '' ? null : q, provider },
  first: pageSize,
  after,
})

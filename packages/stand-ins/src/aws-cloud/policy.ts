/** What a condition compares: one value or several of which one has to match. */
export type Conditions = Record<string, Record<string, string | readonly string[]>>

export interface Statement {
  Sid?: string
  Effect: 'Allow' | 'Deny'
  Action: string | readonly string[]
  Resource?: string | readonly string[]
  /** Of trust policies only. */
  Principal?: '*' | { AWS?: string | readonly string[]; Federated?: string | readonly string[] }
  Condition?: Conditions
}

/** A policy document as IAM stores it. */
export interface Policy {
  Version: '2012-10-17'
  Statement: readonly Statement[]
}

/** What somebody wants to do; `context` has the condition keys of the request, in lower case. */
export interface AccessQuestion {
  action: string
  resource: string
  context?: Record<string, string | undefined>
}

export type Access = 'allowed' | 'denied' | 'not_allowed'

/**
 * What a set of policies says: an explicit denial beats every permission, and what nothing allows is not allowed.
 * Source: IAM User Guide, "Policy evaluation logic".
 */
export function evaluate(policies: readonly Policy[], question: AccessQuestion): Access {
  const matching = policies.flatMap((policy) => policy.Statement).filter((statement) => speaksOf(statement, question))
  if (matching.some((statement) => statement.Effect === 'Deny')) return 'denied'
  return matching.some((statement) => statement.Effect === 'Allow') ? 'allowed' : 'not_allowed'
}

export const listOf = (one: string | readonly string[] | undefined): readonly string[] =>
  one === undefined ? [] : typeof one === 'string' ? [one] : one

function speaksOf(statement: Statement, { action, resource, context = {} }: AccessQuestion): boolean {
  const actions = listOf(statement.Action)
  if (!actions.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()))) return false
  if (statement.Resource !== undefined && !listOf(statement.Resource).some((pattern) => matches(pattern, resource))) return false
  return Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, context[key.toLowerCase()], listOf(wanted))),
  )
}

type Operator = (received: string | undefined, wanted: readonly string[]) => boolean

const operators: Record<string, Operator> = {
  StringEquals: (received, wanted) => received !== undefined && wanted.includes(received),
  StringNotEquals: (received, wanted) => received === undefined || !wanted.includes(received),
  StringLike: (received, wanted) => received !== undefined && wanted.some((pattern) => matches(pattern, received)),
  StringNotLike: (received, wanted) => received === undefined || !wanted.some((pattern) => matches(pattern, received)),
  ArnLike: (received, wanted) => received !== undefined && wanted.some((pattern) => matches(pattern, received)),
  ArnEquals: (received, wanted) => received !== undefined && wanted.some((pattern) => matches(pattern, received)),
  Null: (received, wanted) => wanted.includes(String(received === undefined)),
}

function holds(operator: string, received: string | undefined, wanted: readonly string[]): boolean {
  const compare = operators[operator]
  if (!compare) throw new Error(`this stand-in does not know the condition operator ${operator}`)
  return compare(received, wanted)
}

/** `*` is any text, `?` any one character, as in IAM. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's').test(text)
}

import { excerpt } from '../excerpt.ts'
import { asObject } from '../strict-json.ts'
import { type ClaimPath, claimAt, parseClaimPath } from './claim-path.ts'
import { matchesGlob } from './glob.ts'
import { hasInvisible } from './subject.ts'

export const ruleOperators = ['=', 'in', 'like', 'has', 'exists'] as const
export type RuleOperator = (typeof ruleOperators)[number]

/**
 * What one claim must be. `=`: this text. `in`: one of these. `like`: a pattern in which `*` stays between `:` and `/`. `has`: a list that
 * holds this text. `exists`: anything but nothing. Numbers and booleans are compared by how JSON writes them; lists only by `has`.
 */
export interface ClaimRule {
  claim: string
  path: ClaimPath
  operator: RuleOperator
  values: readonly string[]
}

/** How a rule judged the claims. `received` is what the claim is, for people. */
export interface RuleResult {
  rule: string
  passed: boolean
  received: string
}

export type ParsedRule = { rule: ClaimRule; problem?: undefined } | { rule?: undefined; problem: string }

const maxLength = 1000
const shape = /^(\S+)\s+(=|in|like|has|exists)(?:\s+(\S.*))?$/

/** Reads `<claim> <operator> <value>`, such as `ref = refs/heads/main`, `ref in refs/heads/main, refs/heads/next`, `environment exists`. */
export function parseRule(text: string): ParsedRule {
  const trimmed = text.trim()
  if (trimmed.length > maxLength) return { problem: `must be at most ${maxLength} characters` }
  const [, claim = '', operator, value = ''] = shape.exec(trimmed) ?? []
  const known = ruleOperators.find((one) => one === operator)
  if (!known) return { problem: 'must read like ref = refs/heads/main; after the claim comes =, in, like, has or exists' }
  const path = parseClaimPath(claim)
  if (!path || hasInvisible(claim)) return { problem: 'must begin with the name of a claim: repository, a.dotted.one or /a/pointer' }
  const values = known === 'in' ? value.split(',').map((entry) => entry.trim()) : [value.trim()]
  const problem = valueProblem(known, value, values)
  if (problem) return { problem }
  return { rule: { claim, path, operator: known, values: known === 'exists' ? [] : values } }
}

function valueProblem(operator: RuleOperator, value: string, values: readonly string[]): string | undefined {
  if (operator === 'exists') return value === '' ? undefined : 'must have nothing after exists'
  if (values.some((entry) => entry === '')) return `must have a value after ${operator}`
  if (value.includes('"') || hasInvisible(value)) return 'must not have quotation marks or invisible characters'
  if (operator !== 'like') return value.includes('*') ? `must not have a * after ${operator}; like takes patterns` : undefined
  if (!value.includes('*')) return 'must have a * after like; = takes exact texts'
  if (/^[*:/]+$/.test(value)) return 'must not let everything in; say exists if any value will do'
  return value.includes('**') ? 'must not have two * beside each other' : undefined
}

/** Judges claims by one rule; the same claims and rule always give the same. */
export function judgeRule(rule: ClaimRule, claims: Record<string, unknown>): RuleResult {
  const claim = claimAt(claims, rule.path)
  return { rule: textOfRule(rule), passed: fits(rule, claim), received: shownClaim(claim) }
}

export const textOfRule = ({ claim, operator, values }: ClaimRule): string =>
  operator === 'exists' ? `${claim} exists` : `${claim} ${operator} ${values.join(', ')}`

function fits({ operator, values }: ClaimRule, claim: unknown): boolean {
  if (operator === 'exists') return claim !== undefined && claim !== null && claim !== ''
  if (operator === 'has') return Array.isArray(claim) && claim.some((entry) => textOfClaim(entry) === values[0])
  const text = textOfClaim(claim)
  if (text === undefined) return false
  return operator === 'like' ? matchesGlob(values[0] ?? '', text) : values.includes(text)
}

/** The text of a claim that is one value. A number that JSON cannot carry exactly is none. */
function textOfClaim(claim: unknown): string | undefined {
  if (typeof claim === 'string') return claim
  if (typeof claim === 'boolean') return String(claim)
  return typeof claim === 'number' && Number.isSafeInteger(claim) ? String(claim) : undefined
}

const shownLength = 300

function shownClaim(claim: unknown): string {
  if (claim === undefined) return 'no such claim'
  const text = typeof claim === 'string' ? claim : asObject(claim) || Array.isArray(claim) ? JSON.stringify(claim) : String(claim)
  return text.length > shownLength ? `${excerpt(text, shownLength)}…` : text
}

import fc from 'fast-check'
import { matchesGlob } from '../../packages/identity-providers/src/oidc/glob.ts'
import { judgeRule, parseRule, textOfRule } from '../../packages/identity-providers/src/oidc/rules.ts'
import { subjectProblem } from '../../packages/identity-providers/src/oidc/subject.ts'
import { awkwardJson, awkwardText, mutated } from '../fragments.ts'
import type { Target } from '../run.ts'

const rules = fc
  .constantFrom(
    'ref = refs/heads/main',
    'ref in a, b',
    'workflow_ref like acme/*/x@refs/*',
    'groups has x',
    '/kubernetes.io/namespace = shop',
    'a.b.c exists',
  )
  .chain(mutated)
const texts = fc.oneof(fc.string({ unit: fc.constantFrom('a', 'b', ':', '/', '*'), maxLength: 12 }), awkwardText())

/** What a pattern means, written as a regular expression: slower, and plain to see. */
const reference = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((piece) => piece.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^:/]+')}$`,
    'su',
  ).test(text)

/** Rules mean one thing; a wildcard stays in its part; nothing that a token claims makes them fail. */
export const claimRules: Target = (tried) =>
  fc.property(fc.tuple(rules, awkwardJson, texts, texts), ([text, claims, pattern, value]) => {
    tried()
    const { rule } = parseRule(text)
    if (rule) {
      const again = parseRule(textOfRule(rule)).rule
      if (JSON.stringify(again) !== JSON.stringify(rule)) throw new Error('a rule is read as another')
      const object = typeof claims === 'object' && claims !== null && !Array.isArray(claims) ? (claims as Record<string, unknown>) : {}
      judgeRule(rule, object)
    }
    subjectProblem(pattern)
    if (
      pattern.isWellFormed() &&
      value.isWellFormed() &&
      !pattern.includes('**') &&
      matchesGlob(pattern, value) !== reference(pattern, value)
    )
      throw new Error('a pattern matches what it should not, or not what it should')
  })

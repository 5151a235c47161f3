import { type Check, type CheckRow, type CheckSuggestion, type FormValues, inOneLine, listIn, textIn } from '../check.ts'
import { decodeJwt } from '../decode-jwt.ts'
import { ownProperty } from '../strict-json.ts'
import { judgeRule, parseRule } from './rules.ts'
import { matchesSubject } from './subject.ts'

/** Whether a pasted token is what the rules ask for. */
export function checkOidc(values: FormValues, pasted: string): Check {
  const jwt = decodeJwt(pasted)
  if (!jwt) return { problem: 'Paste a token: three parts with dots between them.' }
  const { claims } = jwt
  const [issuer, subject] = [textOf(claims.iss), textOf(claims.sub)]
  const audiences = (Array.isArray(claims.aud) ? claims.aud : [claims.aud]).map(textOf).filter((one) => one !== '')
  const [wantedIssuer, wantedAudiences, wantedSubjects] = [
    textIn(values, 'issuer'),
    listIn(values, 'audiences'),
    listIn(values, 'subjects'),
  ]
  const rows: CheckRow[] = [
    row('Issuer (iss)', issuer !== '' && issuer === wantedIssuer, wantedIssuer || 'no issuer yet', issuer || 'no iss'),
    row(
      'Audiences (aud)',
      audiences.some((one) => wantedAudiences.includes(one)),
      inOneLine(wantedAudiences, 'none yet'),
      inOneLine(audiences, 'no aud'),
    ),
    row(
      'Subjects (sub)',
      wantedSubjects.some((pattern) => matchesSubject(pattern, subject)),
      inOneLine(wantedSubjects, 'nobody yet'),
      subject || 'no sub',
    ),
    ...listIn(values, 'claims').flatMap((text) => ruleRow(text, claims)),
  ]
  const suggestions: CheckSuggestion[] = [
    ...(wantedIssuer === '' && issuer !== '' ? [{ field: 'issuer', value: issuer, label: 'Use this issuer' }] : []),
    ...(!rows[1]?.passed && audiences[0] ? [{ field: 'audiences', value: audiences[0], label: 'Add this audience' }] : []),
    ...(!rows[2]?.passed && subject !== '' ? [{ field: 'subjects', value: subject, label: 'Add this subject' }] : []),
    ...pinsFor(claims, listIn(values, 'claims')),
  ]
  return { rows, suggestions }
}

const row = (label: string, passed: boolean, expected: string, received: string): CheckRow => ({ label, passed, expected, received })

function ruleRow(text: string, claims: Record<string, unknown>): CheckRow[] {
  const { rule } = parseRule(text)
  if (!rule) return []
  const { passed, received } = judgeRule(rule, claims)
  return [row(rule.claim, passed, text, received)]
}

/** Numbers that stay when a name changes hands, offered as rules. */
function pinsFor(claims: Record<string, unknown>, rules: readonly string[]): CheckSuggestion[] {
  return ['repository_id', 'repository_owner_id', 'project_id', 'namespace_id'].flatMap((name) => {
    const value = textOf(ownProperty(claims, name))
    const isPinned = rules.some((text) => parseRule(text).rule?.claim === name)
    return value === '' || isPinned ? [] : [{ field: 'claims', value: `${name} = ${value}`, label: `Pin ${name} ${value}` }]
  })
}

const textOf = (value: unknown): string => (typeof value === 'string' || Number.isSafeInteger(value) ? String(value) : '')

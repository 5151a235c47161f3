import { type Check, type CheckRow, type CheckSuggestion, type FormValues, inOneLine, listIn } from '../check.ts'
import { type PrincipalArn, readCallerArn, readTrustedPrincipal, roleArnOf, trusts } from './arn.ts'

/** Which trusted principal means the caller of a pasted ARN or of what `aws sts get-caller-identity` prints; the very rule of a login. */
export function checkAwsIam(values: FormValues, pasted: string): Check {
  const [found] = /arn:[\w-]+:(?:iam|sts)::\d{12}:[^\s"',]+/.exec(pasted) ?? []
  const caller = found === undefined ? undefined : readCallerArn(found)
  if (!caller) {
    const isRole = found !== undefined && readTrustedPrincipal(found).principal?.kind === 'role'
    return {
      problem: isRole
        ? 'This is a role. Callers are sessions of it: paste what aws sts get-caller-identity prints.'
        : 'Paste an ARN of a caller, or what aws sts get-caller-identity prints.',
    }
  }
  const principals = listIn(values, 'principals')
  const index = principals.findIndex((text) => {
    const { principal } = readTrustedPrincipal(text.trim())
    return principal !== undefined && trusts(principal, caller)
  })
  const trusted = principals[index]
  const row: CheckRow = {
    label: trusted === undefined ? 'Trusted principal ARNs' : `Trusted principal ARNs, entry ${index + 1}`,
    passed: trusted !== undefined,
    expected: trusted ?? inOneLine(principals, 'nobody yet'),
    received: caller.text,
  }
  return { rows: [row, ...uniqueIdRow(values, pasted)], suggestions: trusted === undefined ? suggestionsFor(caller) : [] }
}

// What get-caller-identity prints as UserId: the unique id, and for a role the session after a colon.
function uniqueIdRow(values: FormValues, pasted: string): CheckRow[] {
  const expected = listIn(values, 'principalIds')
  const [, received] = /"?UserId"?\s*[:=]\s*"?([A-Z0-9]+)/.exec(pasted) ?? []
  if (expected.length === 0 || received === undefined) return []
  return [{ label: 'Unique ids', passed: expected.includes(received), expected: inOneLine(expected, ''), received }]
}

function suggestionsFor(caller: PrincipalArn): CheckSuggestion[] {
  const role = roleArnOf(caller)
  const exactly = { field: 'principals', value: caller.text }
  if (role === undefined) return [{ ...exactly, label: 'Add this ARN' }]
  return [
    { field: 'principals', value: role, label: 'Add its role: every session' },
    { ...exactly, label: 'Add this session alone' },
  ]
}

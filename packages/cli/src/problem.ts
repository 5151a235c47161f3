import * as z from 'zod'
import { exitOf, Failure } from './failure.ts'
import type { HttpResponse } from './http.ts'

/** What the server says when it refuses (RFC 9457), as far as we read it. */
const problemSchema = z.object({
  error: z.string().optional().catch(undefined),
  detail: z.string().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
  requestId: z.string().optional().catch(undefined),
  instance: z.string().optional().catch(undefined),
  caller: z.record(z.string(), z.string()).optional().catch(undefined),
  errors: z
    .array(z.object({ pointer: z.string(), detail: z.string() }))
    .optional()
    .catch(undefined),
})

const fixes: Record<string, string> = {
  unauthenticated: 'Sign in again with bonafide auth',
  login_denied: 'Ask an administrator to open the exchange with this request id in the console: it shows which step failed',
  audience_mismatch: 'Ask your platform for the audience of the identity: --oidc-audience, or --azure-resource',
  ttl_invalid: 'Write seconds or units: 900, 15m, 2h',
  ttl_exceeds_max: 'Ask for a shorter --ttl, or leave it out',
  scope_invalid: "Write --scope 'secrets:read app:<app> env:<environment> path:/a/b', each word at most once",
  target_unreachable: 'Check app: and env: in --scope, or ask an administrator to give the account the environment',
  forbidden: 'Ask an administrator for the permission, or for access to this environment',
}

/** Turns a refusal into a failure: the server's own sentence, code and request id, with what to do about it. */
export function refusalOf(response: HttpResponse, what: string): Failure {
  const problem = problemSchema.safeParse(jsonOf(response.text)).data ?? {}
  const { code, errors = [], caller = {}, requestId = response.headers['x-request-id'] } = problem
  const sentence = problem.detail ?? problem.error
  const retryAfter = response.headers['retry-after']
  const facts = [...whatCallerProved(caller, sentence), ...errors.map(({ pointer, detail }) => `${pointer || 'The request'}: ${detail}.`)]
  return new Failure(exitOf(response.status, code), sentence ?? `The server refused ${what}.`, {
    why: facts.length > 0 ? facts.join(' ') : `The server answered ${response.status} to ${what}.`,
    fix: retryAfter ? `Try again in ${retryAfter} s` : fixFor(code, caller),
    code: code ?? `http_${response.status}`,
    requestId,
  })
}

/** Who the platform said we are, in one sentence; the name itself only where the server's own sentence leaves it out. */
function whatCallerProved({ principal, ...claims }: Record<string, string>, sentence = ''): string[] {
  const more = Object.entries(claims).flatMap(([name, value]) => (value === principal ? [] : [`${name} ${value}`]))
  if (principal === undefined || sentence.includes(principal)) return more.length > 0 ? [`You proved ${more.join(', ')}.`] : []
  return [`You are ${principal}${more.length > 0 ? ` (${more.join(', ')})` : ''}.`]
}

/** What to do about a refusal with this code, given what the caller proved. */
export function fixFor(
  code = '',
  { principal, roleArn = principal, subject = principal }: Record<string, string> = {},
): string | undefined {
  const trusted = { principal_not_trusted: roleArn, subject_not_trusted: subject }[code]
  return trusted ? `Ask an administrator to trust ${trusted} in an external identity bound to the service account` : fixes[code]
}

// Refusals that leave a row behind. Others, of a proxy or of a body that nobody could read, have nothing to show.
const recordedCodes = [
  'login_denied',
  'principal_not_trusted',
  'subject_not_trusted',
  'claim_mismatch',
  'audience_mismatch',
  'network_denied',
]

/** A refused exchange with the command that shows why, ready to be copied: so nothing but an id of ours may stand in it. */
export function explainable(refusal: Failure): Failure {
  const { code = '', requestId = '' } = refusal.details
  if (!recordedCodes.includes(code) || !/^req_\w+$/.test(requestId)) return refusal
  const hint = `An administrator can see why: bonafide auth explain ${requestId}`
  return new Failure(refusal.exit, refusal.message, { ...refusal.details, hint })
}

/** The JSON in a body, or undefined where there is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import { completePrincipal, roleSession } from '../principals.ts'
import type { AwsAccount, Caller, Role } from './account.ts'
import { evaluate, listOf, type Policy, type Statement } from './policy.ts'
import { AwsRefusal } from './refusal.ts'

/** What STS is asked, as form parameters, and what it knows. */
export interface StsCall {
  parameters: URLSearchParams
  accounts: ReadonlyMap<string, AwsAccount>
  now: Date
  /** Makes the keys of a new session known. */
  register(caller: Caller): void
}

const FIRST_SECONDS = 900
const DEFAULT_SECONDS = 3600
/** A session that assumes another role gets an hour at most, whatever that role allows. */
const CHAINED_SECONDS = 3600

/**
 * AssumeRole: the role's trust policy has to name the caller and its conditions have to hold, and across accounts the caller's own policies have
 * to allow it too. A role that is not there is refused in the same words. Source: IAM User Guide, "Cross-account resource access in IAM".
 */
export function assumeRole(call: StsCall, caller: Caller): Caller {
  if (caller.userId === caller.account) throw new AwsRefusal('AccessDenied', 'Roles may not be assumed by root accounts.', 403)
  const { roleArn, sessionName, seconds, sessionPolicy } = readCommon(call)
  const externalId = call.parameters.get('ExternalId') ?? undefined
  if (externalId !== undefined && !/^[\w+=,.@:/-]{2,1224}$/.test(externalId)) throw invalid('externalId')
  const role = roleAt(call, roleArn)
  const refused = new AwsRefusal(
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    403,
  )
  if (!role) throw refused
  const context = {
    'sts:externalid': externalId,
    'aws:principalarn': caller.role?.arn ?? caller.arn,
    'aws:principalaccount': caller.account,
  }
  const question = { action: 'sts:AssumeRole', resource: role.arn, context }
  const named = trusting(role.trust, (statement) => names(statement, caller))
  if (evaluate([named], question) !== 'allowed') throw refused
  const direct = evaluate([trusting(role.trust, (statement) => namesDirectly(statement, caller))], question) === 'allowed'
  const sameAccount = role.arn.split(':')[4] === caller.account
  const own = evaluate(caller.policies, question)
  if (own === 'denied' || (own !== 'allowed' && !(sameAccount && direct))) throw refused
  requireSeconds(seconds, caller.role ? Math.min(role.maxSessionSeconds, CHAINED_SECONDS) : role.maxSessionSeconds)
  return session(call, role, { sessionName, seconds, sessionPolicy })
}

/** What both ways of assuming a role ask for. Fails with `ValidationError`. */
export function readCommon({ parameters }: StsCall) {
  const roleArn = parameters.get('RoleArn') ?? ''
  const sessionName = parameters.get('RoleSessionName') ?? ''
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(roleArn)) throw invalid('roleArn')
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) throw invalid('roleSessionName')
  const seconds = Number(parameters.get('DurationSeconds') ?? DEFAULT_SECONDS)
  if (!Number.isInteger(seconds) || seconds < FIRST_SECONDS) throw invalid('durationSeconds')
  const text = parameters.get('Policy')
  return { roleArn, sessionName, seconds, sessionPolicy: text === null ? undefined : policyOf(text) }
}

/** Fails with `ValidationError` beyond what a role grants. */
export function requireSeconds(seconds: number, most: number): void {
  if (seconds <= most) return
  throw new AwsRefusal('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
}

export const roleAt = ({ accounts }: StsCall, arn: string): Role | undefined => accounts.get(arn.split(':')[4] ?? '')?.roles.get(arn)

/** Temporary keys for a role. */
export function session(call: StsCall, role: Role, wanted: { sessionName: string; seconds: number; sessionPolicy?: Policy }): Caller {
  const expiresAt = new Date(call.now.getTime() + wanted.seconds * 1000)
  const account = role.arn.split(':')[4] ?? ''
  const principal = roleSession({ account, roleName: role.name, roleId: role.id, sessionName: wanted.sessionName, expiresAt })
  const caller = { ...completePrincipal(principal), policies: role.policies, sessionPolicy: wanted.sessionPolicy, role }
  call.register(caller)
  return caller
}

/** The part of a trust policy that speaks of somebody. */
export const trusting = (trust: Policy, speaks: (statement: Statement) => boolean): Policy => ({
  ...trust,
  Statement: trust.Statement.filter(speaks),
})

const names = (statement: Statement, caller: Caller): boolean =>
  namesDirectly(statement, caller) ||
  principalsOf(statement).some((principal) => ['*', caller.account, `arn:aws:iam::${caller.account}:root`].includes(principal))

const namesDirectly = (statement: Statement, caller: Caller): boolean =>
  principalsOf(statement).some((principal) => principal === caller.arn || principal === caller.role?.arn)

const principalsOf = ({ Principal }: Statement): readonly string[] =>
  Principal === '*' ? ['*'] : typeof Principal === 'object' ? listOf(Principal.AWS) : []

function policyOf(text: string): Policy {
  try {
    return JSON.parse(text) as Policy
  } catch {
    throw new AwsRefusal('MalformedPolicyDocument', 'The policy is not in the valid JSON format.')
  }
}

const invalid = (member: string): AwsRefusal =>
  new AwsRefusal('ValidationError', `1 validation error detected: Value at '${member}' failed to satisfy constraint`)

import type { Context } from '../context.ts'
import { DomainError } from '../errors.ts'
import { rateLimits, requireRate } from '../rate-limit.ts'
import { type Destination, type DestinationFailure, destinationIds, isDestinationFailure } from '../syncs/destination.ts'
import type { CloudCredential } from './credential.ts'
import type { CredentialAccess, CredentialCheck } from './kind.ts'
import { openCredentialFor } from './open.ts'

/** A refusal of the cloud as it is told: its own words stay behind. */
export type ToldFailure = Pick<DestinationFailure, 'code' | 'message' | 'missingAction' | 'requestId'>

/** One thing that was tried. */
export interface CredentialStep {
  name: 'sign_in' | 'external_id' | 'list'
  passed: boolean
  detail: string
  failure: ToldFailure | null
}

/** What became of trying a credential. */
export interface CredentialReport {
  /** It signs in and lists. That its external id protects nothing is said beside, and stops nobody. */
  passed: boolean
  /** As found; null when it did not sign in. */
  found: CredentialCheck | null
  steps: CredentialStep[]
}

/** A credential that could not be tried with success, so that nothing was stored. */
export class CredentialRefused extends DomainError {
  readonly report: CredentialReport

  constructor(report: CredentialReport) {
    const failure = report.steps.find((step) => !step.passed)?.failure
    super('destination_failed', `${failure?.message ?? 'It does not sign in.'} Nothing was stored.`)
    this.report = report
  }
}

/** Takes one of the tries that whoever asks has: each makes this server call whom the caller names. Fails with `rate_limited`. */
export const requireTry = ({ limits, actor }: Context): Promise<void> =>
  requireRate(limits, `credential-check:${'id' in actor ? actor.id : actor.kind}`, rateLimits.credentialCheckPerCaller)

/** Signs in with a credential as it is given, stored or not, and lists what is there. A refusal of the cloud is answered, not thrown. */
export async function tryCredential(credential: CloudCredential, context: Context): Promise<CredentialReport> {
  const kind = context.credentialKinds[credential.kind]
  const access = openCredentialFor(credential, { kind: 'credential', credentialId: credential.id }, context)
  const found = await orFailure(kind.check(access))
  if ('failure' in found) {
    const { failure } = found
    return { passed: false, found: null, steps: [{ name: 'sign_in', passed: false, detail: failure.message, failure }] }
  }
  const { principal, account, isUnprotected } = found.value
  const steps: CredentialStep[] = [
    { name: 'sign_in', passed: true, detail: `Signed in as ${principal} in account ${account}.`, failure: null },
  ]
  if (isUnprotected !== null) steps.push(externalIdStep(isUnprotected))
  for (const id of destinationIds) {
    const destination = context.destinations[id]
    if (destination.credentialKinds.includes(credential.kind)) steps.push(await listStep(destination, access))
  }
  const passed = steps.every((step) => step.passed || step.name === 'external_id')
  return { passed, found: found.value, steps }
}

const externalIdStep = (isUnprotected: boolean): CredentialStep => ({
  name: 'external_id',
  passed: !isUnprotected,
  detail: isUnprotected
    ? 'The role can be assumed without its external id, which therefore protects nothing. Add the condition sts:ExternalId to its trust policy.'
    : 'Without its external id the role cannot be assumed.',
  failure: null,
})

async function listStep(destination: Destination, access: CredentialAccess): Promise<CredentialStep> {
  const listed = await orFailure(firstPage(destination, access))
  if ('failure' in listed) return { name: 'list', passed: false, detail: listed.failure.message, failure: listed.failure }
  return { name: 'list', passed: true, detail: `${destination.name} can be listed.`, failure: null }
}

async function firstPage(destination: Destination, access: CredentialAccess): Promise<void> {
  const connection = await destination.open(access)
  try {
    await connection.list('')
  } finally {
    connection.close()
  }
}

/** The two outcomes of asking a cloud; whatever else goes wrong is ours, and thrown. */
async function orFailure<Value>(asked: Promise<Value>): Promise<{ value: Value } | { failure: ToldFailure }> {
  try {
    return { value: await asked }
  } catch (error) {
    if (!isDestinationFailure(error)) throw error
    const { code, message, missingAction, requestId } = error
    return { failure: { code, message, missingAction, requestId } }
  }
}

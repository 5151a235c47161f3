import { type Check, type Credential, kindNamed } from '../credentials.ts'
import { failureBy, inOneLine } from '../destination-failure.ts'
import { Failure } from '../failure.ts'
import { marks, printable } from '../output.ts'
import type { Terminal } from '../terminal.ts'

/** A credential for people: what it is, and whom it turned out to be. */
export function printCredential(credential: Credential, terminal: Terminal): void {
  const { name, id, kind, summary, region, roleArn, accessKeyIdLastFour, secretFingerprint, externalId, principal, checkedAt } = credential
  const lines = [
    ['Name', name],
    ['Id', id],
    ['Kind', kindNamed(kind)],
    ['Is', summary],
    ['Region', region],
    ...(roleArn === null ? [] : [['Role', roleArn]]),
    ...(accessKeyIdLastFour === null
      ? []
      : [['Keys', `…${accessKeyIdLastFour}, fingerprint of the secret ${secretFingerprint ?? 'none'}`]]),
    ...(externalId === null
      ? []
      : [['External id', `${externalId}${credential.externalIdIssued ? '' : ', of the role and not issued here'}`]]),
    ...(kind === 'AWS_WEB_IDENTITY' ? [['Subject', `${credential.tokenSubject} when it is tried`]] : []),
    ['Tried', checkedAt === null ? 'not yet with success' : `${checkedAt}, as ${principal ?? 'unknown'}`],
    ['Syncs', credential.syncCount === null ? 'not yours to see' : String(credential.syncCount)],
    ['Version', String(credential.version)],
  ]
  for (const [what = '', value = ''] of lines) terminal.result(`${what.padEnd(13)}${printable(value)}\n`)
  if (credential.isUnprotected)
    terminal.notice(
      `${terminal.paint('yellow', '!')} The role can be assumed without the external id, so it protects nothing: let its trust policy ask for sts:ExternalId.`,
    )
}

/** What was tried, step by step. */
export function printCheck(check: Check, terminal: Terminal, print: (text: string) => void = terminal.result): void {
  const stream = print === terminal.result ? 'stdout' : 'stderr'
  for (const { name, passed, detail, failure } of check.steps) {
    // Nothing was refused, and still it is not as it should be.
    const [style, mark] = passed ? marks.ok : failure ? marks.failed : marks.warning
    print(`${terminal.paint(style, mark, stream)} ${printable(name).padEnd(13)}${failure ? inOneLine(failure) : printable(detail)}\n`)
  }
}

/** The step at which it ended, as a failure. */
export function failureOfCheck({ steps }: Check, what: string): Failure {
  const failure = steps.find((step) => step.failure)?.failure
  return failure ? failureBy(what, failure) : new Failure('invalid', what, { code: 'destination_failed' })
}

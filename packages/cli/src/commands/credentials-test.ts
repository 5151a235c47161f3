import type { Command } from 'commander'
import { checkFields, checkSchema, findCredential, pendingExternalId, readServerIdentity } from '../credentials.ts'
import { Failure } from '../failure.ts'
import { invocationOf } from '../invocation.ts'
import { change } from '../mutation.ts'
import { printable, printJson } from '../output.ts'
import { openSession } from '../session.ts'
import { failureOfCheck, printCheck } from './print-credential.ts'

export function registerCredentialTest(credentials: Command): void {
  credentials
    .command('test')
    .description('sign in with a credential and try to list what is there; changes nothing in the cloud')
    .argument('<credential>', 'its id or its name')
    .addHelpText(
      'after',
      '\nEnds with 0 when it can be used. A role that can be assumed without its external id is usable, and warned about.\n\nExamples:\n  $ bonafide credentials test aws-prod\n  $ bonafide credentials test aws-prod --json=passed,principal',
    )
    .action(async (wanted: string, _: unknown, command: Command) => {
      const invocation = invocationOf(command)
      const { terminal, flags } = invocation
      const { api } = await openSession(invocation)
      const { id, name } = await findCredential(api, wanted)
      const { check } = await change(api, {
        name: 'testCredential',
        input: { id },
        selection: `check { ${checkFields} }`,
        shape: { check: checkSchema },
      })
      if (flags.json) printJson(terminal, check, flags)
      else printCheck(check, terminal)
      if (!check.passed) throw failureOfCheck(check, `"${printable(name)}" cannot be used.`)
      if (!flags.json) terminal.result(`Signed in as ${printable(check.principal ?? 'unknown')}.\n`)
    })
  credentials
    .command('external-id')
    .description('print the external id for a role that is yet to be made; the same until a credential uses it')
    .addHelpText('after', '\nExamples:\n  $ bonafide credentials external-id\n  $ EXTERNAL_ID=$(bonafide credentials external-id)')
    .action(async (_: unknown, command: Command) => {
      const invocation = invocationOf(command)
      const { api } = await openSession(invocation)
      const externalId = await pendingExternalId(api)
      if (invocation.flags.json) printJson(invocation.terminal, { externalId }, invocation.flags)
      else invocation.terminal.result(`${externalId}\n`)
    })
  credentials
    .command('server-identity')
    .description('print who the server is in AWS: the ARN that a trust policy has to name')
    .addHelpText(
      'after',
      '\nExamples:\n  $ bonafide credentials server-identity\n  $ bonafide credentials server-identity --json=source,account',
    )
    .action(async (_: unknown, command: Command) => {
      const invocation = invocationOf(command)
      const { api } = await openSession(invocation)
      const identity = await readServerIdentity(api)
      if (!identity) {
        throw new Failure('notFound', 'The server has no identity in AWS.', {
          why: 'No role can trust it by its ARN.',
          fix: 'Give it an instance profile, a web identity or access keys; or use --kind web-identity, which needs none',
          code: 'not_found',
        })
      }
      if (invocation.flags.json) printJson(invocation.terminal, identity, invocation.flags)
      else invocation.terminal.result(`${printable(identity.arn)}\n`)
    })
}

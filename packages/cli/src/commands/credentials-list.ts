import { type Command, Option } from 'commander'
import { type Credential, type CredentialFilter, credentialKindNames, findCredential, kindNamed, listCredentials } from '../credentials.ts'
import { invocationOf } from '../invocation.ts'
import { type Column, printJson, printList } from '../output.ts'
import { openSession } from '../session.ts'
import { printCredential } from './print-credential.ts'

const column = (title: string, text: (row: Credential) => string): Column => ({ title, text: (row) => text(row as Credential) })

const columns = [
  column('NAME', ({ name }) => name),
  column('KIND', ({ kind }) => kindNamed(kind)),
  column('IS', ({ summary }) => summary),
  column('SYNCS', ({ syncCount }) => String(syncCount ?? '')),
  column('TRIED', ({ checkedAt, isUnprotected }) => `${checkedAt ?? ''}${isUnprotected ? ', unprotected' : ''}`),
  column('ID', ({ id }) => id),
]

export function registerCredentialList(credentials: Command): void {
  credentials
    .command('list')
    .alias('ls')
    .description('list credentials')
    .addOption(new Option('--kind <kind>', 'of this kind only').choices(credentialKindNames))
    .option('--search <text>', 'part of the name, the account or the id')
    .addHelpText(
      'after',
      '\nExamples:\n  $ bonafide credentials list --kind assume-role\n  $ bonafide credentials list --json=id,name,account,principal',
    )
    .action(async (filter: CredentialFilter, command: Command) => {
      const invocation = invocationOf(command)
      const { api } = await openSession(invocation)
      const rows = (await listCredentials(api, filter)).map((credential) => ({ ...credential }))
      printList(invocation.terminal, rows, columns, invocation.flags)
    })
  credentials
    .command('get')
    .description('show a credential: whom it was last tried as, and what it is made of but its secret')
    .argument('<credential>', 'its id or its name')
    .addHelpText('after', '\nExamples:\n  $ bonafide credentials get aws-prod\n  $ bonafide credentials get aws-prod --json=externalId')
    .action(async (wanted: string, _: unknown, command: Command) => {
      const invocation = invocationOf(command)
      const { api } = await openSession(invocation)
      const credential = await findCredential(api, wanted)
      if (invocation.flags.json) printJson(invocation.terminal, credential, invocation.flags)
      else printCredential(credential, invocation.terminal)
    })
}

import { type Command, Option } from 'commander'
import { findIdentity, type IdentityFilter, type IdentitySummary, listIdentities } from '../identities.ts'
import { providerNamed, providerNames } from '../identity-providers.ts'
import { invocationOf } from '../invocation.ts'
import { type Column, printJson, printList } from '../output.ts'
import { readReported } from '../reported.ts'
import { openSession } from '../session.ts'
import { printIdentity, warnOf } from './print-identity.ts'
import { printReported } from './print-reported.ts'

const column = (title: string, text: (row: IdentitySummary) => string): Column => ({ title, text: (row) => text(row as IdentitySummary) })

const columns = [
  column('NAME', ({ name }) => name),
  column('PROVIDER', ({ provider }) => providerNamed(provider) ?? provider.toLowerCase()),
  column('TRUSTS', ({ summary }) => summary),
  column('ACCOUNTS', ({ boundAccountCount }) => String(boundAccountCount ?? '')),
  column('LAST LOGIN', ({ lastAcceptedAt }) => lastAcceptedAt ?? ''),
  column(
    'STATE',
    ({ enabled, reportOnlySince, simulated }) =>
      `${enabled ? 'enabled' : 'disabled'}${reportOnlySince ? ', report-only' : ''}${simulated ? ', simulated' : ''}`,
  ),
  column('ID', ({ id }) => id),
]

export function registerIdentityList(identities: Command): void {
  identities
    .command('list')
    .alias('ls')
    .description('list external identities')
    .addOption(new Option('--provider <provider>', 'of this platform only').choices(providerNames))
    .option('--search <text>', 'part of the name, the description or the id')
    .addHelpText('after', '\nExamples:\n  $ bonafide identities list --provider oidc\n  $ bonafide identities list --json=id,name,enabled')
    .action(async (filter: IdentityFilter, command: Command) => {
      const invocation = invocationOf(command)
      const { api } = await openSession(invocation)
      const rows = (await listIdentities(api, filter)).map((identity) => ({ ...identity }))
      printList(invocation.terminal, rows, columns, invocation.flags)
    })
  identities
    .command('get')
    .description('show what an identity trusts, and which accounts its workloads may become')
    .argument('<identity>', 'its id or its name')
    .addHelpText('after', '\nExamples:\n  $ bonafide identities get prod-ec2\n  $ bonafide identities get prod-ec2 --json=config,version')
    .action(async (wanted: string, _: unknown, command: Command) => {
      const invocation = invocationOf(command)
      const { api } = await openSession(invocation)
      const identity = await findIdentity(api, wanted)
      if (invocation.flags.json) return printJson(invocation.terminal, identity, invocation.flags)
      printIdentity(identity, invocation.terminal)
      if (identity.reportOnlySince) printReported(await readReported(api, identity.id), invocation.terminal)
      warnOf(identity.lint, invocation.terminal)
    })
}

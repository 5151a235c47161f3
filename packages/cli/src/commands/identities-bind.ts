import type { Command } from 'commander'
import * as z from 'zod'
import type { Api } from '../api.ts'
import { findAccountId, findIdentity } from '../identities.ts'
import { invocationOf } from '../invocation.ts'
import { change } from '../mutation.ts'
import { printable, printJson } from '../output.ts'
import { openSession } from '../session.ts'

const accountShape = { serviceAccount: z.object({ id: z.string(), name: z.string() }) }
type Account = z.output<typeof accountShape.serviceAccount>

const deeds = { bind: 'bindExtIdentity', unbind: 'unbindExtIdentity' } as const
type Deed = keyof typeof deeds

async function send(api: Api, deed: Deed, identityId: string, serviceAccountId: string): Promise<Account> {
  const input = { identityId, serviceAccountId }
  const mutation = { name: deeds[deed], input, selection: 'serviceAccount { id name }', shape: accountShape }
  return (await change(api, mutation)).serviceAccount
}

/** Lets the workloads of an identity become these accounts. */
export async function bindAccounts(api: Api, identityId: string, accountIds: readonly string[]): Promise<Account[]> {
  const bound: Account[] = []
  for (const id of accountIds) bound.push(await send(api, 'bind', identityId, id))
  return bound
}

export function registerIdentityBindings(identities: Command): void {
  register(identities, 'bind', 'let the workloads of an identity become a service account')
  register(identities, 'unbind', 'let them become it no more; tokens that they got are revoked')
}

function register(identities: Command, deed: Deed, description: string): void {
  identities
    .command(deed)
    .description(description)
    .argument('<identity>', 'its id or its name')
    .requiredOption('--service-account <account>', 'id or name of the account')
    .addHelpText('after', `\nExamples:\n  $ bonafide identities ${deed} prod-ec2 --service-account web`)
    .action(async (wanted: string, flags: { serviceAccount: string }, command: Command) => {
      const invocation = invocationOf(command)
      const { api } = await openSession(invocation)
      const accountId = await findAccountId(api, flags.serviceAccount)
      const { id, name } = await findIdentity(api, wanted)
      const serviceAccount = await send(api, deed, id, accountId)
      if (invocation.flags.json) printJson(invocation.terminal, { id, name, serviceAccount }, invocation.flags)
      else
        invocation.terminal.notice(
          deed === 'bind'
            ? `Workloads of ${printable(name)} may become ${printable(serviceAccount.name)}.`
            : `Workloads of ${printable(name)} may no longer become ${printable(serviceAccount.name)}.`,
        )
    })
}

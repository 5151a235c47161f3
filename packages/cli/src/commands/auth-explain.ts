import type { Command } from 'commander'
import { findExchange } from '../exchanges.ts'
import { invocationOf } from '../invocation.ts'
import { printJson } from '../output.ts'
import { openSession } from '../session.ts'
import { printExchange } from './print-exchange.ts'

/** `auth explain`: for administrators, why a login was refused or accepted. */
export function registerAuthExplain(auth: Command): void {
  auth
    .command('explain')
    .description('why a login was refused or accepted, check by check; needs the right to read external identities')
    .argument('<id>', 'id of the request (req_…), as the refusal printed it, or of the exchange')
    .addHelpText(
      'after',
      '\nExamples:\n  $ bonafide auth explain req_01a1fd97…\n  $ bonafide auth explain 0192c5a1-… --json\n  $ bonafide auth explain req_01a1fd97… --json=code,principal',
    )
    .action(async (id: string, _: unknown, command: Command) => {
      const invocation = invocationOf(command)
      const { api } = await openSession(invocation)
      const exchange = await findExchange(api, id.trim())
      if (invocation.flags.json) printJson(invocation.terminal, exchange, invocation.flags)
      else printExchange(exchange, invocation.terminal)
    })
}

import type { Command } from 'commander'
import { invocationOf } from '../invocation.ts'
import { listPersonas, sendPersonaLogin } from '../lab.ts'
import { printable, printJson, printList } from '../output.ts'
import { openSession } from '../session.ts'
import { printExchange } from './print-exchange.ts'

/** `lab`: the simulator of a server, for administrators. */
export function registerLab(program: Command): void {
  const lab = program.command('lab').description('simulated logins, on a server whose Lab is on')
  lab
    .command('personas')
    .description('list who can be sent to log in, and how it ends')
    .addHelpText('after', '\nExamples:\n  $ bonafide lab personas\n  $ bonafide lab personas --json=id,expects')
    .action(async (_: unknown, command: Command) => {
      const invocation = invocationOf(command)
      const { api } = await openSession(invocation)
      const rows = (await listPersonas(api)).map((persona) => ({ ...persona }))
      printList(
        invocation.terminal,
        rows,
        [
          { title: 'ID', text: ({ id }) => String(id) },
          { title: 'ENDS', text: (row) => endOf((row as (typeof rows)[number]).expects) },
          { title: 'WHO', text: ({ title }) => String(title) },
        ],
        invocation.flags,
      )
    })
  lab
    .command('exchange')
    .description('send a persona to log in, and see the checks of its exchange')
    .requiredOption('--persona <id>', 'who, as bonafide lab personas lists them')
    .addHelpText(
      'after',
      '\nExamples:\n  $ bonafide lab exchange --persona aws-role\n  $ bonafide lab exchange --persona aws-replay --json=code,steps',
    )
    .action(async ({ persona }: { persona: string }, command: Command) => {
      const invocation = invocationOf(command)
      const { api } = await openSession(invocation)
      const { exchange, tokenPreview } = await sendPersonaLogin(api, persona)
      if (invocation.flags.json) printJson(invocation.terminal, { ...exchange, tokenPreview }, invocation.flags)
      else printExchange(exchange, invocation.terminal)
      if (tokenPreview && !invocation.flags.json) invocation.terminal.notice(`The token begins with ${printable(tokenPreview)}`)
    })
}

const endOf = ({ outcome, code }: { outcome: string; code: string | null }): string => code ?? outcome.toLowerCase()

import type { Command } from 'commander'
import { invocationOf } from '../invocation.ts'
import { printJson } from '../output.ts'
import { cliVersion } from '../version.ts'

export function registerVersion(program: Command): void {
  program
    .command('version')
    .description('print the version of this command')
    .action((_: unknown, command: Command) => {
      const { terminal, flags } = invocationOf(command)
      if (flags.json) printJson(terminal, { version: cliVersion }, flags)
      else terminal.result(`bonafide ${cliVersion}\n`)
    })
}

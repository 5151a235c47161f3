import { type Command, Option } from 'commander'
import { type Check, runChecks } from '../checks.ts'
import { exitCodes, usage } from '../failure.ts'
import { invocationOf } from '../invocation.ts'
import { type MachineMode, machineModes } from '../machine-modes.ts'
import { marks, printable, printJson } from '../output.ts'
import type { Terminal } from '../terminal.ts'
import { type ProofFlags, proofFlagsOf, proofOptions, requireFitting } from './proof-options.ts'

interface DoctorFlags extends ProofFlags {
  mode?: MachineMode
  serviceAccountId?: string
}

export function registerDoctor(program: Command): void {
  const doctor = program
    .command('doctor')
    .description('check everything that signing in needs')
    .addOption(new Option('--mode <mode>', 'also try this way to sign in; the token it gives is thrown away').choices(machineModes))
    .option('--service-account-id <uuid>', 'the service account to try with')
  proofOptions(doctor)
    .addHelpText('after', '\nExamples:\n  $ bonafide doctor\n  $ bonafide doctor --mode aws-iam --service-account-id 0192c5a1-… --json')
    .action(async (flags: DoctorFlags, command: Command) => {
      const { mode, serviceAccountId } = flags
      requireFitting(mode, flags)
      if (mode !== undefined && serviceAccountId === undefined)
        throw usage(`--mode ${mode} needs to know which service account to try.`, 'Add --service-account-id <uuid>')
      const invocation = invocationOf(command)
      const checks = await runChecks(invocation, mode && serviceAccountId ? { mode, serviceAccountId, ...proofFlagsOf(flags) } : undefined)
      if (invocation.flags.json)
        printJson(
          invocation.terminal,
          checks.map(({ exit: _, ...check }) => check),
          invocation.flags,
        )
      else print(checks, invocation.terminal)
      const failed = checks.find((check) => check.status === 'failed')
      if (failed) process.exitCode = exitCodes[failed.exit ?? 'unexpected']
    })
}

function print(checks: readonly Check[], terminal: Terminal): void {
  for (const { check, status, code, detail, requestId } of checks) {
    const [style, mark] = marks[status]
    const reason = status === 'failed' ? `${code} — ${detail}${requestId ? ` (request ${requestId})` : ''}` : detail
    terminal.result(`${check.padEnd(16)}${terminal.paint(style, mark, 'stdout')} ${printable(reason)}\n`)
  }
  for (const { fix, hint, status } of checks) {
    if (fix && status !== 'ok') terminal.result(`Fix: ${printable(fix)}\n`)
    if (hint) terminal.result(`Hint: ${printable(hint)}\n`)
  }
}

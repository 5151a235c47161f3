import { Command, CommanderError, Option } from 'commander'
import { registerApi } from './commands/api.ts'
import { registerApps } from './commands/apps.ts'
import { registerAuth } from './commands/auth.ts'
import { registerCompletion } from './commands/completion.ts'
import { registerCredentials } from './commands/credentials.ts'
import { registerDoctor } from './commands/doctor.ts'
import { registerIdentities } from './commands/identities.ts'
import { registerLab } from './commands/lab.ts'
import { registerRun } from './commands/run.ts'
import { registerSecrets } from './commands/secrets.ts'
import { registerSyncs } from './commands/syncs.ts'
import { registerVersion } from './commands/version.ts'
import { readEnvironment } from './env.ts'
import { exitCodes, Failure } from './failure.ts'
import { reportFailure } from './output.ts'
import { createTerminal } from './terminal.ts'
import { cliVersion } from './version.ts'

function createProgram(): Command {
  // Inherited by every command: failures are thrown, and reported in one place and one shape.
  const program = new Command('bonafide').exitOverride().configureOutput({ outputError: () => undefined })
  program
    .description('Workloads prove who they are instead of carrying secrets.')
    .version(`bonafide ${cliVersion}`, '--version', 'print the version')
    .showHelpAfterError(false)
    .option('--host <url>', 'address of the server (BONAFIDE_HOST)')
    .option('--profile <name>', 'which sign-in to use (BONAFIDE_PROFILE)')
    .option('--token <token>', 'the token to use, or - to read it from stdin (BONAFIDE_TOKEN)')
    .option('--json', 'print JSON; --json=a,b prints these fields only')
    .addOption(new Option('--fields <fields>').hideHelp())
    .option('-o, --output <format>', 'table, json, env … as the command allows')
    .option('-q, --quiet', 'say nothing but results and failures')
    .option('-v, --verbose', 'say which requests are made')
    .option('--no-input', 'never ask')
    .option('-y, --yes', 'answer yes to questions')
    .addOption(new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']))
    .option('--timeout <seconds>', 'time limit of one request (default: 30)')
    .option('--ca-file <file>', 'certificates of further authorities to trust (BONAFIDE_CA_FILE)')
    .addHelpText(
      'after',
      '\nExamples:\n  $ bonafide auth --mode aws-iam --service-account-id 0192c5a1-…\n  $ bonafide run --env production -- npm start\n  $ bonafide secrets import .env --env development',
    )
  registerAuth(program)
  registerSecrets(program)
  registerRun(program)
  registerApps(program)
  registerIdentities(program)
  registerCredentials(program)
  registerSyncs(program)
  registerApi(program)
  registerDoctor(program)
  registerLab(program)
  registerCompletion(program)
  registerVersion(program)
  return program
}

/** `--json=a,b` names fields; a plain `--json` must not swallow the word that follows it. What comes after `--` belongs to somebody else. */
export function expandJsonFields(words: readonly string[]): string[] {
  const end = words.indexOf('--')
  const own = end < 0 ? words : words.slice(0, end)
  return [
    ...own.flatMap((word) => (word.startsWith('--json=') ? ['--json', '--fields', word.slice('--json='.length)] : [word])),
    ...words.slice(own.length),
  ]
}

/** Runs one command line and answers its exit code. */
export async function runProgram(words: readonly string[]): Promise<number> {
  const program = createProgram()
  if (words.length === 0) {
    program.outputHelp()
    return exitCodes.ok
  }
  try {
    await program.parseAsync(expandJsonFields(words), { from: 'user' })
    return typeof process.exitCode === 'number' ? process.exitCode : exitCodes.ok
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok
    const flags: { color?: 'auto' | 'always' | 'never'; verbose?: boolean } = program.opts()
    const terminal = createTerminal(readEnvironment(), { color: flags.color ?? 'auto', quiet: false, input: false })
    return reportFailure(error instanceof CommanderError ? usageOf(error) : error, terminal, { verbose: flags.verbose ?? false })
  }
}

/** What commander has to say about a wrong call, in our own shape. */
function usageOf(error: CommanderError): Failure {
  const [what = '', suggestion] = error.message.replace(/^error: /, '').split('\n')
  const sentence =
    error.code === 'commander.help'
      ? 'Which of its commands? See the list above.'
      : `${what.charAt(0).toUpperCase()}${what.slice(1).replace(/\.$/, '')}.`
  return new Failure('usage', sentence, { fix: suggestion?.replace(/[()]/g, '') ?? 'Add --help to see what is possible', code: 'usage' })
}

import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { Command } from 'commander'
import { Failure, usage } from '../failure.ts'
import { type Invocation, invocationOf } from '../invocation.ts'
import { type MachineMode, machineModes } from '../machine-modes.ts'
import { codeOf, reasonOf } from '../private-file.ts'
import { requireHost } from '../session.ts'
import type { TargetFlags } from '../target.ts'
import { createTokenFile } from '../token-file.ts'
import { keepAlive } from '../token-keeper.ts'
import { openWorkspace, readForPrograms } from '../workspace.ts'
import { type MachineFlags, machineOptions, requireNoMachineFlags, tokenSource } from './machine-sign-in.ts'
import { targetOptions } from './options.ts'
import { requireFitting } from './proof-options.ts'

interface RunFlags extends TargetFlags, MachineFlags {
  mode?: MachineMode
  only?: string
  raw?: boolean
  shell?: boolean
}

export function registerRun(program: Command): void {
  machineOptions(targetOptions(program.command('run')), machineModes)
    .description('run a command with the secrets in its environment; with --mode it stays signed in until the command ends')
    .argument('[command...]', 'the command and its arguments, after --')
    .option('--only <keys>', 'only these keys, separated by commas')
    .option('--raw', 'leave references to other secrets unresolved')
    .option('--shell', 'let the shell interpret the command')
    .addHelpText(
      'after',
      "\nExamples:\n  $ bonafide run -- npm start\n  $ bonafide run --env production --only DATABASE_URL -- ./migrate\n  $ bonafide run --mode aws-iam --service-account-id 0192c5a1-… -- ./worker\n  $ bonafide run --shell -- 'echo $GREETING | tr a-z A-Z'\n\nThe exit code is the command's own; 126: it cannot be executed, 127: there is no such command.",
    )
    .action(async (words: string[], flags: RunFlags, command: Command) => {
      const [name] = words
      if (name === undefined) throw usage('Run what? No command was given.', 'bonafide run -- <command>')
      const invocation = invocationOf(command)
      requireFitting(flags.mode, flags)
      process.exitCode =
        flags.mode === undefined ? await runOnce(words, flags, invocation) : await runSignedIn(words, flags, flags.mode, invocation)
    })
}

async function runOnce(words: string[], flags: RunFlags, invocation: Invocation): Promise<number> {
  requireNoMachineFlags(flags)
  const secrets = await secretsOf(flags, invocation)
  return runChild(words, { ...invocation.environment.all, ...secrets }, flags.shell ?? false)
}

/** Signs in for the command, and keeps a valid token in a file of which the command is told, so that it and its children can read secrets at any time. */
async function runSignedIn(words: string[], flags: RunFlags, mode: MachineMode, invocation: Invocation): Promise<number> {
  if (invocation.flags.token !== undefined) throw usage('--mode makes a token; --token brings one.', 'Leave one of them out')
  if (flags.oidcTokenFile === '-') throw usage('The platform is asked again and again; what stdin brings is there once.', 'Name a file')
  const host = await requireHost(invocation)
  const obtain = tokenSource(mode, flags, host, invocation)
  const { token, TTL } = (await obtain()).authentication
  const secrets = await secretsOf(flags, { ...invocation, flags: { ...invocation.flags, token } })
  const file = await createTokenFile(invocation.environment)
  try {
    await file.write(token)
    const keeper = keepAlive(TTL, {
      obtain: async () => {
        const { authentication } = await obtain()
        return { token: authentication.token, ttlSeconds: authentication.TTL }
      },
      write: file.write,
      notice: (text) => invocation.terminal.notice(text),
    })
    try {
      // A token that was there before would hide the file.
      const { BONAFIDE_TOKEN: _own, PHASE_SERVICE_TOKEN: _older, ...ambient } = invocation.environment.all
      const environment = { ...ambient, ...secrets, BONAFIDE_HOST: host, BONAFIDE_TOKEN_FILE: file.path }
      return await runChild(words, environment, flags.shell ?? false)
    } finally {
      await keeper.stop()
    }
  } finally {
    await file.remove()
  }
}

async function secretsOf(flags: RunFlags, invocation: Invocation): Promise<Record<string, string>> {
  const workspace = await openWorkspace(invocation, flags)
  const secrets = await readForPrograms(workspace, { keys: flags.only?.split(','), raw: flags.raw }, invocation)
  const unfit = secrets.find(({ key, value }) => key.includes('=') || key === '' || `${key}${value}`.includes('\u0000'))
  if (unfit) {
    throw new Failure('invalid', `The secret "${unfit.key}" cannot be an environment variable.`, {
      why: 'A name must not hold "=", and neither name nor value a NUL character.',
      fix: 'Choose others with --only',
      code: 'unsupported_secret',
    })
  }
  invocation.terminal.notice(`${secrets.length} secret${secrets.length === 1 ? '' : 's'} from ${workspace.place}.`)
  return Object.fromEntries(secrets.map(({ key, value }) => [key, value]))
}

const forwarded: NodeJS.Signals[] = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH', 'SIGCONT']
// At a terminal the kernel sends these to the whole foreground group, so the child has them already.
const fromTerminal = new Set<NodeJS.Signals>(['SIGINT', 'SIGQUIT', 'SIGWINCH', 'SIGCONT', 'SIGHUP'])

/** Runs the child in our place: its streams are ours, signals to us reach it, and its exit is ours. */
async function runChild([name = '', ...words]: string[], environment: Record<string, string | undefined>, shell: boolean): Promise<number> {
  const child = shell
    ? spawn([name, ...words].join(' '), { stdio: 'inherit', env: environment, shell: true })
    : spawn(name, words, { stdio: 'inherit', env: environment })
  const atTerminal = process.stdin.isTTY === true
  const forward = (signal: NodeJS.Signals) => void (atTerminal && fromTerminal.has(signal) ? undefined : child.kill(signal))
  for (const signal of forwarded) process.on(signal, forward)
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (error) => reject(notStarted(name, error)))
      // As shells have it: 128 and the number of the signal that ended the child.
      child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
    })
  } finally {
    for (const signal of forwarded) process.off(signal, forward)
  }
}

function notStarted(name: string, error: Error): Failure {
  if (codeOf(error) === 'ENOENT') {
    return new Failure('commandNotFound', `There is no command "${name}".`, {
      fix: 'Check its name and your PATH',
      code: 'command_not_found',
      cause: error,
    })
  }
  if (codeOf(error) === 'E2BIG') {
    return new Failure('invalid', 'The secrets are too large for the environment of a process.', {
      fix: 'Choose fewer with --only',
      code: 'too_large',
      cause: error,
    })
  }
  return new Failure('notExecutable', `The command "${name}" cannot be executed.`, {
    why: reasonOf(error),
    code: 'not_executable',
    cause: error,
  })
}

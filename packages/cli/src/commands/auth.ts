import { type Command, Option } from 'commander'
import { createApi, type TokenDocument } from '../api.ts'
import { rememberHost } from '../config.ts'
import { usage } from '../failure.ts'
import { type Invocation, invocationOf } from '../invocation.ts'
import { type MachineMode, machineModes } from '../machine-modes.ts'
import { printJson } from '../output.ts'
import { requireHost, whoIs } from '../session.ts'
import { type HeldToken, readToken } from '../token.ts'
import { registerAuthExplain } from './auth-explain.ts'
import { handOver } from './auth-output.ts'
import { registerAuthState } from './auth-state.ts'
import { type MachineFlags, machineOptions, requireNoMachineFlags, tokenSource } from './machine-sign-in.ts'
import { requireFitting } from './proof-options.ts'

interface AuthFlags extends MachineFlags {
  mode: 'token' | MachineMode
  serviceAccount?: string
  /** False with `--no-store`. */
  store: boolean
  /** False with `--no-login`, the older spelling. */
  login: boolean
  githubEnv?: boolean
}

const examples = `
Examples:
  $ bonafide auth
  $ bonafide auth --mode aws-iam --service-account-id 0192c5a1-…
  $ bonafide auth --mode azure --service-account-id 0192c5a1-… --ttl 15m
  $ bonafide auth --mode aws-iam --service-account-id 0192c5a1-… --scope 'secrets:read app:shop env:Production'
  $ bonafide auth --mode github --service-account-id 0192c5a1-… --github-env
  $ bonafide auth --mode oidc --oidc-token-file /run/token --service-account-id 0192c5a1-…
  $ eval "$(bonafide auth --mode aws-iam --service-account-id 0192c5a1-… --output env)"

See also: bonafide auth status, bonafide auth explain, bonafide doctor`

export function registerAuth(program: Command): void {
  const auth = program
    .command('auth')
    .description('sign in: with a token, or with the identity that this machine has from its platform')
    .option('--no-store', 'print the token document and keep nothing')
  machineOptions(auth, ['token', ...machineModes], 'token')
    .option('--github-env', 'hand the token to the following steps of a GitHub Actions job')
    .addOption(new Option('--service-account <uuid>').hideHelp())
    .addOption(new Option('--no-login').hideHelp())
    .addHelpText('after', examples)
    .action(signIn)
  registerAuthState(auth, program)
  registerAuthExplain(auth)
}

async function signIn(flags: AuthFlags, command: Command): Promise<void> {
  const invocation = invocationOf(command)
  requireFitting(flags.mode, flags)
  const machine = { ...flags, serviceAccountId: flags.serviceAccountId ?? flags.serviceAccount }
  if (flags.mode === 'token') {
    requireNoMachineFlags(machine)
    return signInWithToken(flags, invocation)
  }
  const host = await requireHost(invocation)
  const document = await tokenSource(flags.mode, machine, host, invocation)()
  if (handOver(document, host, { ...flags, store: flags.store && flags.login }, invocation)) return
  const { token, TTL } = document.authentication
  await keep(readToken(token), host, expiryOf(document, invocation), invocation)
  invocation.terminal.notice(`The token ends in ${TTL} s.`)
}

const expiryOf = ({ authentication }: TokenDocument, { runtime }: Invocation): string =>
  new Date(runtime.now() + authentication.TTL * 1000).toISOString()

async function signInWithToken(flags: AuthFlags, invocation: Invocation): Promise<void> {
  if (!flags.store || !flags.login || flags.githubEnv || invocation.flags.output === 'env')
    throw usage('--mode token makes no new token, so there is nothing to print.', `Choose another --mode: ${machineModes.join(', ')}`)
  const host = await requireHost(invocation)
  await keep(readToken(await givenToken(invocation)), host, null, invocation)
}

/** The token to store: from the flag, stdin or the environment; a person is asked. */
async function givenToken({ flags, environment, terminal }: Invocation): Promise<string> {
  if (flags.token === '-') return Buffer.from(await terminal.readStdin()).toString('utf8')
  if (flags.token !== undefined) return flags.token
  if (terminal.interactive) return terminal.askSecret('Token')
  if (environment.token !== undefined) return environment.token
  throw usage('No token is given, and nobody can be asked here.', 'Pipe it: bonafide auth --mode token --token -   or set BONAFIDE_TOKEN')
}

/** Checks the token with its server, then stores it and remembers the server. */
async function keep(token: HeldToken, host: string, expiresAt: string | null, invocation: Invocation): Promise<void> {
  const { terminal, flags, store, runtime, paths, http } = invocation
  const reach = await createApi(host, http, token.authorization).introspect()
  const savedAt = new Date(runtime.now()).toISOString()
  const { notice } = await store.write(flags.profile, { host, token: token.text, expiresAt, savedAt })
  await rememberHost(paths, flags.profile, host)
  if (notice) terminal.notice(notice)
  terminal.notice(`Signed in to ${host} as ${whoIs(reach)} of ${reach.organisation.name}.`)
  if (flags.json)
    printJson(
      terminal,
      { host, organisation: reach.organisation, userId: reach.user_id ?? null, accountId: reach.account_id ?? null, expiresAt },
      flags,
    )
}

import { durationExamples, parseDuration } from '@bonafide/core'
import { type Command, Option } from 'commander'
import { createApi, exchange, type TokenDocument } from '../api.ts'
import { rememberHost } from '../config.ts'
import { usage } from '../failure.ts'
import { type Invocation, invocationOf } from '../invocation.ts'
import { type MachineMode, machineModes } from '../machine-modes.ts'
import { printJson } from '../output.ts'
import { proofFor } from '../proof.ts'
import { requireHost, whoIs } from '../session.ts'
import { type HeldToken, readToken } from '../token.ts'
import { registerAuthExplain } from './auth-explain.ts'
import { handOver } from './auth-output.ts'
import { registerAuthState } from './auth-state.ts'
import { type ProofFlags, proofFlagsOf, proofOptions, requireFitting } from './proof-options.ts'

interface AuthFlags extends ProofFlags {
  mode: 'token' | MachineMode
  serviceAccountId?: string
  serviceAccount?: string
  ttl?: string
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
  $ bonafide auth --mode github --service-account-id 0192c5a1-… --github-env
  $ bonafide auth --mode oidc --oidc-token-file /run/token --service-account-id 0192c5a1-…
  $ eval "$(bonafide auth --mode aws-iam --service-account-id 0192c5a1-… --output env)"

See also: bonafide auth status, bonafide auth explain, bonafide doctor`

export function registerAuth(program: Command): void {
  const auth = program
    .command('auth')
    .description('sign in: with a token, or with the identity that this machine has from its platform')
    .addOption(new Option('--mode <mode>', 'how to sign in').choices(['token', ...machineModes]).default('token'))
    .option('--service-account-id <uuid>', 'the service account to become; every mode but token needs it')
    .option('--ttl <duration>', `how long the token shall live: seconds, or ${durationExamples.join(', ')} (default: as the identity says)`)
    .option('--no-store', 'print the token document and keep nothing')
  proofOptions(auth)
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
  const ttlSeconds = ttlOf(flags.ttl)
  const serviceAccountId = flags.serviceAccountId ?? flags.serviceAccount
  requireFitting(flags.mode, flags)
  if (flags.mode === 'token') {
    if (serviceAccountId !== undefined || ttlSeconds !== undefined)
      throw usage('--service-account-id and --ttl belong to a machine mode.', `Add --mode: ${machineModes.join(', ')}`)
    return signInWithToken(flags, invocation)
  }
  if (serviceAccountId === undefined)
    throw usage(`--mode ${flags.mode} needs to know which service account to become.`, 'Add --service-account-id <uuid>')
  const host = await requireHost(invocation)
  const { proof } = await proofFor(flags.mode, { host, serviceAccountId, ...proofFlagsOf(flags) }, invocation)
  const document = await exchange(host, invocation.http, { mode: flags.mode, proof, serviceAccountId, ttlSeconds })
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

/** `3600`, `1h`, `1h30m` → seconds; the server decides what is allowed. */
function ttlOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const seconds = parseDuration(text)
  if (seconds === null || seconds === 0) throw usage(`"${text}" is not a duration.`, 'Write seconds or units: 3600, 15m, 1h30m')
  return seconds
}

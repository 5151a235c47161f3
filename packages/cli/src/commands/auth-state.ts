import type { Command } from 'commander'
import { Failure } from '../failure.ts'
import { type Invocation, invocationOf } from '../invocation.ts'
import { printJson } from '../output.ts'
import { findHost, openSession, whoIs } from '../session.ts'
import { maskToken } from '../token.ts'

/** `auth status`, `auth token`, `auth logout` and its short form `logout`. */
export function registerAuthState(auth: Command, program: Command): void {
  auth
    .command('status')
    .description('who you are, where the token comes from and when it ends; exit code 4 when signed out')
    .addHelpText('after', '\nExamples:\n  $ bonafide auth status\n  $ bonafide auth status --json=source,expiresAt')
    .action((_: unknown, command: Command) => status(invocationOf(command)))
  auth
    .command('token')
    .description('print the token in use, for scripts')
    .addHelpText('after', '\nExamples:\n  $ export BONAFIDE_TOKEN=$(bonafide auth token)')
    .action(async (_: unknown, command: Command) => {
      const invocation = invocationOf(command)
      const { token } = await openSession(invocation)
      invocation.terminal.result(`${token.text}\n`)
    })
  for (const parent of [auth, program]) {
    parent
      .command('logout')
      .description('forget the stored token')
      .option('--all', 'of every profile')
      .action((flags: { all?: boolean }, command: Command) => logout(flags.all ?? false, invocationOf(command)))
  }
}

async function status(invocation: Invocation): Promise<void> {
  const { terminal, flags, runtime } = invocation
  const session = await openSession(invocation)
  const reach = await session.api.introspect()
  const expiresAt = session.expiresAt === null ? null : new Date(session.expiresAt).toISOString()
  if (flags.json) {
    const { user_id: userId = null, account_id: accountId = null, organisation } = reach
    return printJson(
      terminal,
      {
        host: session.host,
        profile: flags.profile,
        source: session.source,
        token: maskToken(session.token),
        organisation,
        userId,
        accountId,
        expiresAt,
        scope: reach.scope ?? null,
        apps: reach.apps.length,
      },
      flags,
    )
  }
  const left =
    session.expiresAt === null ? 'not known here' : `${expiresAt} (in ${Math.round((session.expiresAt - runtime.now()) / 1000)} s)`
  const lines = [
    ['Server', session.host],
    ['Signed in', `${whoIs(reach)} of ${reach.organisation.name}`],
    ['Token', `${maskToken(session.token)} from ${session.source}`],
    ['Ends', left],
    ...(reach.scope ? [['Narrowed', reach.scope]] : []),
    ['Reaches', `${reach.apps.length} app${reach.apps.length === 1 ? '' : 's'}`],
  ]
  for (const [name = '', value = ''] of lines) terminal.result(`${name.padEnd(11)}${value}\n`)
}

async function logout(all: boolean, invocation: Invocation): Promise<void> {
  const { store, flags, terminal, environment } = invocation
  const profiles = all ? [...new Set([flags.profile, ...(await store.profiles())])] : [flags.profile]
  const removed: string[] = []
  for (const profile of profiles) if (await store.remove(profile)) removed.push(profile)
  if (environment.tokenVariable) terminal.notice(`${environment.tokenVariable} is still set in this shell, and still counts.`)
  if (removed.length === 0) {
    throw new Failure('notSignedIn', `No token is stored${all ? '' : ` for profile "${flags.profile}"`}.`, { code: 'unauthenticated' })
  }
  const host = await findHost(invocation)
  terminal.notice(`Signed out${host ? ` of ${host}` : ''}. The token itself stays valid until it ends or is revoked.`)
  if (flags.json) printJson(terminal, { removed }, flags)
}

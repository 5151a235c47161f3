import { type Command, Option } from 'commander'
import { findCredential } from '../credentials.ts'
import { failureBy } from '../destination-failure.ts'
import { type Invocation, invocationOf } from '../invocation.ts'
import { type Column, printJson, printList, type Row } from '../output.ts'
import { openSession, type Session } from '../session.ts'
import { findSync, listSyncs, remoteSecrets, type Sync, type SyncFilter, stateOf, syncStates } from '../syncs.ts'
import { findApp, findTarget } from '../target.ts'
import { printSync } from './print-sync.ts'

interface ListFlags {
  app?: string
  env?: string
  credential?: string
  state?: string
  search?: string
}

const column = (title: string, text: (row: Sync) => string): Column => ({ title, text: (row) => text(row as Sync) })

const columns = [
  column('APP', ({ app }) => app?.name ?? ''),
  column('ENVIRONMENT', ({ environment }) => environment?.name ?? ''),
  column('PATH', ({ path }) => path),
  column('SECRET', ({ summary }) => summary),
  column('ACCOUNT', ({ account }) => account),
  column('REGION', ({ region }) => region),
  column('STATE', (sync) => `${stateOf(sync)}${sync.failure ? `: ${sync.failure.code}` : ''}`),
  column('SYNCED', ({ lastSyncedAt }) => lastSyncedAt ?? ''),
  column('ID', ({ id }) => id),
]

export function registerSyncList(syncs: Command): void {
  syncs
    .command('list')
    .alias('ls')
    .description('list the syncs of environments that you reach')
    .option('--app <app>', 'of this app only: id or name')
    .option('--env <environment>', 'of this environment only: id or name')
    .option('--credential <credential>', 'that sign in with this one: id or name')
    .addOption(new Option('--state <state>', 'that stand so').choices(syncStates))
    .option('--search <text>', 'part of the place or of the id')
    .addHelpText(
      'after',
      '\nExamples:\n  $ bonafide syncs list --app shop\n  $ bonafide syncs list --state needs-attention --json=id,summary,failure',
    )
    .action(async (flags: ListFlags, command: Command) => {
      const invocation = invocationOf(command)
      const session = await openSession(invocation)
      const rows = (await listSyncs(session.api, await filterOf(flags, session))).map((sync) => ({ ...sync }))
      printList(invocation.terminal, rows, columns, invocation.flags)
    })
  syncs
    .command('get')
    .description('show a sync: from where, to where, and how it stands')
    .argument('<sync>', 'its id, or the name of its secret')
    .addHelpText('after', '\nExamples:\n  $ bonafide syncs get prod/web\n  $ bonafide syncs get prod/web --json=state,failure')
    .action(async (wanted: string, _: unknown, command: Command) => {
      const invocation = invocationOf(command)
      const { api } = await openSession(invocation)
      const sync = await findSync(api, wanted)
      if (invocation.flags.json) printJson(invocation.terminal, sync, invocation.flags)
      else printSync(sync, invocation.terminal)
    })
  syncs
    .command('remote')
    .description('list the secrets that are there already in the cloud of a credential')
    .requiredOption('--credential <credential>', 'id or name')
    .option('--prefix <text>', 'whose names begin so', '')
    .addHelpText('after', '\nExamples:\n  $ bonafide syncs remote --credential aws-prod --prefix prod/')
    .action((flags: { credential: string; prefix: string }, command: Command) => listRemote(flags, invocationOf(command)))
}

async function filterOf({ app, env, credential, state, search }: ListFlags, { api }: Session): Promise<SyncFilter> {
  const reach = app === undefined && env === undefined ? undefined : await api.introspect()
  return {
    appId: reach && app !== undefined ? findApp(reach.apps, app).id : undefined,
    environmentId: reach && env !== undefined ? (await findTarget({ app, env }, reach)).environment.environment.id : undefined,
    credentialId: credential === undefined ? undefined : (await findCredential(api, credential)).id,
    state: state?.toUpperCase().replaceAll('-', '_'),
    search,
  }
}

const remoteColumns: Column[] = [
  { title: 'SECRET', text: (row) => String(row.name) },
  { title: 'SYNC', text: (row) => (row.syncId === null ? (row.isOwned ? 'another' : '') : String(row.syncId)) },
]

async function listRemote({ credential, prefix }: { credential: string; prefix: string }, invocation: Invocation): Promise<void> {
  const { api } = await openSession(invocation)
  const { id } = await findCredential(api, credential)
  const rows: Row[] = []
  for await (const { secrets, failure } of remoteSecrets(api, id, prefix)) {
    if (failure) throw failureBy('The secrets cannot be listed.', failure)
    rows.push(...secrets.map(({ name, owner, isOwned }) => ({ name, syncId: owner?.id ?? null, isOwned })))
  }
  printList(invocation.terminal, rows, remoteColumns, invocation.flags)
}

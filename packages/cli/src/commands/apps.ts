import type { Command } from 'commander'
import { Failure } from '../failure.ts'
import { invocationOf } from '../invocation.ts'
import { printList } from '../output.ts'
import { openSession } from '../session.ts'

interface AppRow extends Record<string, unknown> {
  id: string
  name: string
  serverEncryption: boolean
  environments: { id: string; name: string; type: string }[]
}

export function registerApps(program: Command): void {
  const apps = program.command('apps').description('apps that your token reaches')
  apps
    .command('list')
    .alias('ls')
    .description('list apps and their environments')
    .addHelpText('after', '\nExamples:\n  $ bonafide apps list\n  $ bonafide apps list --json=id,name')
    .action(async (_: unknown, command: Command) => {
      const invocation = invocationOf(command)
      const { api } = await openSession(invocation)
      const reach = await api.introspect()
      const rows = reach.apps.map(
        ({ id, name, encryption, environment_keys: keys }): AppRow => ({
          id,
          name,
          serverEncryption: encryption === 'SSE',
          environments: keys.map(({ environment }) => ({ id: environment.id, name: environment.name, type: environment.env_type })),
        }),
      )
      if (rows.length === 0 && !invocation.flags.json) {
        throw new Failure('notFound', 'Your token reaches no app.', {
          fix: 'Ask an administrator for access to an environment',
          code: 'not_found',
        })
      }
      printList(
        invocation.terminal,
        rows,
        [
          { title: 'NAME', text: (row) => (row as AppRow).name },
          { title: 'ENVIRONMENTS', text: (row) => (row as AppRow).environments.map((environment) => environment.name).join(', ') },
          { title: 'ENCRYPTION', text: (row) => ((row as AppRow).serverEncryption ? 'server' : 'end to end') },
          { title: 'ID', text: (row) => (row as AppRow).id },
        ],
        invocation.flags,
      )
    })
}

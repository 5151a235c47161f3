import type { Command } from 'commander'
import { usage } from '../failure.ts'
import { invocationOf } from '../invocation.ts'
import { type Column, printList } from '../output.ts'
import { openSession } from '../session.ts'
import { findSync, type Run, readRuns } from '../syncs.ts'
import { countsOf, printRun } from './print-sync.ts'

const column = (title: string, text: (row: Run) => string): Column => ({ title, text: (row) => text(row as Run) })

const columns = [
  column('STARTED', ({ startedAt }) => startedAt),
  column('REASON', ({ reason }) => reason.toLowerCase()),
  column('OUTCOME', ({ outcome }) => outcome.toLowerCase()),
  column('KEYS', countsOf),
  column('ATTEMPT', ({ attempt }) => String(attempt)),
  column('CODE', ({ failure }) => failure?.code ?? ''),
  column('RUN', ({ id }) => id),
]

export function registerSyncLogs(syncs: Command): void {
  syncs
    .command('logs')
    .description('the last runs of a sync, the newest first')
    .argument('<sync>', 'its id, or the name of its secret')
    .option('--keys', 'with the keys of each run, and why it failed; never a value')
    .option('--limit <number>', 'how many, 1 to 100 (default: 20)')
    .addHelpText(
      'after',
      '\nExamples:\n  $ bonafide syncs logs prod/shop --keys\n  $ bonafide syncs logs prod/shop --limit 1 --json=outcome,failure,requestId',
    )
    .action(async (wanted: string, { keys, limit = '20' }: { keys?: boolean; limit?: string }, command: Command) => {
      const invocation = invocationOf(command)
      if (!/^([1-9]\d?|100)$/.test(limit)) throw usage(`"${limit}" is no number from 1 to 100.`)
      const { api } = await openSession(invocation)
      const runs = await readRuns(api, (await findSync(api, wanted)).id, Number(limit))
      if (keys && !invocation.flags.json) for (const run of runs) printRun(run, invocation.terminal)
      else
        printList(
          invocation.terminal,
          runs.map((run) => ({ ...run })),
          columns,
          invocation.flags,
        )
    })
}
